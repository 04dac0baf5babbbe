using System.Buffers.Binary;
using System.Text;
using Whatever.Model.ModelFiles;

namespace Whatever.Fuzz;

/// <summary>Weights: eight bytes of length, a header of JSON, numbers.</summary>
internal sealed class SafetensorsKind : FuzzKind
{
    private const int PrefixBytes = 8;

    private static readonly byte[][] Files =
    [
        .. Seeds.Read("two_layers", ".safetensors", 4096),
        Build("""{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F64","shape":[1],"data_offsets":[24,32]}}""", 32),
        Build("""{"__metadata__":{"format":"pt"},"é":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4),
        Build("""{"a":{"dtype":"F32","shape":[0,5],"data_offsets":[0,0]}}""", 0),
        Build("{}", 0),
    ];

    public override string Name => "safetensors";

    public override byte[] Make(FuzzRandom random)
    {
        var file = random.Pick(Files);
        if (random.OneIn(3))
        {
            return ByteMutations.Mutate(file, random.Pick(Files), random);
        }

        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        var header = JsonTokens.Mutate(Encoding.UTF8.GetString(file, PrefixBytes, length), random);
        var made = Build(TextPieces.Bytes(header, random), file.AsSpan(PrefixBytes + length));
        if (random.OneIn(10))
        {
            ByteMutations.SetNumber(made, 0, PrefixBytes, random);
        }

        return made;
    }

    public override FuzzOutcome Read(byte[] file)
    {
        try
        {
            Safetensors.Read(file, "weights.safetensors");
            return FuzzOutcome.Accepted;
        }
        catch (ModelFileException refusal)
        {
            return Refused(refusal);
        }
    }

    private static byte[] Build(string header, int dataBytes) => Build(Encoding.UTF8.GetBytes(header), new byte[dataBytes]);

    private static byte[] Build(byte[] header, ReadOnlySpan<byte> data)
    {
        var file = new byte[PrefixBytes + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, PrefixBytes);
        data.CopyTo(file.AsSpan(PrefixBytes + header.Length));
        return file;
    }
}

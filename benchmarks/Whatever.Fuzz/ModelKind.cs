using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Whatever.Model.ModelFiles;

namespace Whatever.Fuzz;

/// <summary>
/// Folders of a model, both kinds: a case is eight bytes of length, model.json, and weights.safetensors. The digest of the weights stands
/// in the description and is kept right, or nothing behind it would ever be read.
/// </summary>
internal sealed class ModelKind : FuzzKind
{
    private const int PrefixBytes = 8;
    private const string Digest = "\"sha256\": \"";
    private static readonly Lazy<IReadOnlyList<(string Description, byte[] Weights)>> Models = new(ModelSeeds.Make);
    private readonly FuzzFolder folder = new();
    private readonly SafetensorsKind weights = new();

    public override string Name => "model";

    public override byte[] Make(FuzzRandom random)
    {
        var (text, file) = random.Pick(Models.Value);
        if (random.OneIn(4))
        {
            file = random.OneIn(2) ? weights.Make(random) : ByteMutations.Mutate(file, random.Pick(Models.Value).Weights, random);
        }

        var at = text.IndexOf(Digest, StringComparison.Ordinal) + Digest.Length;
        text = text[..at] + Convert.ToHexStringLower(SHA256.HashData(file)) + text[(at + 64)..];
        var json = TextPieces.Bytes(random.OneIn(8) ? text : JsonTokens.Mutate(text, random), random);
        if (random.OneIn(5))
        {
            json = ByteMutations.Mutate(json, Encoding.UTF8.GetBytes(random.Pick(Models.Value).Description), random);
        }

        var prefix = new byte[PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        return [.. prefix, .. json, .. file];
    }

    public override FuzzOutcome Read(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Write(folder.File("model.json"), file.AsSpan(PrefixBytes, length));
        Write(folder.File("weights.safetensors"), file.AsSpan(PrefixBytes + length));
        try
        {
            StationModels.Load(folder.Path);
            return FuzzOutcome.Accepted;
        }
        catch (ModelFileException refusal)
        {
            return Refused(refusal);
        }
    }

    protected override void Dispose(bool disposing)
    {
        folder.Dispose();
        base.Dispose(disposing);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(handle, bytes.Length);
        RandomAccess.Write(handle, bytes, 0);
    }
}

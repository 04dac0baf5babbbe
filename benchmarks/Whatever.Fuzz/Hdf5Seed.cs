using System.Buffers.Binary;
using System.Text;

namespace Whatever.Fuzz;

/// <summary>A good HDF5 file and where its structures begin, so that their numbers can be changed and their checksums stay right.</summary>
internal sealed class Hdf5Seed
{
    private const int LongestChecked = 6000;
    private const int StructureBytes = 96;

    private static readonly string[] WithChecksum =
        ["OHDR", "OCHK", "FRHP", "FHDB", "FHIB", "BTHD", "BTIN", "BTLF", "FAHD", "FADB", "EAHD", "EAIB", "EADB"];

    private static readonly string[] Signatures = ["TREE", "SNOD", "HEAP", "GCOL", .. WithChecksum];

    private readonly List<int> places = [0];
    private readonly List<(int Begin, int End)> checkedParts = [];

    public Hdf5Seed(byte[] file)
    {
        File = file;
        AddChecked(0, 64);
        for (var at = 0; at + 4 <= file.Length; at++)
        {
            var signature = Encoding.Latin1.GetString(file, at, 4);
            if (Array.IndexOf(Signatures, signature) >= 0)
            {
                places.Add(at);
                AddChecked(at, WithChecksum.Contains(signature) ? LongestChecked : 0);
            }
            else if (at % 8 == 0 && at + 8 < file.Length && file.AsSpan(at, 8) is [1, 0, > 0, _, 1, 0, _, _])
            {
                // The header of an object in the first layout, which has no signature.
                places.Add(at);
            }
        }
    }

    public byte[] File { get; }

    /// <summary>Changes numbers in or behind the beginnings of structures, and what of any of them may lie anywhere.</summary>
    public byte[] Mutate(FuzzRandom random)
    {
        var bytes = File.ToArray();
        for (var times = 1 + (random.OneIn(3) ? random.Below(4) : 0); times > 0; times--)
        {
            var at = random.OneIn(4) ? random.Below(bytes.Length) : random.Pick(places) + random.Below(StructureBytes);
            at = Math.Min(at, bytes.Length - 1);
            switch (random.Below(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Below(8));
                    break;
                case 1:
                    BitConverter.GetBytes((ulong)random.Pick(places)).AsSpan(0, Math.Min(8, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                    break;
                default:
                    ByteMutations.SetNumber(bytes, random.OneIn(2) ? at & ~1 : at, 1 << random.Below(4), random);
                    break;
            }
        }

        Seal(bytes);
        return bytes;
    }

    /// <summary>Makes the checksums right again.</summary>
    private void Seal(byte[] bytes)
    {
        foreach (var (begin, end) in checkedParts)
        {
            if (!bytes.AsSpan(begin, end - begin).SequenceEqual(File.AsSpan(begin, end - begin)))
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(end), Lookup3.Sum(bytes.AsSpan(begin, end - begin)));
            }
        }
    }

    /// <summary>How long a structure is nobody says in one way: its checksum does.</summary>
    private void AddChecked(int begin, int longest)
    {
        for (var end = begin + 8; end + 4 <= File.Length && end - begin <= longest; end++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(File.AsSpan(end)) == Lookup3.Sum(File.AsSpan(begin, end - begin)))
            {
                checkedParts.Add((begin, end));
                return;
            }
        }
    }
}

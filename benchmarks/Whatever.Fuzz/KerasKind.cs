using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Whatever.Fuzz;

/// <summary>Archives of Keras 3: fields of the zip, the configuration word by word, and weights as <see cref="Hdf5Kind"/> has them.
/// </summary>
internal sealed class KerasKind : FuzzKind
{
    private const int LargestSeed = 24_000;
    private static readonly Lazy<Seed[]> Files = new(() => [.. Seeds.Read("keras_made", ".keras", LargestSeed).Select(Seed.Of)]);

    public override string Name => "keras";

    public override byte[] Make(FuzzRandom random)
    {
        var seed = random.Pick(Files.Value);
        return random.Below(5) switch
        {
            0 => ByteMutations.Mutate(seed.Archive, random.Pick(Files.Value).Archive, random),
            1 => MutateFields(seed.Archive, random),
            2 => Pack(TextPieces.Bytes(JsonTokens.Mutate(seed.Config, random), random), seed.Weights.Mutate(random), random),
            _ => Pack(TextPieces.Bytes(JsonTokens.Mutate(seed.Config, random), random), seed.Weights.File, random),
        };
    }

    public override FuzzOutcome Read(byte[] file) => Hdf5Kind.Import(file, "model.keras");

    /// <summary>Numbers of the headers of entries, of the directory and of its end.</summary>
    private static byte[] MutateFields(byte[] archive, FuzzRandom random)
    {
        var bytes = archive.ToArray();
        var headers = new List<int>();
        for (var at = 0; at + 4 <= bytes.Length; at++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) is 0x04034b50 or 0x02014b50 or 0x06054b50)
            {
                headers.Add(at);
            }
        }

        for (var times = random.Between(1, 3); times > 0; times--)
        {
            var at = Math.Min(random.Pick(headers) + random.Below(46), bytes.Length - 1);
            ByteMutations.SetNumber(bytes, at, 1 << random.Below(4), random);
        }

        return bytes;
    }

    private static byte[] Pack(byte[] config, byte[] weights, FuzzRandom random)
    {
        var level = random.OneIn(6) ? CompressionLevel.Fastest : CompressionLevel.NoCompression;
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "metadata.json", random.OneIn(10)
                ? TextPieces.Bytes(JsonValues.Any(random), random)
                : """{"keras_version": "3.9.0", "date_saved": "2026-01-01@00:00:00"}"""u8.ToArray(), level);
            Add(archive, "config.json", config, level);
            Add(archive, "model.weights.h5", weights, level);
        }

        return content.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes, CompressionLevel level)
    {
        using var entry = archive.CreateEntry(name, level).Open();
        entry.Write(bytes);
    }

    private sealed record Seed(byte[] Archive, string Config, Hdf5Seed Weights)
    {
        public static Seed Of(byte[] file)
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            return new Seed(
                file, Encoding.UTF8.GetString(Extract(archive, "config.json")), new Hdf5Seed(Extract(archive, "model.weights.h5")));
        }

        private static byte[] Extract(ZipArchive archive, string name)
        {
            using var entry = archive.GetEntry(name)!.Open();
            var copy = new MemoryStream();
            entry.CopyTo(copy);
            return copy.ToArray();
        }
    }
}

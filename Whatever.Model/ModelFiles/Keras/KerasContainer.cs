using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>The two kinds of file that a Keras model comes in: HDF5 up to Keras 2 (and since), a zip archive since Keras 3.</summary>
internal sealed class KerasContainer : IDisposable
{
    private const int LargestText = 16 << 20;
    private const int Inflation = 4;
    private const int SpareInflation = 16 << 20;
    private readonly Hdf5File file;

    private KerasContainer(Hdf5File file, JsonDocument config, string? version, IKerasWeights weights) =>
        (this.file, Config, Weights, Version) = (
            file, config, weights, KerasVersion.Parse(version, config.RootElement.Find("module") is not null));

    /// <summary>The model's class_name and config.</summary>
    public JsonDocument Config { get; }

    public IKerasWeights Weights { get; }

    public KerasVersion Version { get; }

    /// <exception cref="ModelFileException">It is neither, or holds no whole model.</exception>
    public static KerasContainer Open(byte[] bytes, string name) =>
        bytes.AsSpan().StartsWith("PK\x03\x04"u8) ? OpenArchive(bytes, name)
        : bytes.AsSpan().StartsWith(Hdf5File.Signature) ? OpenHdf5(bytes, name)
        : throw new ModelFileException(
            new Problem("keras.no-container", name, Beginning(bytes)));

    public void Dispose()
    {
        file.Dispose();
        Config.Dispose();
    }

    private static KerasContainer OpenHdf5(byte[] bytes, string name) => Keep(Hdf5File.Open(bytes, name), file =>
    {
        var config = file.Text("/", "model_config")
            ?? throw new ModelFileException(
                new Problem("keras.weights-only", name));
        return config.Length > LargestText ? throw new ModelFileException(
            new Problem("keras.config-too-large", name, LargestText >> 20))
            : new KerasContainer(
                file, Parse(config, name), file.Text("/", "keras_version") ?? file.Text("model_weights", "keras_version"),
                new LegacyWeights(file, "model_weights"));
    });

    private static KerasContainer OpenArchive(byte[] bytes, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        var left = Math.Min(Math.Max(SpareInflation, (long)Inflation * bytes.Length), KerasImport.LargestFile);
        var config = Encoding.UTF8.GetString(Extract(archive, "config.json", LargestText, name, ref left));
        string? version = null;
        if (archive.GetEntry("metadata.json") is not null)
        {
            using var metadata = Parse(Encoding.UTF8.GetString(Extract(archive, "metadata.json", LargestText, name, ref left)), name);
            version = metadata.RootElement.FindText("keras_version");
        }

        return Keep(Hdf5File.Open(Extract(archive, "model.weights.h5", KerasImport.LargestFile, name, ref left), name), file =>
            new KerasContainer(file, Parse(config, name), version, new ArchiveWeights(file)));
    }

    /// <summary>The HDF5 reader remembers files until they are disposed of, those that are refused as well.</summary>
    private static KerasContainer Keep(Hdf5File file, Func<Hdf5File, KerasContainer> open)
    {
        try
        {
            return open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads no more than is allowed, whatever the archive says of itself.</summary>
    /// <param name="archive">Where it lies.</param>
    /// <param name="entryName">Its name there.</param>
    /// <param name="largest">Bytes at most.</param>
    /// <param name="name">What to call the archive in an error.</param>
    /// <param name="left">Bytes that the whole archive may still give; Keras does not compress.</param>
    private static byte[] Extract(ZipArchive archive, string entryName, int largest, string name, ref long left)
    {
        var entry = archive.GetEntry(entryName)
            ?? throw new ModelFileException(
                new Problem("keras.entry-missing", name, entryName));
        using var content = entry.Open();
        var copy = new MemoryStream();
        var block = new byte[1 << 16];
        while (content.Read(block) is var read and > 0)
        {
            copy.Write(block, 0, read);
            left -= read;
            if (copy.Length > largest || left < 0)
            {
                throw new ModelFileException(copy.Length > largest
                    ? new Problem("keras.entry-too-large", name, entryName, largest >> 20)
                    : new Problem("keras.entry-inflates", name, entryName, Inflation, SpareInflation >> 20));
            }
        }

        return copy.ToArray();
    }

    private static JsonDocument Parse(string json, string name)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        }
        catch (JsonException problem)
        {
            throw new ModelFileException(
                new Problem("keras.config-no-json", name, JsonProblems.PlaceOf(problem, Encoding.UTF8.GetBytes(json))), problem);
        }
    }

    private static string Beginning(byte[] bytes) =>
        string.Concat(
            Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 24)).Select(letter => letter is >= ' ' and <= '~' ? letter : '.'));
}

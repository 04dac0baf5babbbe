using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>The two kinds of file that a Keras model comes in: HDF5 up to Keras 2 (and since), a zip archive since Keras 3.</summary>
internal sealed class KerasContainer : IDisposable
{
    private const int LargestText = 16 << 20;
    private readonly Hdf5File file;

    private KerasContainer(Hdf5File file, JsonDocument config, string? version, IKerasWeights weights)
    {
        (this.file, Config, Weights) = (file, config, weights);
        KerasMajor = version is [>= '1' and <= '9', ..] ? version[0] - '0' : config.RootElement.Find("module") is null ? 2 : 3;
        Version = version ?? "unknown";
    }

    /// <summary>The model's class_name and config.</summary>
    public JsonDocument Config { get; }

    public IKerasWeights Weights { get; }

    public int KerasMajor { get; }

    public string Version { get; }

    /// <exception cref="ModelFileException">It is neither, or holds no whole model.</exception>
    public static KerasContainer Open(byte[] bytes, string name) =>
        bytes.AsSpan().StartsWith("PK\x03\x04"u8) ? OpenArchive(bytes, name)
        : bytes.AsSpan().StartsWith(Hdf5File.Signature) ? OpenHdf5(bytes, name)
        : throw new ModelFileException($"{name}: it begins with \"{Beginning(bytes)}\", expected an HDF5 file (.h5) or a Keras archive (.keras).");

    public void Dispose()
    {
        file.Dispose();
        Config.Dispose();
    }

    private static KerasContainer OpenHdf5(byte[] bytes, string name)
    {
        var file = Hdf5File.Open(bytes, name);
        var config = file.Text("/", "model_config");
        if (config is null)
        {
            file.Dispose();
            throw new ModelFileException($"{name}: there is no model_config in it, so it holds weights only, or no Keras model; expected a file written by model.save().");
        }

        return new KerasContainer(file, Parse(config, name), file.Text("/", "keras_version") ?? file.Text("model_weights", "keras_version"), new LegacyWeights(file, "model_weights"));
    }

    private static KerasContainer OpenArchive(byte[] bytes, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        var config = Encoding.UTF8.GetString(Extract(archive, "config.json", LargestText, name));
        var metadata = archive.GetEntry("metadata.json") is null ? null : Parse(Encoding.UTF8.GetString(Extract(archive, "metadata.json", LargestText, name)), name);
        var version = metadata?.RootElement.FindText("keras_version");
        metadata?.Dispose();
        var file = Hdf5File.Open(Extract(archive, "model.weights.h5", KerasImport.LargestFile, name), name);
        return new KerasContainer(file, Parse(config, name), version, new ArchiveWeights(file));
    }

    /// <summary>Reads no more than is allowed, whatever the archive says of itself.</summary>
    private static byte[] Extract(ZipArchive archive, string entryName, int largest, string name)
    {
        var entry = archive.GetEntry(entryName)
            ?? throw new ModelFileException($"{name}: there is no {entryName} in it, expected a Keras archive with config.json and model.weights.h5.");
        using var content = entry.Open();
        var copy = new MemoryStream();
        var block = new byte[1 << 16];
        while (content.Read(block) is var read and > 0)
        {
            copy.Write(block, 0, read);
            if (copy.Length > largest)
            {
                throw new ModelFileException($"{name}: {entryName} is larger than {largest >> 20} MB, the most that is taken.");
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
            throw new ModelFileException($"{name}: its configuration is no JSON ({problem.Message}).", problem);
        }
    }

    private static string Beginning(byte[] bytes) =>
        string.Concat(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 24)).Select(letter => letter is >= ' ' and <= '~' ? letter : '.'));
}

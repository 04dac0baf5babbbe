using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Whatever.Model.Files;
using Whatever.Model.Forecasting;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles;

/// <summary>
/// The folder of a model: <c>model.json</c>, which says what it is, and <c>weights.safetensors</c>, whose digest stands in it.
/// </summary>
internal sealed class ModelFolder
{
    public const string DescriptionFile = ModelDescription.FileName;
    public const string WeightsFile = "weights.safetensors";

    /// <summary>Stands beside them once the model has forecast for a station.</summary>
    public const string KeptFile = "kept.txt";

    private readonly string path;
    private readonly byte[] json;

    private ModelFolder(string directory)
    {
        path = Path.Combine(directory, DescriptionFile);
        WeightsPath = Path.Combine(directory, WeightsFile);
        json = ReadFile(path);
    }

    public string WeightsPath { get; }

    /// <summary>What the file says it is; null where it does not say.</summary>
    public string? Format => Parse<FormatOnly>(FormatOnly.Json).Format;

    /// <exception cref="ModelFileException">The description cannot be read.</exception>
    public static ModelFolder Open(string directory) => new(directory);

    /// <exception cref="ModelFileException">It is not what is expected.</exception>
    public T Describe<T>() => Parse<T>(ModelJson.Options);

    public ModelFileException Refuse(Problem problem) => new(new Problem("file.sentence", path, problem));

    /// <exception cref="ModelFileException">The file is missing, damaged, or not the one described.</exception>
    public IReadOnlyDictionary<string, Tensor> Weights(WeightsDescription expected)
    {
        var weights = ReadFile(WeightsPath);
        var digest = Convert.ToHexStringLower(SHA256.HashData(weights));
        return expected.File != WeightsFile ? throw new ModelFileException(
            new Problem("model.weights-name", path, expected.File, WeightsFile))
            : digest != expected.Sha256 ? throw new ModelFileException(
                new Problem("model.weights-digest", WeightsPath, digest, expected.Sha256, DescriptionFile))
            : Safetensors.Read(weights, WeightsPath);
    }

    /// <summary>Writes both files, whole or not at all.</summary>
    /// <param name="directory">A folder of its own.</param>
    /// <param name="tensors">The weights.</param>
    /// <param name="describe">Gives the description with the digest in it.</param>
    /// <exception cref="IOException">The folder exists already and is no model or one that is kept, or cannot be written.</exception>
    public static void Save<T>(string directory, IReadOnlyDictionary<string, Tensor> tensors, Func<WeightsDescription, T> describe)
    {
        var target = Path.GetFullPath(directory);
        var beside = $"{target}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(beside);
        try
        {
            var weights = Safetensors.Write(tensors);
            var description = describe(new WeightsDescription(WeightsFile, Convert.ToHexStringLower(SHA256.HashData(weights))));
            AtomicFile.WriteBytes(Path.Combine(beside, WeightsFile), weights);
            AtomicFile.WriteText(Path.Combine(beside, DescriptionFile), JsonSerializer.Serialize(description, ModelJson.Options) + "\n");
            Replace(beside, target);
        }
        catch
        {
            Directory.Delete(beside, recursive: true);
            throw;
        }
    }

    public static Problem? ExplainOccupied(string target) =>
        !Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any() ? null
        : !File.Exists(Path.Combine(target, DescriptionFile)) ? new Problem("model.folder-occupied", target)
        : File.Exists(
            Path.Combine(target, KeptFile)) ? new Problem("model.folder-kept", target)
        : null;

    private static void Replace(string beside, string target)
    {
        if (Directory.Exists(target))
        {
            if (ExplainOccupied(target) is { } problem)
            {
                throw new FolderOccupiedException(problem);
            }

            // The old model goes away only when the new one stands in its place.
            var aside = $"{beside}.old";
            Directory.Move(target, aside);
            try
            {
                Directory.Move(beside, target);
            }
            catch
            {
                Directory.Move(aside, target);
                throw;
            }

            Directory.Delete(aside, recursive: true);
            return;
        }

        Directory.Move(beside, target);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(
                new Problem("model.folder-unreadable", path, FileProblems.Reason(problem, path), DescriptionFile, WeightsFile), problem);
        }
    }

    private T Parse<T>(JsonSerializerOptions options)
    {
        // Editors put a byte order mark in front of what was only looked at.
        var text = json.AsMemory(json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        try
        {
            return JsonSerializer.Deserialize<T>(text.Span, options)
                ?? throw new ModelFileException(new Problem("model.description-null", path));
        }
        catch (JsonException problem)
        {
            throw new ModelFileException(JsonProblems.Of(problem, path, text), problem);
        }
        catch (NotSupportedException problem)
        {
            throw new ModelFileException(new Problem("json.unfit", path), problem);
        }
    }

    private sealed record FormatOnly(string? Format)
    {
        public static JsonSerializerOptions Json { get; } = new(
            ModelJson.Options)
        { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip };
    }
}

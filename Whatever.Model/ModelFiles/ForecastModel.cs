using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Whatever.Model.Layers;
using Whatever.Model.Series;

namespace Whatever.Model.ModelFiles;

/// <summary>A network together with all that is needed to feed it: the pair <c>model.json</c> and <c>weights.safetensors</c>.</summary>
public sealed class ForecastModel
{
    private const string DescriptionFile = "model.json";
    private const string WeightsFile = "weights.safetensors";

    /// <param name="description">Its weights entry may be stale: it is made anew when the model is saved.</param>
    /// <param name="network">A network of the layers described.</param>
    public ForecastModel(ModelDescription description, INetwork network) => (Description, Network) = (description, network);

    /// <summary>The content of model.json.</summary>
    public ModelDescription Description { get; }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <summary>Name of the model.</summary>
    public string Name => Description.Name;

    /// <summary>Goes with every forecast.</summary>
    public string Version => Description.Version;

    /// <summary>What it forecasts.</summary>
    public Quantity Quantity => QuantityNames.TryParse(Description.Quantity, out var quantity) ? quantity : throw new InvalidOperationException("The description was not validated.");

    /// <summary>Values in the window.</summary>
    public int WindowSteps => Description.Window.Steps;

    /// <summary>Days before the window that it looks at.</summary>
    public int ContextDays => Description.Window.ContextDays;

    /// <summary>1, 6 or 144.</summary>
    public int OutputSteps => Description.Output.Steps;

    /// <summary>direct or recursive.</summary>
    public string Strategy => Description.Strategy;

    /// <summary>The sampling interval it was made for.</summary>
    public int SamplingIntervalMinutes => Description.SamplingIntervalMinutes;

    /// <summary>How it was trained; null for an imported model.</summary>
    public TrainingCard? Card => Description.Training;

    /// <summary>Why the station cannot forecast with it, and what to change in model.json; null where it can. The bare network runs in any case.</summary>
    public string? ForecastProblem => ModelValidation.ExplainForecast(Description) is { } problem
        ? $"{Name} cannot forecast: {problem}; change {DescriptionFile}."
        : null;

    /// <summary>Shape of what the network takes and gives, without the batch.</summary>
    public (SignalShape Input, SignalShape Output) Shapes
    {
        get
        {
            var input = new SignalShape(WindowSteps, Description.Features.Count);
            LayerShapes.Explain(Description.Layers, input, out var output);
            return (input, output);
        }
    }

    /// <summary>Reads a model from its folder.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged, or the two do not fit each other.</exception>
    public static ForecastModel Load(string directory)
    {
        var path = Path.Combine(directory, DescriptionFile);
        var description = Parse(ReadFile(path), path);
        if (ModelValidation.Explain(description) is { } problem)
        {
            throw new ModelFileException($"{path}: {problem}.");
        }

        var weightsPath = Path.Combine(directory, WeightsFile);
        var weights = ReadFile(weightsPath);
        var digest = Convert.ToHexStringLower(SHA256.HashData(weights));
        return description.Weights.File != WeightsFile ? throw new ModelFileException($"{path}: weights.file is {description.Weights.File}, expected {WeightsFile}.")
            : digest != description.Weights.Sha256 ? throw new ModelFileException($"{weightsPath}: sha256 is {digest}, expected {description.Weights.Sha256} (weights.sha256 in {DescriptionFile}).")
            : new ForecastModel(description, WeightNames.ToNetwork(description, Safetensors.Read(weights, weightsPath), weightsPath));
    }

    /// <summary>Writes the model into a folder of its own, whole or not at all.</summary>
    /// <exception cref="IOException">The folder exists already and is no model, or cannot be written.</exception>
    public void Save(string directory)
    {
        var target = Path.GetFullPath(directory);
        var beside = $"{target}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(beside);
        try
        {
            var weights = Safetensors.Write(WeightNames.ToTensors(Network));
            var description = Description with { Weights = new WeightsDescription(WeightsFile, Convert.ToHexStringLower(SHA256.HashData(weights))) };
            File.WriteAllBytes(Path.Combine(beside, WeightsFile), weights);
            File.WriteAllText(Path.Combine(beside, DescriptionFile), JsonSerializer.Serialize(description, ModelDescription.Json) + "\n");
            Replace(beside, target);
        }
        catch
        {
            Directory.Delete(beside, recursive: true);
            throw;
        }
    }

    private static void Replace(string beside, string target)
    {
        if (Directory.Exists(target))
        {
            if (Directory.EnumerateFileSystemEntries(target).Any() && !File.Exists(Path.Combine(target, DescriptionFile)))
            {
                throw new IOException($"{target} holds something that is not a model; choose another folder.");
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
            throw new ModelFileException($"{path}: cannot be read ({problem.Message}); expected {DescriptionFile} and {WeightsFile} side by side.", problem);
        }
    }

    private static ModelDescription Parse(byte[] json, string path)
    {
        try
        {
            // Editors put a byte order mark in front of what was only looked at.
            var text = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsSpan(Encoding.UTF8.Preamble.Length) : json;
            return JsonSerializer.Deserialize<ModelDescription>(text, ModelDescription.Json)
                ?? throw new ModelFileException($"{path}: is null, expected a model description.");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            throw new ModelFileException($"{path}: {problem.Message}", problem);
        }
    }
}

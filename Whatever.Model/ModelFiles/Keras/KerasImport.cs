using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Whatever.Model.Forecasting;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>What a Keras file does not say.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Quantity">What its values are.</param>
public sealed record KerasImportOptions(string Name, Quantity Quantity)
{
    /// <summary>A scaler below it would make numbers of all values that no network knows.</summary>
    private const double NarrowestScaler = 1e-30;

    /// <summary>Minutes from value to value.</summary>
    public int SamplingIntervalMinutes { get; init; } = 1;

    /// <summary>Values in the window, for a network that takes any number; 60 unless given.</summary>
    public int? WindowSteps { get; init; }

    /// <summary>y = (x - offset) / scale; null where the network is fed with values as they are.</summary>
    public (double Offset, double Scale)? Scaler { get; init; }

    /// <summary>The scaler that gives 0 at <paramref name="min"/> and 1 at <paramref name="max"/>.</summary>
    /// <returns>Null where an end is not finite, or the second is not greater by a finite difference of more than 1e-30.</returns>
    public static (double Offset, double Scale)? ScalerBetween(double min, double max) =>
        double.IsFinite(min) && double.IsFinite(max - min) && max - min > NarrowestScaler ? (min, max - min) : null;
}

/// <summary>What an import gave.</summary>
/// <param name="Model">Ready to be saved.</param>
/// <param name="KerasVersion">That wrote the file.</param>
/// <param name="Notes">What a person should know: layers left out, guesses.</param>
public sealed record KerasImportResult(ForecastModel Model, string KerasVersion, IReadOnlyList<Phrase> Notes);

/// <summary>
/// Reads a network trained with Keras 1, 2 or 3 from its .h5 or .keras file. Nothing in the file is executed; what is not understood is
/// refused by name.
/// </summary>
public static class KerasImport
{
    /// <summary>Bytes of a file at most.</summary>
    public const int LargestFile = 512 << 20;

    private const int UsualWindowSteps = 60;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It cannot be read, is damaged, or holds what is not supported; the message names the file and
    /// the reason.</exception>
    public static KerasImportResult Read(string path, KerasImportOptions options)
    {
        var name = Path.GetFileName(path);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > LargestFile } large
                ? throw new ModelFileException(new Problem("file.too-large", name, large.Length >> 20, LargestFile >> 20))
                : Read(File.ReadAllBytes(path), name, options);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(new Problem("file.unreadable", path, FileProblems.Reason(problem, path)), problem);
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="options">What the file does not say.</param>
    /// <exception cref="ModelFileException">It is damaged, or holds what is not supported; the message names the file and the
    /// reason.</exception>
    public static KerasImportResult Read(byte[] file, string name, KerasImportOptions options)
    {
        try
        {
            return Convert(file, name, options);
        }
        catch (ModelFileException problem)
        {
            throw problem.Message.StartsWith(name, StringComparison.Ordinal)
                ? problem
                : new ModelFileException(new Problem("file.problem", name, problem.Problem), problem);
        }
        catch (Exception problem)
        {
            // The HDF5 reader trusts its file: a damaged one makes it fail in any way. None of them is a fault of this program.
            throw new ModelFileException(new Problem("keras.damaged", name), problem);
        }
    }

    private static KerasImportResult Convert(byte[] file, string name, KerasImportOptions options)
    {
        using var container = KerasContainer.Open(file, name);
        var root = container.Config.RootElement;
        var tree = KerasGraph.Read(root);
        var (input, isVector) = InputShape(root, tree.Chain, options);
        var chain = new KerasChain(input);
        if (isVector)
        {
            chain.Add(tree.Chain[0] with { Name = "input" }, new LayerDescription(LayerTypes.Flatten), []);
        }

        new KerasLayerReader(container.Weights, container.Version, chain).Read(tree);

        if (chain.LeftOut.Count > 0)
        {
            chain.Notes.Add(new Phrase("keras.left-out", string.Join(", ", chain.LeftOut)));
        }

        var description = Describe(file, input, chain, options);
        var problem = ModelValidation.Explain(description);
        return problem is not null ? throw new ModelFileException(new Problem("file.sentence", name, problem))
            : new KerasImportResult(
                new ForecastModel(description, WeightNames.ToNetwork(description, chain.Tensors, name)), container.Version.Text,
                chain.Notes);
    }

    private static ModelDescription Describe(byte[] file, SignalShape input, KerasChain chain, KerasImportOptions options)
    {
        var outputs = (int)chain.Shape.Count;
        return new ModelDescription
        {
            Format = ModelDescription.CurrentFormat,
            Name = options.Name,
            Version = $"{options.Name}-{Digest(file, options.Scaler)}",
            Quantity = options.Quantity.ToWireName(),
            SamplingIntervalMinutes = options.SamplingIntervalMinutes,
            Window = new WindowDescription(input.Steps!.Value, 0),
            Features = input.Features == 1
                ? [FeatureNames.Value]
                : [.. Enumerable.Range(1, input.Features).Select(place => $"input_{place}")],
            Scaler = new ScalerDescription("fixed", options.Scaler?.Offset ?? 0, options.Scaler?.Scale ?? 1),
            Strategy = outputs == 1 ? "recursive" : "direct",
            Output = new OutputDescription(outputs, "nothing"),
            Layers = chain.Layers,
            Weights = new WeightsDescription("weights.safetensors", ""),
        };
    }

    /// <summary>Of what the forecasts depend on: the network and its scaler.</summary>
    private static string Digest(byte[] file, (double Offset, double Scale)? scaler)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file);
        if (scaler is { } given)
        {
            var ends = new byte[2 * sizeof(double)];
            BinaryPrimitives.WriteDoubleLittleEndian(ends, given.Offset);
            BinaryPrimitives.WriteDoubleLittleEndian(ends.AsSpan(sizeof(double)), given.Scale);
            hash.AppendData(ends);
        }

        return System.Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }

    /// <returns>Always a sequence; a network that takes a vector is given its window flattened.</returns>
    private static (SignalShape Input, bool IsVector) InputShape(
        JsonElement root, IReadOnlyList<KerasLayer> layers, KerasImportOptions options)
    {
        var config = root.Find("config") ?? default;
        var found = layers[0].Find("batch_shape", "batch_input_shape") ?? config.Find("build_input_shape")
            ?? root.Find("build_config")?.Find("input_shape")
            ?? throw new ModelFileException(new Problem("keras.no-input-shape"));
        var axes = found.Items()
            .Select(axis => axis.ValueKind == JsonValueKind.Number && axis.TryGetInt32(out var length) && length > 0 ? length : (int?)null)
            .ToArray();
        return axes switch
        {
            [_, { } features] => (new SignalShape(features, 1), true),
            [_, { } steps, { } features] => options.WindowSteps is { } asked && asked != steps
                ? throw new ModelFileException(
                    new Problem("keras.steps", steps, asked)) : (new SignalShape(steps, features), false),
            [_, null, { } features] => (new SignalShape(options.WindowSteps ?? UsualWindowSteps, features), false),
            _ =>
                throw new ModelFileException(
                    new Problem("keras.input-shape", layers[0].Words, found)),
        };
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Whatever.Model.Forecasting;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

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
        var feeding = new KerasFeeding(options, chain, input.Features);
        return new ModelDescription
        {
            Format = ModelDescription.CurrentFormat,
            Name = options.Name,
            Version = $"{options.Name}-{Digest(file, options, feeding)}",
            Quantity = feeding.Quantity,
            SamplingIntervalMinutes = options.SamplingIntervalMinutes,
            Window = new WindowDescription(input.Steps!.Value, 0),
            Features = feeding.Features,
            FeatureSettings = feeding.Settings,
            Scaler = feeding.Scaler,
            Strategy = feeding.Output.Steps == 1 ? "recursive" : "direct",
            Output = feeding.Output,
            Layers = chain.Layers,
            Weights = new WeightsDescription("weights.safetensors", ""),
        };
    }

    /// <summary>Of what the forecasts depend on: the network, its scaler, and what was said of its inputs and outputs.</summary>
    private static string Digest(byte[] file, KerasImportOptions options, KerasFeeding feeding)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file);
        if (options.Scaler is { } given)
        {
            var ends = new byte[2 * sizeof(double)];
            BinaryPrimitives.WriteDoubleLittleEndian(ends, given.Offset);
            BinaryPrimitives.WriteDoubleLittleEndian(ends.AsSpan(sizeof(double)), given.Scale);
            hash.AppendData(ends);
        }

        if (options.Inputs is not null || options.Outputs is not null)
        {
            hash.AppendData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new { feeding.Features, feeding.Settings, feeding.Scaler, feeding.Output }, ModelJson.Options));
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

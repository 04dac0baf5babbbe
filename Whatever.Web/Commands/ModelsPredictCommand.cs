using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Web.Commands;

/// <summary>Runs the bare network: no scaler, no features, just the numbers given.</summary>
internal static class ModelsPredictCommand
{
    /// <summary>Windows that are run together.</summary>
    private const int Batch = 64;

    private static readonly Option<string> Directory = new(
        "--model")
    { Description = "Folder with model.json and weights.safetensors", Required = true };
    private static readonly Option<string> Input = new(
        "--input")
    {
        Description = "JSON file: {\"inputs\": [window, ...]}, a window being a list of steps, a step a list of features",
        Required = true
    };

    private static readonly Option<bool> AsForecasts = new("--as-forecasts")
    {
        Description =
            "With the kernels of single precision that issue forecasts, where they know the layers; without it by the reference in "
                + "double precision",
    };

    public static Command Create()
    {
        var command = new Command(
            "predict", "Runs the bare network on windows and prints {\"outputs\": [...]}") { Directory, Input, AsForecasts };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (directory, path) = (parsed.GetValue(Directory)!, parsed.GetValue(Input)!);
        var model = ForecastModelFile.Load(directory);
        var windows = Read(path, model.Shapes.Input);
        if (parsed.GetValue(AsForecasts) && !model.HasKernels)
        {
            parsed.Notes().WriteLine(
                "The kernels do not know all layers of this network: its forecasts are made by the reference in double precision, as "
                    + "these outputs are.");
        }

        var outputs = windows.Chunk(Batch).SelectMany(part => parsed.GetValue(AsForecasts) ? model.Outputs(part) : Run(model, part))
            .ToList();
        if (outputs.SelectMany(row => row).Any(value => !double.IsFinite(value)))
        {
            throw new CommandFailedException(new Problem("predict.not-finite", directory));
        }

        parsed.InvocationConfiguration.Output.WriteLine(
            new JsonObject { ["outputs"] = new JsonArray([.. outputs.Select(row => ToJson(row, model.Shapes.Output))]) }.ToJsonString());
        return 0;
    }

    private static double[][] Run(ForecastModel model, double[][] windows)
    {
        var features = model.Shapes.Input.Features;
        var steps = Enumerable.Range(0, model.WindowSteps)
            .Select(
                step => Matrix<double>.Build.Dense(windows.Length, features, (row, feature) => windows[row][(step * features) + feature]))
                .ToList();
        return model.Network.Forward(steps).ToRowArrays();
    }

    private static List<double[]> Read(string path, SignalShape shape)
    {
        CommonOptions.RequireFile(path);

        var json = File.ReadAllBytes(path);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("inputs", out var inputs) && inputs.ValueKind == JsonValueKind.Array
                ? [.. inputs.EnumerateArray().Select((window, index) => ReadWindow(window, index, shape, path))]
                : throw new CommandFailedException(new Problem("predict.inputs", path, new Phrase("predict.no-list")));
        }
        catch (JsonException problem)
        {
            throw new CommandFailedException(JsonProblems.Of(problem, path, json));
        }
    }

    /// <summary>A window of one feature may also be a plain list of numbers.</summary>
    private static double[] ReadWindow(JsonElement window, int index, SignalShape shape, string path)
    {
        var steps = Items(window, $"inputs[{index}]", path)
            .Select(
                (step, at) =>
                    step.ValueKind == JsonValueKind.Array
                        ? step.EnumerateArray().Select((value, feature) => Number(value, $"inputs[{index}][{at}][{feature}]", path))
                            .ToArray()
                        : [Number(step, $"inputs[{index}][{at}]", path)])
            .ToList();
        var good = steps.Count == shape.Steps && steps.All(step => step.Length == shape.Features);
        return good
            ? [.. steps.SelectMany(step => step)]
            : throw new CommandFailedException(
                new Problem(
                    "predict.shape", path, index, steps.Count,
                    string.Join(" or ", steps.Select(step => step.Length).DefaultIfEmpty().Distinct().Take(3)),
                    shape));
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement list, string at, string path) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray()
        : throw Refuse(list, at, new Phrase("expected.list"), path);

    private static double Number(JsonElement value, string at, string path) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number
            : throw Refuse(value, at, new Phrase("expected.number"), path);

    private static CommandFailedException Refuse(JsonElement found, string at, Phrase expected, string path) =>
        new(new Problem("json.value", path, at, found.ValueKind switch
        {
            JsonValueKind.Object => new Phrase("expected.object"),
            JsonValueKind.Array => new Phrase("expected.list"),
            _ => found.GetRawText(),
        }, expected));

    private static JsonNode ToJson(double[] row, SignalShape shape) =>
        shape.Steps is null ? Numbers(row) : new JsonArray([.. row.Chunk(shape.Features).Select(Numbers)]);

    private static JsonNode Numbers(double[] row) => new JsonArray([.. row.Select(value => (JsonNode)value)]);
}

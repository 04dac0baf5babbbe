using System.CommandLine;
using System.Globalization;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Models;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Takes a network of Keras in.</summary>
internal static class ModelsImportCommand
{
    private static readonly Argument<string> KerasFile = new("file") { Description = "Model that Keras 1, 2 or 3 wrote: .h5 or .keras" };
    private static readonly Option<string> QuantityName = new(
        "--quantity")
    { Description = "What its values are: flow_rate or pressure", Required = true };
    private static readonly Option<string> Out = CommonOptions.Out(
        "Folder to write model.json and weights.safetensors to, such as data/Models/mine, where the page Models finds it");
    private static readonly Option<string?> Scaler = new(
        "--scaler")
    { Description = "Scaler that scikit-learn fitted (joblib or pickle); it is read, never executed" };
    private static readonly Option<int?> ScalerFeature = new(
        "--scaler-feature")
    { Description = "Which feature of a scaler of several is the value, from 1 on" };
    private static readonly Option<double?> ScalerMin = new("--scaler-min") { Description = "Value that the network knows as 0" };
    private static readonly Option<double?> ScalerMax = new("--scaler-max") { Description = "Value that the network knows as 1" };
    private static readonly Option<string?> Inputs = new(
        "--inputs")
    {
        Description = "What the network is fed with, in the order of its inputs, as in flow_rate,pressure:2,hour:0..23,holiday:none,"
            + "constant=1.5: each a name of " + string.Join(", ", FeatureNames.OfImports)
            + "; behind a colon the scaler's feature, two values known as 0 and 1, or none"
    };
    private static readonly Option<string?> Outputs = new(
        "--outputs")
    {
        Description = "What a network of several outputs gives, in their order, as in flow_rate,pressure; none for one that is not used"
    };
    private static readonly Option<string?> OutputsBy = new(
        "--outputs-by")
    {
        Description = "Of one output that holds both quantities: steps where both of a step lie side by side, quantities where one follows "
            + "the other"
    };
    private static readonly Option<int?> Window = new(
        "--window")
    { Description = "Values in the window, for a network that takes any number (default: 60)" };
    private static readonly Option<int> Interval = new(
        "--interval")
    { Description = "Minutes from value to value: 1, 5, 10, 15 or 60", DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> Replace = CommonOptions.Replace();

    public static Command Create()
    {
        var command = new Command(
            "import", "Makes model.json and weights.safetensors of a network of Keras; what is not understood is refused by name")
        {
            KerasFile, QuantityName, Out, Scaler, ScalerFeature, ScalerMin, ScalerMax, Inputs, Outputs, OutputsBy, Window, Interval,
            Replace,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(KerasFile)!;
        if (!QuantityNames.TryParse(parsed.GetValue(QuantityName), out var quantity))
        {
            throw new CommandFailedException(
                new Problem("option.value", "--quantity", parsed.GetValue(QuantityName), Expected.OneOf("flow_rate", "pressure")),
                isUsage: true);
        }

        CommonOptions.RequireFile(path);

        var target = OutputPlace.OfFolder(Out.Name, parsed.GetValue(Out)!);
        CommonOptions.RequireRoom(target, parsed.GetValue(Replace));
        var fitted = parsed.GetValue(Scaler) is { } scaler ? ScalerFile.Read(scaler) : null;
        var options = new KerasImportOptions(Path.GetFileName(target), quantity)
        {
            SamplingIntervalMinutes = parsed.GetValue(Interval),
            WindowSteps = parsed.GetValue(Window),
            Scaler = ChooseScaler(parsed, fitted),
            OutputsByStep = ReadOrder(parsed),
        };
        var result = KerasImport.Read(path, Feed(parsed, options, fitted));
        result.Model.Save(target);
        Print(parsed, target, result, fitted, [.. result.Notes.Select(ProblemTexts.English), .. ScalerNotes(parsed, fitted)]);
        return 0;
    }

    private static bool? ReadOrder(ParseResult parsed) => parsed.GetValue(OutputsBy) switch
    {
        null => null,
        "steps" => true,
        "quantities" => false,
        var other => throw new CommandFailedException(
            new Problem("option.value", OutputsBy.Name, other, Expected.OneOf("steps", "quantities")), isUsage: true),
    };

    /// <exception cref="CommandFailedException">What was said of inputs or outputs is not understood.</exception>
    private static KerasImportOptions Feed(ParseResult parsed, KerasImportOptions options, FittedScaler? fitted)
    {
        try
        {
            var inputs = parsed.GetValue(Inputs) is { } saidInputs ? FeedingText.ReadInputs(saidInputs) : null;
            var outputs = parsed.GetValue(Outputs) is { } saidOutputs ? FeedingText.ReadOutputs(saidOutputs) : null;
            var feeding = new Feeding(options.Quantity, fitted, options.Scaler);
            return options with
            {
                Inputs = inputs is null ? null : feeding.Inputs(inputs),
                Outputs = outputs is null ? null : feeding.Outputs(outputs, inputs),
            };
        }
        catch (ModelFileException problem)
        {
            throw new CommandFailedException(problem.Problem, isUsage: true);
        }
    }

    private static (double Offset, double Scale)? ChooseScaler(ParseResult parsed, FittedScaler? fitted)
    {
        var (min, max, feature) = (parsed.GetValue(ScalerMin), parsed.GetValue(ScalerMax), parsed.GetValue(ScalerFeature));
        if ((min is null) != (max is null) || (fitted is not null && min is not null))
        {
            throw new CommandFailedException(new Problem("import.scaler-options"), isUsage: true);
        }

        if (fitted is null && feature is not null)
        {
            throw new CommandFailedException(new Problem("detect.stray", ScalerFeature.Name, Scaler.Name), isUsage: true);
        }

        if (feature is not null && parsed.GetValue(Inputs) is not null)
        {
            throw new CommandFailedException(new Problem("import.scaler-feature-inputs"), isUsage: true);
        }

        if (parsed.GetValue(Inputs) is not null && fitted is { Offsets.Count: > 1 })
        {
            return null;
        }

        if (fitted is null)
        {
            return min is null ? null : KerasImportOptions.ScalerBetween(min.Value, max!.Value) ?? throw new CommandFailedException(
                new Problem("import.scaler-ends", min, max),
                isUsage: true);
        }

        var chosen = feature ?? 1;
        return chosen >= 1 && chosen <= fitted.Offsets.Count ? (fitted.Offsets[chosen - 1], fitted.Scales[chosen - 1])
            : throw new CommandFailedException(
                new Problem("import.scaler-feature", chosen, fitted.Offsets.Count), isUsage: true);
    }

    private static void Print(
        ParseResult parsed, string target, KerasImportResult result, FittedScaler? scaler, IReadOnlyList<string> notes)
    {
        var (model, shapes) = (result.Model, result.Model.Shapes);
        parsed.Print(
            new
            {
                Model = target,
                result.KerasVersion,
                Input = shapes.Input.ToString(),
                Output = shapes.Output.ToString(),
                Layers = model.Description.Layers.Select(layer => layer.ToString()),
                Inputs = model.Description.Features.Select((feature, place) => new
                {
                    feature,
                    model.Description.FeatureSettings?[place]?.Offset,
                    model.Description.FeatureSettings?[place]?.Scale,
                    model.Description.FeatureSettings?[place]?.Constant,
                }),
                Outputs = model.Description.Output.Heads?.Select(
                    head => new { head.Name, head.Quantity, head.Steps, head.Offset, head.Scale }),
                Scaler = scaler is null ? null : new { scaler.Kind, Offset = scaler.Offsets, Scale = scaler.Scales, scaler.Stored },
                notes,
                ForecastProblem = model.ForecastProblem?.ToString(),
            },
            [
                $"{target}: {shapes.Input} in, {shapes.Output} out, of Keras {result.KerasVersion}.",
                string.Join(" → ", model.Description.Layers.Select(layer => layer.ToString())),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Scaler: y = (x - {model.Description.Scaler.Offset}) / {model.Description.Scaler.Scale}."),
                .. FeedingText.Write(model.Description),
                .. notes,
                model.ForecastProblem?.ToString() ?? WhereToChoose(parsed, target),
            ]);
    }

    /// <summary>The page lists what lies in the data folder, and nothing else.</summary>
    private static string WhereToChoose(ParseResult parsed, string target)
    {
        var models = DataFolder.ModelsOf(DataFolder.Locate(parsed.GetValue(CommonOptions.Data)));
        return Path.GetDirectoryName(target) == models ? "It can forecast: choose it on the page Models."
            : $"It can forecast. To choose it on the page Models, put its folder to {Path.Combine(models, Path.GetFileName(target))}, in "
                + "the data folder of the station.";
    }

    private static IEnumerable<string> ScalerNotes(ParseResult parsed, FittedScaler? scaler)
    {
        if (scaler is { Offsets.Count: > 1 } && parsed.GetValue(ScalerFeature) is null && parsed.GetValue(Inputs) is null)
        {
            yield return $"The {scaler.Kind} has {scaler.Offsets.Count} features and the first was taken for the value; --scaler-feature "
                + "takes another.";
        }

        if (scaler is null && parsed.GetValue(ScalerMin) is null && parsed.GetValue(Inputs) is null)
        {
            yield return "No scaler was given: values go into the network as they are. A network that was trained on scaled values needs "
                + "--scaler, or --scaler-min and --scaler-max.";
        }

        if (scaler is { Clips: true })
        {
            yield return $"The {scaler.Kind} clips values to its range; the station does not.";
        }
    }
}

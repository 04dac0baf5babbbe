using System.CommandLine;
using System.Globalization;
using Whatever.Model.ForecastTraining;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Commands;

/// <summary>Trains a model, or one for each quantity, on a CSV file.</summary>
internal static class TrainCommand
{
    private const string Both = "both";
    private const string CheckpointEnding = ".checkpoint";
    private const int MostThreads = 64;

    /// <summary>What a shell says of a program that Ctrl-C ended.</summary>
    private const int Interrupted = 130;

    private static readonly TrainingOptions Defaults = new() { Quantity = Quantity.FlowRate, Name = "defaults" };
    private static readonly Option<string> Csv = new("--csv") { Description = "CSV file of minutes; at least 51 days", Required = true };
    private static readonly Option<string> QuantityName = new(
        "--quantity")
    { Description = "flow_rate, pressure, or both (a folder of each name in --out)", Required = true };
    private static readonly Option<string> Out = CommonOptions.Out("Folder to write model.json and weights.safetensors to");
    private static readonly Option<int> Units = new(
        "--units")
    { Description = "Units of each LSTM layer", DefaultValueFactory = _ => Defaults.Units };
    private static readonly Option<int> Layers = new(
        "--layers")
    { Description = "LSTM layers", DefaultValueFactory = _ => Defaults.Layers };
    private static readonly Option<int> Epochs = new(
        "--epochs")
    { Description = "Passes at most", DefaultValueFactory = _ => Defaults.Epochs };
    private static readonly Option<int> Batch = new(
        "--batch")
    { Description = "Windows per step", DefaultValueFactory = _ => Defaults.BatchSize };
    private static readonly Option<double> LearningRate = new(
        "--learning-rate")
    { Description = "At its highest", DefaultValueFactory = _ => Defaults.LearningRate };
    private static readonly Option<int> Seed = new(
        "--seed")
    {
        Description = "Of weights and order; one seed, one model, whatever the threads",
        DefaultValueFactory = _ => Defaults.Seed
    };
    private static readonly Option<int> Threads = new(
        "--threads")
    { Description = "Threads at most", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostThreads) };
    private static readonly Option<bool> Resume = new(
        "--resume")
    { Description = "Go on where Ctrl-C or a power cut ended the same training" };
    private static readonly Option<bool> Replace = CommonOptions.Replace();
    private static readonly Option<string?> Label = new("--data-label") { Description = "What the data is, for the model's card" };

    private static readonly Dictionary<string, Option> OptionOf = new(StringComparer.Ordinal)
    {
        [nameof(TrainingOptions.Units)] = Units,
        [nameof(TrainingOptions.Layers)] = Layers,
        [nameof(TrainingOptions.Epochs)] = Epochs,
        [nameof(TrainingOptions.BatchSize)] = Batch,
        [nameof(TrainingOptions.LearningRate)] = LearningRate,
        [nameof(TrainingOptions.MaxThreads)] = Threads,
    };

    public static Command Create()
    {
        var command = new Command("train", "Trains an LSTM: 60 minutes in, the same hour of the next six days out")
        {
            Csv, QuantityName, Out, Units, Layers, Epochs, Batch, LearningRate, Seed, Threads, Resume, Replace, Label,
        };
        command.Subcommands.Add(TrainResidualCommand.Create());
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(Csv)!;
        var plans = Plan(parsed, path);
        CommonOptions.RequireRanges(plans[0].Options.Validate(), OptionOf);
        CommonOptions.RequireFile(path);

        // A training that goes on was let into its folder when it began.
        plans.ForEach(plan => CommonOptions.RequireRoom(plan.Target, parsed.GetValue(Replace) || parsed.GetValue(Resume)));
        plans.ForEach(plan => OutputPlace.RequireFile(plan.Options.CheckpointPath!));
        var series = plans.ConvertAll(plan => TrainingCsv.Load(path, plan.Options.Quantity));
        var reports = new List<TrainReport>();
        foreach (var ((target, options), minutes) in plans.Zip(series))
        {
            try
            {
                reports.Add(await Task.Run(() => Train(parsed, target, options, minutes, cancellation), CancellationToken.None));
            }
            catch (OperationCanceledException)
            {
                await parsed.Notes().WriteLineAsync(
                    $"Stopped. {options.CheckpointPath} keeps what was learned: the same command with --resume goes on from there.");
                return Interrupted;
            }
        }

        parsed.Print(plans.Count > 1 ? reports : reports[0], reports.Select(report => report.ToString()));
        return 0;
    }

    /// <summary>What to train, in this order; when resumed, from the one that was stopped on.</summary>
    private static List<(string Target, TrainingOptions Options)> Plan(ParseResult parsed, string csv)
    {
        var name = parsed.GetValue(QuantityName)!;
        var root = OutputPlace.OfFolder(Out.Name, parsed.GetValue(Out)!);
        var wanted = name == Both ? Enum.GetValues<Quantity>()
            : QuantityNames.TryParse(name, out var one) ? [one]
            : throw new CommandFailedException(
                new Problem("option.value", "--quantity", name, Expected.OneOf("flow_rate", "pressure", "both")), isUsage: true);
        var plans = wanted.Select(quantity => Plan(parsed, csv, quantity, name == Both ? Path.Combine(root, quantity.ToWireName()) : root))
            .ToList();
        if (!parsed.GetValue(Resume))
        {
            return plans;
        }

        var left = plans.SkipWhile(plan => !File.Exists(plan.Options.CheckpointPath)).ToList();
        return left.Count > 0
            ? [.. left.Select((plan, index) => index == 0 ? (plan.Target, plan.Options with { Resume = true }) : plan)]
            : throw new CommandFailedException(
                new Problem("train.no-checkpoint", plans[0].Options.CheckpointPath));
    }

    private static (string Target, TrainingOptions Options) Plan(ParseResult parsed, string csv, Quantity quantity, string target) =>
        (target, new TrainingOptions
        {
            Quantity = quantity,
            Name = Path.GetFileName(target),
            Units = parsed.GetValue(Units),
            Layers = parsed.GetValue(Layers),
            Epochs = parsed.GetValue(Epochs),
            BatchSize = parsed.GetValue(Batch),
            LearningRate = parsed.GetValue(LearningRate),
            Seed = parsed.GetValue(Seed),
            MaxThreads = parsed.GetValue(Threads),
            CheckpointPath = target + CheckpointEnding,
            Data = parsed.GetValue(Label) ?? Path.GetFileName(csv),
        });

    private static TrainReport Train(
        ParseResult parsed, string target, TrainingOptions options, MinuteSeries series, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var result = Trainer.Train(
            options, series, new TrainProgress(options.Quantity, TimeProvider.System, parsed.Notes()), cancellation);
        result.Model.Save(target);
        File.Delete(options.CheckpointPath!);
        return new TrainReport(target, result.Card);
    }

    private sealed record TrainReport(string Model, Whatever.Model.Forecasting.TrainingCard Card)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Model}: held-back error {Card.HeldBackError:0.0000}, that of the seven-day mean {Card.BaselineError:0.0000} (in "
                + $"standard deviations of the series).");
    }
}

using System.CommandLine;
using System.Globalization;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Commands;

/// <summary>Trains networks that stand on the seasonal baseline, on the hours of one or several CSV files.</summary>
internal static class TrainResidualCommand
{
    private const int MostThreads = 64;

    private static readonly ResidualTrainingOptions Defaults = new() { Quantity = Quantity.FlowRate, Name = "defaults" };

    private static readonly Option<string[]> Csv = new("--csv")
    {
        Description =
            $"CSV files with a value every 1, 5, 10, 15 or 60 minutes, at least {ResidualTrainer.FewestDays(Defaults)} days each; one "
                + "model learns from all",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> QuantityName = new("--quantity") { Description = "flow_rate or pressure", Required = true };
    private static readonly Option<string> Out = CommonOptions.Out("Folder to write model.json and weights.safetensors to");
    private static readonly Option<string> Country = CommonOptions.Country();
    private static readonly Option<string?> To = new("--to") { Description = "Last day to learn from; by default the last of the files" };
    private static readonly Option<int> Members = new(
        "--members")
    { Description = "Networks whose mean counts", DefaultValueFactory = _ => Defaults.Members };
    private static readonly Option<int> Units = new(
        "--units")
    { Description = "Units of each LSTM layer", DefaultValueFactory = _ => Defaults.Units };
    private static readonly Option<int> Epochs = new(
        "--epochs")
    { Description = "Passes of the networks of the first day", DefaultValueFactory = _ => Defaults.Epochs };
    private static readonly Option<int> LaterEpochs = new(
        "--later-epochs")
    { Description = "Passes of the networks of the days after it", DefaultValueFactory = _ => Defaults.LaterEpochs };
    private static readonly Option<int> HeldBackDays = new(
        "--held-back-days")
    {
        Description = "Days at the end that say how far to trust the networks",
        DefaultValueFactory = _ => Defaults.HeldBackDays
    };
    private static readonly Option<int> Seed = new(
        "--seed")
    { Description = "One seed, one model, whatever the threads", DefaultValueFactory = _ => Defaults.Seed };
    private static readonly Option<int> Threads = new(
        "--threads")
    { Description = "Threads at most", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostThreads) };
    private static readonly Option<bool> Replace = CommonOptions.Replace();
    private static readonly Option<string?> Label = new("--data-label") { Description = "What the data is, for the model's card" };

    private static readonly Dictionary<string, Option> OptionOf = new(StringComparer.Ordinal)
    {
        [nameof(ResidualTrainingOptions.Members)] = Members,
        [nameof(ResidualTrainingOptions.Units)] = Units,
        [nameof(ResidualTrainingOptions.Epochs)] = Epochs,
        [nameof(ResidualTrainingOptions.LaterEpochs)] = LaterEpochs,
        [nameof(ResidualTrainingOptions.HeldBackDays)] = HeldBackDays,
        [nameof(ResidualTrainingOptions.MaxThreads)] = Threads,
    };

    public static Command Create()
    {
        var command = new Command(
            "residual",
            "Trains LSTMs on what the seasonal baseline is off by: hours in, the hours of the next week out, with a band of 80 %")
        {
            Csv, QuantityName, Out, Country, To, Members, Units, Epochs, LaterEpochs, HeldBackDays, Seed, Threads, Replace, Label,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var target = OutputPlace.OfFolder(Out.Name, parsed.GetValue(Out)!);
        var holidays = CommonOptions.HolidaysOf(parsed, Country);
        var options = Options(parsed, target);
        CommonOptions.RequireRanges(options.Validate(), OptionOf);
        CommonOptions.RequireRoom(target, parsed.GetValue(Replace));
        var files = parsed.GetValue(Csv)!;
        var to = CommonOptions.ReadDay(parsed, To);
        if (files.GroupBy(Path.GetFullPath).FirstOrDefault(same => same.Count() > 1)?.First() is { } twice)
        {
            throw new CommandFailedException(new Problem("usage.file-twice", Csv.Name, twice), isUsage: true);
        }

        var sensors = Load(files, options, to);
        var model = Train(parsed, options, sensors, holidays, cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        model.Save(target);
        parsed.Print(
            new { model = target, card = model.Description.Training },
            files.Zip(model.Description.Training!.HeldBack, (file, figures) => Describe(target, file, figures)));
        return 0;
    }

    private static ResidualTrainingOptions Options(ParseResult parsed, string target) => new()
    {
        Quantity = QuantityNames.TryParse(parsed.GetValue(QuantityName), out var quantity)
            ? quantity
            : throw new CommandFailedException(
                new Problem("option.value", "--quantity", parsed.GetValue(QuantityName), Expected.OneOf("flow_rate", "pressure")),
                isUsage: true),
        Name = Path.GetFileName(target),
        Data = parsed.GetValue(Label) ?? string.Join(", ", parsed.GetValue(Csv)!.Select(Path.GetFileName)),
        Members = parsed.GetValue(Members),
        Units = parsed.GetValue(Units),
        Epochs = parsed.GetValue(Epochs),
        LaterEpochs = parsed.GetValue(LaterEpochs),
        HeldBackDays = parsed.GetValue(HeldBackDays),
        Seed = parsed.GetValue(Seed),
        MaxThreads = parsed.GetValue(Threads),
    };

    private static List<MinuteSeries> Load(string[] files, ResidualTrainingOptions options, DateOnly? to)
    {
        var whole = files.Select(path => (path, hours: Load(path, options.Quantity))).ToList();
        if (to is { } day)
        {
            RequireWithin(whole, day);
        }

        var sensors = whole.ConvertAll(file => (file.path, hours: to is { } last ? UpTo(file.hours, last) : file.hours));
        var fewest = ResidualTrainer.FewestDays(options);
        foreach (var (path, hours) in sensors)
        {
            var days = hours.Values.Length * hours.Interval / TimeSpan.FromDays(1);
            if (days < fewest)
            {
                throw new CommandFailedException(
                    new Problem("train.too-few-days", path, days, to is null ? "" : new Phrase("train.until-to"), fewest));
            }
        }

        return sensors.ConvertAll(sensor => sensor.hours);
    }

    /// <summary>Files may end at different times; the day has to lie in one of them, and before none.</summary>
    private static void RequireWithin(List<(string Path, MinuteSeries Hours)> files, DateOnly to)
    {
        var (lastPath, last) = files.Select(
            file => (file.Path, Day: DateOnly.FromDateTime(file.Hours.TimeAt(file.Hours.Values.Length - 1))))
            .MaxBy(file => file.Day);
        if (to > last)
        {
            throw new CommandFailedException(
                new Problem("train.to-after", WireTime.WriteDay(to), WireTime.WriteDay(last), lastPath));
        }

        var (firstPath, first) = files.Select(file => (file.Path, Day: DateOnly.FromDateTime(file.Hours.Start))).MaxBy(file => file.Day);
        if (to < first)
        {
            throw new CommandFailedException(
                new Problem("train.to-before", WireTime.WriteDay(to), WireTime.WriteDay(first), firstPath));
        }
    }

    private static MinuteSeries UpTo(MinuteSeries hours, DateOnly last) =>
        hours with { Values = hours.Values[..Math.Min(hours.IndexOf(last.AddDays(1).ToDateTime(TimeOnly.MinValue)), hours.Values.Length)] };

    private static MinuteSeries Load(string path, Quantity quantity)
    {
        CommonOptions.RequireFile(path);

        return TrainingCsv.LoadAtItsStep(path, quantity).ToHours();
    }

    private static ResidualModel Train(
        ParseResult parsed, ResidualTrainingOptions options, IReadOnlyList<MinuteSeries> sensors, IHolidays holidays,
        CancellationToken cancellation)
    {
        try
        {
            return ResidualTrainer.Train(
                options, sensors, holidays, new TrainShare(options.Quantity, TimeProvider.System, parsed.Notes()), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailedException(new Problem("train.stopped"));
        }
    }

    private static string Describe(string target, string file, HeldBackFigures figures) =>
        $"{target}: mean absolute error on the held-back days of {Path.GetFileName(file)}, lead day 1 to 7: {Text(figures.Model)}; of the "
            + $"seasonal baseline: {Text(figures.Seasonal)}.";

    private static string Text(IReadOnlyList<double> errors) =>
        string.Join(", ", errors.Select(error => error.ToString("0.###", CultureInfo.InvariantCulture)));
}

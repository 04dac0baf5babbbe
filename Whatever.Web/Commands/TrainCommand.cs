using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Commands;

/// <summary>Trains a model on a CSV file.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Csv = new("--csv") { Description = "CSV file of minutes; at least 51 days", Required = true };
    private static readonly Option<string> QuantityName = new("--quantity") { Description = "flow_rate or pressure", Required = true };
    private static readonly Option<string> Out = CommonOptions.Out("Folder to write model.json and weights.safetensors to");
    private static readonly Option<int> Seed = new("--seed") { Description = "Of weights and order", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Passes at most", DefaultValueFactory = _ => 30 };
    private static readonly Option<string?> Label = new("--data-label") { Description = "What the data is, for the model's card" };

    public static Command Create()
    {
        var command = new Command("train", "Trains an LSTM: 60 minutes in, the same hour of the next six days out") { Csv, QuantityName, Out, Seed, Epochs, Label };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(Csv)!;
        if (!QuantityNames.TryParse(parsed.GetValue(QuantityName), out var quantity))
        {
            throw new CommandFailedException($"--quantity is {parsed.GetValue(QuantityName)}, expected flow_rate or pressure.", isUsage: true);
        }

        if (!File.Exists(path))
        {
            throw new CommandFailedException($"There is no file {path}.");
        }

        var target = Path.GetFullPath(parsed.GetValue(Out)!);
        var options = new TrainingOptions
        {
            Quantity = quantity,
            Name = Path.GetFileName(target.TrimEnd('/')),
            Seed = parsed.GetValue(Seed),
            Epochs = parsed.GetValue(Epochs),
            Data = parsed.GetValue(Label) ?? Path.GetFileName(path),
        };
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new CommandFailedException(string.Join(" ", problems), isUsage: true);
        }

        var result = Trainer.Train(options, Load(path, quantity), new StandardErrorProgress());
        result.Model.Save(target);
        Console.Out.WriteLine(parsed.GetValue(CommonOptions.Json)
            ? JsonSerializer.Serialize(new { Model = target, result.Card }, ImportReport.Json)
            : string.Create(CultureInfo.InvariantCulture, $"{target}: held-back error {result.Card.HeldBackError:0.0000}, that of the seven-day mean {result.Card.BaselineError:0.0000} (in standard deviations of the series)."));
        return 0;
    }

    /// <summary>The file on its own wall clock: zones do not matter to a model.</summary>
    private static MinuteSeries Load(string path, Quantity quantity)
    {
        var dialect = CsvFile.Detect(path, "UTC", new CsvChoices { TimeZone = "UTC", ValueQuantity = quantity });
        using var stream = CsvFile.OpenStream(path);
        var columns = CsvReadingsParser.Parse(stream, dialect).Columns;
        var values = quantity == Quantity.FlowRate ? columns.FlowRate : columns.Pressure;
        if (columns.Count == 0 || values.All(double.IsNaN))
        {
            throw new CommandFailedException($"{path} holds no value of {quantity.ToWireName()}.");
        }

        var series = new double[columns.Minutes[^1] - columns.Minutes[0] + 1];
        Array.Fill(series, double.NaN);
        for (var i = 0; i < columns.Count; i++)
        {
            series[columns.Minutes[i] - columns.Minutes[0]] = values[i];
        }

        var start = DateTime.SpecifyKind(StationClock.InstantOf(columns.Minutes[0]).DateTime, DateTimeKind.Unspecified);
        return new MinuteSeries(start, TimeSpan.FromMinutes(1), series);
    }

    private sealed class StandardErrorProgress : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"pass {value.Epoch}/{value.Epochs}: loss {value.Loss:0.00000}, held-back error {value.HeldBackError:0.00000}"));
    }
}

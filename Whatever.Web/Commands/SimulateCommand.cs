using System.CommandLine;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Web.Commands;

/// <summary>Makes believable water.</summary>
internal static class SimulateCommand
{
    public const int MostDays = 3660;
    private static readonly Option<int> Days = new("--days") { Description = $"1 to {MostDays}", Required = true };
    private static readonly Option<int> Seed = new("--seed") { Description = "One seed, one file", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Out = CommonOptions.Out("CSV file to write");
    private static readonly Option<string> Start = new("--start") { Description = "First day", DefaultValueFactory = _ => "2024-01-01" };
    private static readonly Option<double> MeanFlow = new("--mean-flow") { Description = "m³/h", DefaultValueFactory = _ => 220 };

    private static readonly Option<string> Noise = new Option<string>("--noise")
    {
        Description = "From minute to minute: white, autoregressive (0.95) or heavy-tailed (t with 3 degrees of freedom)",
        DefaultValueFactory = _ => "white",
    }.AcceptOnlyFromAmong("white", "autoregressive", "heavy-tailed");

    private static readonly Option<string[]> Events = new("--event")
    {
        Description =
            $"kind@start/hours[/share of mean flow], kind one of {EventText.Kinds}; stuck-sensor and gap take no share, the others need "
                + "one; e.g. burst@2024-01-09T03:00/6/0.2",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command(
            "simulate",
            "Writes simulated minutes: daily peaks, weekends, holidays, season, noise with memory; on request bursts, leaks and sensor "
                + "faults")
        {
            Days, Seed, Out, Start, MeanFlow, Noise, Events,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var days = parsed.GetValue(Days);
        if (days is < 1 or > MostDays)
        {
            throw new CommandFailedException(new Problem("value.out-of-range", "--days", days, 1, MostDays), isUsage: true);
        }

        if (!WireTime.TryReadDay(parsed.GetValue(Start), out var start))
        {
            throw new CommandFailedException(
                new Problem("option.value", "--start", parsed.GetValue(Start), new Phrase("expected.day", "2024-01-01")),
                isUsage: true);
        }

        var path = OutputPlace.OfFile(Out.Name, parsed.GetValue(Out)!);
        var first = start.ToDateTime(TimeOnly.MinValue);
        var options = new SimulationOptions
        {
            Seed = parsed.GetValue(Seed),
            MeanFlowRate = parsed.GetValue(MeanFlow) is > 0 and < double.PositiveInfinity and var mean
                ? mean
                : throw new CommandFailedException(new Problem("simulate.mean-flow"), isUsage: true),
            Character = Enum.Parse<NoiseCharacter>(parsed.GetValue(Noise)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            Events = [.. parsed.GetValue(Events)!.Select(text => EventText.Parse(text, first, first.AddDays(days)))],
        };
        AtomicFile.WriteText(path, SampleCsv.Write(new WaterSimulator(options).Generate(first, days * MinutesPer.Day)));
        parsed.Print(
            new { File = path, Rows = days * MinutesPer.Day, options.Seed }, $"{days * MinutesPer.Day} minutes written to {path}.");
        return 0;
    }
}

using System.CommandLine;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;

namespace Whatever.Web.Commands;

/// <summary>Forecasts from a base day.</summary>
internal static class ForecastCommand
{
    private static readonly Option<string> SensorId = CommonOptions.Sensor();
    private static readonly Option<string?> Day = new(
        "--day")
    { Description = "Base day, such as 2024-07-09 (default: the newest complete one)" };

    public static Command Create()
    {
        var command = new Command("forecast", "Writes the input and output files of a base day and queues the six files") { SensorId, Day };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var text = parsed.GetValue(Day);
        DateOnly? day = null;
        if (text is not null)
        {
            day = WireTime.TryReadDay(text, out var read)
                ? read
                : throw new CommandFailedException(
                    new Problem("option.value", "--day", text, new Phrase("expected.day", "2024-07-09")), isUsage: true);
        }

        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var sensor = await scope.SensorAsync(parsed.GetValue(SensorId)!, cancellation);
        var report = await scope.Get<ForecastRunner>().RunAsync(sensor, day, cancellation);
        if (report.Refusal is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        parsed.Print(
            report,
            [
                $"{sensor.Id}: {Counted.Say(report.Rows, "row")} from base day "
                    + $"{report.BaseDay}{(report.LowConfidence ? ", some of low confidence" : "")}; {Counted.Say(report.Queued, "file")} "
                        + "queued.",
                .. report.Skipped.Select(hour => $"No forecast of {hour.Quantity} hour {hour.Hour}: {hour.Reason}."),
                .. report.Files]);
        return 0;
    }
}

using System.CommandLine;
using Whatever.Model.Outliers;
using Whatever.Web.Api;
using Whatever.Web.Detection;

namespace Whatever.Web.Commands;

/// <summary>Judges stored minutes.</summary>
internal static class DetectCommand
{
    private static readonly Option<string> SensorId = CommonOptions.Sensor();
    private static readonly Option<string?> From = CommonOptions.From();
    private static readonly Option<string?> To = CommonOptions.To();

    public static Command Create()
    {
        var command = new Command("detect", "Judges every stored minute of the span (default: all) and queues alerts that were not queued before") { SensorId, From, To };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var sensor = await scope.SensorAsync(parsed.GetValue(SensorId)!, cancellation);
        var (from, to) = (parsed.GetValue(From), parsed.GetValue(To));
        if (TimeRange.TryRead(from, to, sensor.Clock, out var range) is { } problem)
        {
            throw new CommandFailedException(problem, isUsage: true);
        }

        var report = await scope.Get<OutlierDetector>().DetectAsync(sensor, from is null ? null : range.From, to is null ? null : range.To, cancellation);
        scope.Print(report, Describe(report));
        return 0;
    }

    private static IEnumerable<string> Describe(DetectionReport report)
    {
        yield return report.CriteriaVersion is { } version
            ? $"{report.Sensor}: {report.Judged} values judged by criteria version {version}, {report.NotJudged} not; {report.Alerts} alerts queued."
            : $"{report.Sensor}: nothing judged: fewer than {NormalCriteria.MinimumReadings} usable readings.";
        yield return string.Join(", ", report.ByStage.Select(stage => $"stage {stage.Key}: {stage.Value}"));
    }
}

using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Api;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Web.Commands;

/// <summary>Judges stored minutes of a sensor, or files.</summary>
internal static class DetectCommand
{
    private static readonly Option<string?> SensorId = new(
        "--sensor")
    { Description = "Id of the sensor whose stored minutes are judged, such as sensor_01" };
    private static readonly Option<string?> From = CommonOptions.From();
    private static readonly Option<string?> To = CommonOptions.To();

    public static Command Create()
    {
        var command = new Command(
            "detect",
            "With --sensor: judges every stored minute of the span (default: all), queues alerts that were not queued before, and turns "
                + "what lasts into alarms. "
            + "With --csv: judges files at their own step, without a database, as sequences: each value against the level of those "
                + "before it, not against what is normal for its hour "
            + "(a file may be shorter than a day). Scores the judgements where there are labels")
        {
            SensorId, From, To, DetectFileOptions.Csv, DetectFileOptions.Labels, DetectFileOptions.FitRows, DetectFileOptions.Detections,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (sensor, isFile) = (parsed.GetValue(SensorId), IsGiven(parsed, DetectFileOptions.Csv));
        RequireOneWay(parsed, sensor is not null, isFile);
        return isFile
            ? Task.Run(() => DetectFileCommand.Run(parsed, cancellation), CancellationToken.None)
            : JudgeStoredAsync(parsed, sensor!, cancellation);
    }

    private static void RequireOneWay(ParseResult parsed, bool isSensor, bool isFile)
    {
        if (isSensor == isFile)
        {
            throw new CommandFailedException(
                isFile
                    ? new Problem("detect.both")
                    : new Problem("detect.neither"),
                isUsage: true);
        }

        Option[] ofTheOther = isFile ? [From, To] : [DetectFileOptions.Labels, DetectFileOptions.FitRows, DetectFileOptions.Detections];
        if (ofTheOther.FirstOrDefault(option => IsGiven(parsed, option)) is { } stray)
        {
            throw new CommandFailedException(new Problem("detect.stray", stray.Name, (isFile ? "--sensor" : "--csv")), isUsage: true);
        }
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static async Task<int> JudgeStoredAsync(ParseResult parsed, string id, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var sensor = await scope.SensorAsync(id, cancellation);
        var (from, to) = (parsed.GetValue(From), parsed.GetValue(To));
        if (TimeRange.TryRead(from, to, sensor.Clock, out var range) is { Count: > 0 } problems)
        {
            throw new CommandFailedException(Problem.All(problems), isUsage: true);
        }

        if (from is not null || to is not null)
        {
            await RequireReadingsAsync(scope, sensor, (from, to), range, cancellation);
        }

        var report = await scope.Get<SpanDetector>()
            .DetectAsync(sensor, from is null ? null : range.From, to is null ? null : range.To, cancellation);
        var pass = await scope.Get<MonitoringPass>().RunAsync(cancellation);
        while (pass.IsMoreLeft && await IsWaitingAsync(scope, sensor, cancellation))
        {
            pass += await scope.Get<MonitoringPass>().RunAsync(cancellation);
        }

        report = report with { AlarmsOpened = pass.Opened, AlarmsClosed = pass.Closed };
        parsed.Print(report, Describe(report));
        return pass.Problems.Count == 0 ? 0 : throw new CommandFailedException(pass.Problems[0]);
    }

    /// <summary>Those of others are the station's.</summary>
    private static async Task<bool> IsWaitingAsync(StationScope scope, Sensor sensor, CancellationToken cancellation)
    {
        await using var db = await scope.OpenDatabaseAsync(cancellation);
        return await db.StaleSpans.AnyAsync(
            span => span.SensorKey == sensor.Key && (span.Work & StaleWork.Events) != 0, cancellation);
    }

    private static async Task RequireReadingsAsync(
        StationScope scope, Sensor sensor, (string? From, string? To) written, MinuteSpan range, CancellationToken cancellation)
    {
        await using var db = await scope.OpenDatabaseAsync(cancellation);
        var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        if (await readings.AnyAsync(reading => reading.Minute >= range.From && reading.Minute <= range.To, cancellation))
        {
            return;
        }

        object span = written switch
        {
            (null, null) => "",
            (_, null) => new Phrase("detect.from", written.From),
            (null, _) => new Phrase("detect.to", written.To),
            _ => new Phrase("detect.from-to", written.From, written.To),
        };
        var first = await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var last = await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        throw new CommandFailedException(first is null
            ? new Problem("detect.no-readings", sensor.Id, span)
            : new Problem("detect.none-in-span", sensor.Id, span, Show(first), Show(last)));

        string Show(int? minute) => WireTime.Write(sensor.Clock.ToLocal(minute!.Value));
    }

    private static IEnumerable<string> Describe(DetectionReport report)
    {
        yield return report.CriteriaVersion is { } version
            ? $"{report.Sensor}: {Counted.Say(report.Judged, "value")} judged by criteria version {version}, {report.NotJudged} not; "
                + $"{Counted.Say(report.Alerts, "alert")} queued."
            : $"{report.Sensor}: nothing judged: fewer than {NormalCriteria.MinimumReadings} usable readings.";
        yield return $"{Counted.Say(report.AlarmsOpened, "alarm")} opened, {report.AlarmsClosed} closed; see \"alarms list\".";
        yield return string.Join(", ", report.ByStage.Select(stage => $"stage {stage.Key}: {stage.Value}"));
    }
}

using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Takes a CSV file in.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Path = new("file")
    { Description = "CSV, text, .xlsx, .zip or .gz: time,flow_rate,pressure, or any other layout" };
    private static readonly Option<string> SensorId = CommonOptions.Sensor();
    private static readonly Option<int?> Interval = new(
        "--interval")
    { Description = "Minutes between readings of a sensor that is added: 1, 5, 10, 15 or 60 (default: found out)" };

    private static readonly Option<bool> TellsHistory = new("--tell-history")
    { Description = "The target server also hears of outlier minutes that are more than a day old" };

    public static Command Create()
    {
        var command = new Command("import", "Imports a file of readings; a sensor that does not exist yet is added") { Path, SensorId,
            Interval, TellsHistory };
        PlanOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(Path)!;
        CommonOptions.RequireFile(path);

        await using var scope = await StationScope.OpenOrCreateAsync(parsed, cancellation);
        var choices = PlanOptions.Read(parsed);
        using var package = FilePackage.Open(path, System.IO.Path.GetFileName(path), scope.Get<DataFolder>());
        var reports = new List<ImportReport>();
        foreach (var text in package.Files)
        {
            reports.AddRange(await ImportAsync(parsed, scope, text, choices, cancellation));
        }

        if (reports.Count == 1)
        {
            parsed.Print(reports[0], Describe(reports[0]));
        }
        else
        {
            parsed.Print(reports, reports.SelectMany(Describe));
        }

        return 0;
    }

    private static async Task<IReadOnlyList<ImportReport>> ImportAsync(
        ParseResult parsed, StationScope scope, PackedText text, PlanChoices choices, CancellationToken cancellation)
    {
        var path = text.Path;

        // Before a sensor is added for it, the file has to be readable, and to hold something that can be taken. One that is there keeps
        // what is rejected.
        var known = await FindSensorAsync(scope, parsed.GetValue(SensorId)!, cancellation);
        var latest = StationClock.LatestReading(scope.Get<TimeProvider>().GetUtcNow());
        var context = known is null
            ? ContextOfNew(choices, text.Name, latest) with
            {
                SensorId = parsed.GetValue(SensorId),
                Sensors = scope.Get<ReadingPlans>().SensorNames,
            }
            : scope.Get<ReadingPlans>().ContextOf(known, text.Name, choices, latest);
        var plans = scope.Get<ReadingPlans>().Make(path, context);
        var preview = Preview(path, plans, known);
        if (preview.Rows.Count == 0 && (known is null || plans.Feeds.All(
            part => CsvPreview.Read(path, part.Plan, part.Context, part.Sensor).Rows.Count == 0)))
        {
            throw new CommandFailedException(new Problem("import.no-row", text.Name));
        }

        if (known is null && (preview.Rows.All(row => row.Reason is not null)
            || (preview.Plan.FlowRate is { Counter: not null } or { Interval: not null } && plans.Feeds.Count == 0)))
        {
            RequireAGoodRow(path, context, cancellation);
        }

        var sensor = known ?? await AddSensorAsync(parsed, scope, context, preview, cancellation);
        return await scope.Get<ReadingImporter>().ImportAllAsync(
            sensor, path, text.Name, choices, tellsHistory: parsed.GetValue(TellsHistory), cancellation: cancellation);
    }

    /// <summary>Here there is an option for what is not decidable.</summary>
    private static CsvPreview Preview(string path, FilePlans plans, Sensor? sensor) => plans.Own.Questions.Count == 0
        ? CsvPreview.Read(path, plans.Own, plans.OwnContext, sensor)
        : throw new CommandFailedException(Problem.All([.. FirstOf(plans.Own.Questions).Select(PlanOptions.WithOption)]));

    /// <summary>What a sensor that is not there would be fed with is nothing to speak of.</summary>
    private static IReadOnlyList<Problem> FirstOf(IReadOnlyList<Problem> questions) =>
        questions.Where(question => question.Code == "plan.feed-gone").ToList() is { Count: > 0 } gone ? gone : questions;

    /// <exception cref="CommandFailedException">Every row of the file would be rejected, or gives no value.</exception>
    private static void RequireAGoodRow(string path, PlanContext context, CancellationToken cancellation)
    {
        using var rejected = new RejectedRows();
        var (plan, read) = CsvReadingsParser.Parse(path, context, rejected, cancellation: cancellation);
        if (read.Columns.Count == 0)
        {
            throw new CommandFailedException(
                new Problem(
                    "import.no-good-row", path, Counted.Of(read.Counts.Read, "count.rows"), rejected.First[0].Line,
                    rejected.First[0].Reason));
        }

        if (read.IsCountedInVain)
        {
            throw new CommandFailedException(PlanOptions.WithOption(ParsedPart.WithoutFlow(plan, read.Counter)));
        }
    }

    private static async Task<Sensor?> FindSensorAsync(StationScope scope, string id, CancellationToken cancellation)
    {
        await using var db = await scope.OpenDatabaseAsync(cancellation);
        return await db.Sensors.AsNoTracking().FirstOrDefaultAsync(sensor => sensor.Id == id, cancellation);
    }

    /// <summary>The sensor that may be added for the file takes its units from it.</summary>
    private static PlanContext ContextOfNew(PlanChoices choices, string path, int latest) =>
        PlanContext.WithoutSensor(choices, System.IO.Path.GetFileNameWithoutExtension(path)) with
        {
            TimeZone = choices.TimeZone ?? Sensor.DefaultTimeZone,
            Latest = latest,
        };

    private static async Task<Sensor> AddSensorAsync(
        ParseResult parsed, StationScope scope, PlanContext context, CsvPreview preview, CancellationToken cancellation)
    {
        var id = parsed.GetValue(SensorId)!;
        var draft = new SensorDraft
        {
            Id = id,
            TimeZone = context.TimeZone,
            SamplingIntervalMinutes = parsed.GetValue(Interval) ?? FileInterval.Of(preview.Rows) ?? 1,
        };
        draft = draft with
        {
            FlowRateUnit = preview.Plan.FlowRate?.Unit ?? draft.FlowRateUnit,
            PressureUnit = preview.Plan.Pressure?.Unit ?? draft.PressureUnit,
        };
        if (await scope.Get<StationEditor>().AddSensorAsync(draft, cancellation: cancellation) is { Count: > 0 } problems)
        {
            throw new CommandFailedException(Problem.All(problems), isUsage: true);
        }

        await parsed.Notes().WriteLineAsync(
            $"Added sensor {id} ({draft.TimeZone}, a reading every {draft.SamplingIntervalMinutes} min, {draft.FlowRateUnit}, "
                + $"{draft.PressureUnit}).");
        return await scope.SensorAsync(id, cancellation);
    }

    private static IEnumerable<string> Describe(ImportReport report)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.File} -> {report.Sensor}: read {report.Read}, inserted {report.Inserted}, updated {report.Updated}, already there "
                + $"{report.Unchanged}, replaced within the file {report.Duplicates}, rejected {report.Rejected}.");
        yield return $"{report.Encoding}, separator '{report.Separator}', {report.TimeZone}; from {report.From ?? "-"} to "
            + $"{report.To ?? "-"}; {report.MissingValues} missing values, {report.Gaps} gaps.";
        if (report.UnreadableFields + report.Merged + report.OtherTags + report.NoValueCodes.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Fields that could not be taken {report.UnreadableFields}, rows merged into others {report.Merged}, rows of "
                    + $"other tags {report.OtherTags}; numbers that mean no value: {Codes(report)}.");
        }

        foreach (var decision in report.Decisions.Concat(report.CounterNotes.Select(ProblemTexts.English)))
        {
            yield return decision;
        }

        if (report.IgnoredColumns.Count > 0)
        {
            yield return $"Columns ignored: {string.Join(", ", report.IgnoredColumns)}.";
        }

        if (report.RejectsFile is { } rejects)
        {
            yield return $"Rejected rows with line and reason: {rejects}";
        }
    }

    private static string Codes(ImportReport report) => report.NoValueCodes.Count == 0
        ? "none"
        : string.Join(", ", report.NoValueCodes.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} ({pair.Value})")));
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// Takes a CSV file into a sensor: all good rows in one transaction, bad rows into a rejects file, and a report that adds up.
/// </summary>
public sealed class ReadingImporter(
    IDbContextFactory<StationDbContext> contexts, ReadingPlans plans, DataFolder folder, ChangeFeed changes, TimeProvider time)
{
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read; nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was stored.</exception>
    public async Task<ImportReport> ImportAsync(
        Sensor sensor, string path, string fileName, PlanChoices choices, IProgress<ParseProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var context = plans.ContextOf(sensor, fileName, choices, StationClock.LatestReading(time.GetUtcNow()));
        using var rejected = new RejectedRows(RejectsPath(sensor, fileName));
        var (plan, parsed) = CsvReadingsParser.Parse(path, context, rejected, progress, cancellation);
        var rejectsFile = rejected.Finish();
        try
        {
            return await StoreAsync(sensor, fileName, plan, parsed, rejectsFile, started, cancellation);
        }
        catch when (rejectsFile is not null)
        {
            File.Delete(rejectsFile);
            throw;
        }
    }

    /// <summary>Looks at all files of a package before one of them is stored.</summary>
    /// <exception cref="UnreadableCsvException">One of them cannot be read, or has to be asked about.</exception>
    public void RequireReadable(Sensor sensor, IReadOnlyList<PackedText> texts, PlanChoices choices)
    {
        var latest = StationClock.LatestReading(time.GetUtcNow());
        foreach (var text in texts)
        {
            try
            {
                PlanMaker.Make(text.Path, plans.ContextOf(sensor, text.Name, choices, latest)).RequireAnswers();
            }
            catch (UnreadableCsvException problem) when (texts.Count > 1)
            {
                throw new UnreadableCsvException(
                    Problem.All([.. problem.Problem.Parts.Select(part => OfFile(text.Name, part))]), problem);
            }
        }
    }

    private static Problem OfFile(string name, Problem part)
    {
        var problem = new Problem("file.problem", name, part);
        return part.Field is { } field ? problem.At(field) : problem;
    }

    private async Task<ImportReport> StoreAsync(
        Sensor sensor, string fileName, ReadingPlan plan, CsvReadings parsed, string? rejectsFile, long started,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var counts = ReadingWriter.Write(db, sensor.Key, parsed.Columns, cancellation);
        var report = Describe(sensor, fileName, plan, parsed, counts) with
        {
            RejectsFile = rejectsFile,
            Seconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 3),
        };
        var import = new ImportRecord
        {
            SensorKey = sensor.Key,
            FileName = fileName,
            ImportedAt = time.GetUtcNow(),
            Report = report.ToJson(),
            RejectsFile = rejectsFile,
        };
        db.Imports.Add(import);
        if (parsed.Columns.Count > 0)
        {
            await plans.SaveAsync(db, sensor.Key, plan, fileName, cancellation);
            await TakeUnitsAsync(db, sensor, plan, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        if (counts.Changed)
        {
            changes.Publish(ChangeKind.Readings, sensor.Key);
        }

        return report with { ImportId = import.Id };
    }

    /// <summary>The first values of a sensor say in which units it measures, as the plan said.</summary>
    private static async Task TakeUnitsAsync(StationDbContext db, Sensor sensor, ReadingPlan plan, CancellationToken cancellation)
    {
        if (plan.Decisions.Any(decision => decision.Code == UnitRules.Taken))
        {
            var (flow, pressure) = (plan.FlowRate?.Unit ?? sensor.FlowRateUnit, plan.Pressure?.Unit ?? sensor.PressureUnit);
            await db.Sensors.Where(row => row.Key == sensor.Key).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FlowRateUnit, flow).SetProperty(row => row.PressureUnit, pressure), cancellation);
        }
    }

    private static ImportReport Describe(Sensor sensor, string fileName, ReadingPlan plan, CsvReadings parsed, WriteCounts counts)
    {
        var minutes = parsed.Columns.Minutes;
        var (gaps, longest) = FindGaps(minutes, sensor.SamplingIntervalMinutes);
        return new ImportReport
        {
            Sensor = sensor.Id,
            File = fileName,
            Read = parsed.Counts.Read,
            Inserted = counts.Inserted,
            Updated = counts.Updated,
            Unchanged = counts.Unchanged,
            Duplicates = parsed.Counts.Duplicates,
            Merged = parsed.Counts.Merged,
            OtherTags = parsed.Counts.OtherTags,
            UnreadableFields = parsed.Counts.UnreadableFields,
            NoValueCodes = parsed.Counts.Sentinels.ToDictionary(
                pair => pair.Key.ToString("R", CultureInfo.InvariantCulture), pair => pair.Value),
            Decisions = [.. plan.Decisions.Select(ProblemTexts.English)],
            Rejected = parsed.Rejected.Count,
            MissingValues = parsed.Counts.MissingValues,
            From = minutes.Length == 0 ? null : WireTime.Write(sensor.Clock.ToLocal(minutes[0])),
            To = minutes.Length == 0 ? null : WireTime.Write(sensor.Clock.ToLocal(minutes[^1])),
            Encoding = plan.Layout.EncodingName,
            Separator = plan.Layout.Separator,
            TimeZone = plan.Time.Zone,
            IgnoredColumns = plan.IgnoredColumns,
            Gaps = gaps,
            LongestGapMinutes = longest,
            RejectsFile = null,
            Seconds = 0,
            FirstRejects = [.. parsed.Rejected.First],
        };
    }

    private static (int Gaps, int LongestMinutes) FindGaps(int[] minutes, int interval)
    {
        var (gaps, longest) = (0, 0);
        for (var i = 1; i < minutes.Length; i++)
        {
            var missing = minutes[i] - minutes[i - 1] - interval;
            gaps += missing > 0 ? 1 : 0;
            longest = Math.Max(longest, missing);
        }

        return (gaps, longest);
    }

    private string RejectsPath(Sensor sensor, string fileName)
    {
        var name = StampedName.Shorten(Path.GetFileNameWithoutExtension(fileName));
        return Path.Combine(folder.Rejects, StampedName.Create(time.GetUtcNow(), sensor.Id) + $"-{name}.rejects.csv");
    }
}

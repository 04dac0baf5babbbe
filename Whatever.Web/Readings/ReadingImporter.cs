using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// Takes a file into a sensor, or into several: all good rows in one transaction, bad rows into a rejects file, and a report for each
/// sensor that adds up.
/// </summary>
public sealed class ReadingImporter(
    IDbContextFactory<StationDbContext> contexts, ReadingPlans plans, DataFolder folder, ChangeFeed changes, ClockDoubt doubt,
    TimeProvider time)
{
    private const double LargestShareOutside = 0.05;

    /// <summary>A file may correct a minute or two of another one.</summary>
    private const int FewestClashes = 3;

    /// <summary>For one sensor alone, whatever else the file holds.</summary>
    /// <param name="sensor">That the file is given to.</param>
    /// <param name="path">Of the file.</param>
    /// <param name="fileName">As its giver calls it.</param>
    /// <param name="choices">What was said about it.</param>
    /// <param name="progress">How far it is read.</param>
    /// <param name="cameAt">When it came; null for now.</param>
    /// <param name="cancellation">Looked at until it is committed.</param>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read; nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was stored.</exception>
    public async Task<ImportReport> ImportAsync(
        Sensor sensor, string path, string fileName, PlanChoices choices, IProgress<ParseProgress>? progress = null,
        DateTimeOffset? cameAt = null, CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var context = ContextOf(sensor, fileName, choices);
        var own = new ParsedParts(RejectsPath);
        var plan = own.Parse(sensor, path, fileName, context, progress, cancellation);
        if (plan is { FlowRate: null, Pressure: null })
        {
            own.Discard();
            throw new UnreadableCsvException(new Problem("plan.others-alone", sensor.Id).At(PlanChoices.Names.FlowColumn));
        }

        var toldFrom = History.ToldFrom(doubt.EarliestOf(cameAt));
        return (await StoreAsync(sensor, plan, own, fileName, toldFrom, started, cancellation))[0];
    }

    /// <summary>For the sensor and for those that its choices give columns to: all of them or none.</summary>
    /// <param name="sensor">That the file is given to.</param>
    /// <param name="path">Of the file.</param>
    /// <param name="fileName">As its giver calls it.</param>
    /// <param name="choices">What was said about it.</param>
    /// <param name="progress">How far it is read.</param>
    /// <param name="tellsHistory">The target hears of outlier minutes of any age: a person asked for it.</param>
    /// <param name="cancellation">Looked at until it is committed.</param>
    /// <returns>A report for each sensor that was fed, the sensor's own first.</returns>
    /// <exception cref="UnreadableCsvException">The file cannot be read for one of them; nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was stored.</exception>
    public async Task<IReadOnlyList<ImportReport>> ImportAllAsync(
        Sensor sensor, string path, string fileName, PlanChoices choices, IProgress<ParseProgress>? progress = null,
        bool tellsHistory = false, CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var all = plans.Make(path, ContextOf(sensor, fileName, choices));
        all.Own.RequireAnswers();
        var parsed = new ParsedParts(RejectsPath);
        try
        {
            var plan = all.FeedsOthersAlone ? all.Own : parsed.Parse(sensor, path, fileName, all.OwnContext, progress, cancellation);
            foreach (var part in all.Feeds)
            {
                parsed.Parse(part.Sensor, path, fileName, part.Context, progress, cancellation);
            }

            return await StoreAsync(sensor, plan, parsed, fileName, ToldFrom(tellsHistory), started, cancellation);
        }
        catch
        {
            parsed.Discard();
            throw;
        }
    }

    /// <summary>Looks at all files of a package before one of them is stored.</summary>
    /// <param name="sensor">That the files are given to.</param>
    /// <param name="texts">The files.</param>
    /// <param name="choices">What was said about them.</param>
    /// <param name="forAll">For the other sensors that they feed too.</param>
    /// <exception cref="UnreadableCsvException">One of them cannot be read, or has to be asked about.</exception>
    public void RequireReadable(Sensor sensor, IReadOnlyList<PackedText> texts, PlanChoices choices, bool forAll = false)
    {
        foreach (var text in texts)
        {
            try
            {
                var context = ContextOf(sensor, text.Name, choices);
                (forAll ? plans.Make(text.Path, context).Own : PlanMaker.Make(text.Path, context)).RequireAnswers();
            }
            catch (UnreadableCsvException problem) when (texts.Count > 1)
            {
                throw new UnreadableCsvException(
                    Problem.All([.. problem.Problem.Parts.Select(part => OfFile(text.Name, part))]), problem);
            }
        }

        if (texts.Count > 1)
        {
            RequireOneMeter(sensor, texts, choices, forAll);
        }
    }

    private static Problem OfFile(string name, Problem part)
    {
        var problem = new Problem("file.problem", name, part);
        return part.Field is { } field ? problem.At(field) : problem;
    }

    /// <summary>Two files that say something else of the same minutes are of two meters: the later one would be all that is left.</summary>
    private void RequireOneMeter(Sensor sensor, IReadOnlyList<PackedText> texts, PlanChoices choices, bool forAll)
    {
        var seen = new Dictionary<int, (double FlowRate, double Pressure, string Name)>();
        foreach (var text in texts)
        {
            var context = ContextOf(sensor, text.Name, choices);
            var all = forAll ? plans.Make(text.Path, context) : null;
            if (all is { FeedsOthersAlone: true })
            {
                continue;
            }

            var (clashes, readings) = (0, CsvReadingsParser.Parse(text.Path, all?.OwnContext ?? context).Columns);
            for (var i = 0; i < readings.Count; i++)
            {
                var (flow, pressure) = (readings.FlowRate[i], readings.Pressure[i]);
                var before = seen.GetValueOrDefault(readings.Minutes[i], (FlowRate: double.NaN, Pressure: double.NaN, text.Name));
                if (before.Name != text.Name
                    && (Differ(before.FlowRate, flow) || Differ(before.Pressure, pressure)) && ++clashes >= FewestClashes)
                {
                    throw new UnreadableCsvException(new Problem(
                        "package.same-times", before.Name, text.Name,
                        WireTime.Write(sensor.Clock.ToLocal(readings.Minutes[i])), sensor.Id));
                }

                seen[readings.Minutes[i]] = (
                    double.IsNaN(flow) ? before.FlowRate : flow, double.IsNaN(pressure) ? before.Pressure : pressure, text.Name);
            }
        }
    }

    private static bool Differ(double a, double b) => a < b || a > b;

    /// <summary>By the clock as it is, even where it was wrong lately: a file of a year that a person brings is history.</summary>
    private int ToldFrom(bool tellsHistory) => tellsHistory ? History.EverythingIsTold : History.ToldFrom(time.GetUtcNow());

    private PlanContext ContextOf(Sensor sensor, string fileName, PlanChoices choices) =>
        plans.ContextOf(sensor, fileName, choices, StationClock.LatestReading(time.GetUtcNow()));

    private async Task<IReadOnlyList<ImportReport>> StoreAsync(
        Sensor owner, ReadingPlan plan, ParsedParts parts, string fileName, int toldFromMinute, long started,
        CancellationToken cancellation)
    {
        try
        {
            parts.RequireFlow();
            if (parts.HasFuture)
            {
                doubt.RequireClock();
            }

            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var stored = new List<StoredPart>();
            foreach (var part in parts.All)
            {
                stored.Add(await StoreAsync(db, part, fileName, parts.IgnoredColumns, toldFromMinute, started, cancellation));
            }

            if (parts.All.Any(part => part.Readings.Columns.Count > 0))
            {
                await plans.SaveAsync(db, owner.Key, plan, fileName, cancellation);
            }

            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(CancellationToken.None);
            foreach (var one in stored)
            {
                Publish(one);
            }

            return [.. stored.Select(one => one.Report with { ImportId = one.Import.Id })];
        }
        catch
        {
            parts.Discard();
            throw;
        }
    }

    private async Task<StoredPart> StoreAsync(
        StationDbContext db, ParsedPart part, string fileName, IReadOnlyList<string> ignored, int toldFromMinute, long started,
        CancellationToken cancellation)
    {
        var isOther = part.Readings.Columns.Count > 0 && await TakeUnitsAsync(db, part.Sensor, part.Plan, cancellation);
        var counts = ReadingWriter.Write(db, part.Sensor.Key, part.Readings.Columns, toldFromMinute, cancellation);
        if (counts.OutOfRange > part.Readings.Columns.Count * LargestShareOutside)
        {
            // So many are no codes: the water is other than what was learned.
            isOther |= await SensorRangeStore.LearnAsync(
                db, await db.Sensors.SingleAsync(row => row.Key == part.Sensor.Key, cancellation), cancellation);
            counts = counts with
            {
                OutOfRange = part.Readings.Columns.CountOutside(SensorRangeStore.Read(db, part.Sensor.Key)),
            };
        }

        var report = ImportReports.Of(part, fileName, counts) with
        {
            IgnoredColumns = ignored,
            Seconds = Math.Round(time.GetElapsedTime(started).TotalSeconds, 3),
        };
        var import = new ImportRecord
        {
            SensorKey = part.Sensor.Key,
            FileName = fileName,
            ImportedAt = time.GetUtcNow(),
            Report = report.ToJson(),
            RejectsFile = part.RejectsFile,
        };
        db.Imports.Add(import);
        return new StoredPart(part.Sensor.Key, import, report, counts.Changed, isOther);
    }

    private void Publish(StoredPart one)
    {
        StationMeters.CountReadings("file", one.Report.Inserted + one.Report.Updated, one.Report.Rejected);
        if (one.HasChanged)
        {
            changes.Publish(ChangeKind.Readings, one.SensorKey);
        }

        if (one.IsOther)
        {
            changes.Publish(ChangeKind.Stations, one.SensorKey);
        }
    }

    /// <summary>The first values of a sensor say in which units it measures, as the plan said.</summary>
    private static async Task<bool> TakeUnitsAsync(StationDbContext db, Sensor sensor, ReadingPlan plan, CancellationToken cancellation)
    {
        if (plan.Decisions.All(decision => decision.Code != UnitRules.Taken))
        {
            return false;
        }

        var stored = await db.Sensors.SingleAsync(row => row.Key == sensor.Key, cancellation);
        stored.FlowRateUnit = plan.FlowRate?.Unit ?? stored.FlowRateUnit;
        stored.PressureUnit = plan.Pressure?.Unit ?? stored.PressureUnit;
        await db.SaveChangesAsync(cancellation);
        await SensorRangeStore.ForgetAsync(db, stored, QuantityNames.All, cancellation);
        return true;
    }

    private string RejectsPath(Sensor sensor, string fileName)
    {
        var name = StampedName.Shorten(Path.GetFileNameWithoutExtension(fileName));
        return Path.Combine(folder.Rejects, StampedName.Create(time.GetUtcNow(), sensor.Id) + $"-{name}.rejects.csv");
    }

    /// <param name="HasChanged">Readings.</param>
    /// <param name="IsOther">The sensor took the units of the file, or has another physical range now.</param>
    private sealed record StoredPart(int SensorKey, ImportRecord Import, ImportReport Report, bool HasChanged, bool IsOther);
}

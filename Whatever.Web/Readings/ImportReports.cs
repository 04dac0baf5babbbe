using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>What was read of a file for one sensor, not yet stored.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Plan">How it was read.</param>
/// <param name="Readings">What it gave.</param>
/// <param name="RejectsFile">Null where no row and no field was rejected.</param>
internal sealed record ParsedPart(Sensor Sensor, ReadingPlan Plan, CsvReadings Readings, string? RejectsFile)
{
    /// <summary>The code of what is said of a file of counts that gives no flow.</summary>
    public const string NoFlow = "counter.file-no-flow";

    public static Problem WithoutFlow(ReadingPlan plan, CounterEvents? counts)
    {
        var name = plan.Layout.NameOf(plan.FlowRate!.Column);
        return counts?.SlowStep is { } step
            ? new Problem("counter.file-slow", name, Math.Round(step.TotalHours, 1)).At(PlanChoices.Names.FlowKind)
            : new Problem("counter.file-no-flow", name);
    }
}

/// <summary>What was read of a file for its sensors; all of it is stored, or nothing is left behind.</summary>
/// <param name="rejectsPath">Where the rejected rows of a sensor and a file go.</param>
internal sealed class ParsedParts(Func<Sensor, string, string> rejectsPath)
{
    private readonly List<ParsedPart> all = [];

    public IReadOnlyList<ParsedPart> All => all;

    /// <summary>Whether rows were rejected because their time is still to come.</summary>
    public bool HasFuture { get; private set; }

    /// <summary>Columns that no sensor was fed with.</summary>
    public IReadOnlyList<string> IgnoredColumns => all.Count == 0
        ? []
        : [.. all[0].Plan.IgnoredColumns.Where(name => all.TrueForAll(part => part.Plan.IgnoredColumns.Contains(name)))];

    /// <returns>How it was read: all rows may have shown another plan than the first ones.</returns>
    public ReadingPlan Parse(
        Sensor sensor, string path, string fileName, PlanContext context, IProgress<ParseProgress>? progress,
        CancellationToken cancellation)
    {
        using var rejected = new RejectedRows(rejectsPath(sensor, fileName));
        var (plan, readings) = CsvReadingsParser.Parse(path, context, rejected, progress, cancellation);
        HasFuture |= rejected.HasFuture;
        all.Add(new ParsedPart(sensor, plan, readings, rejected.Finish()));
        return plan;
    }

    /// <exception cref="UnreadableCsvException">No part has a value, because no count of a counter follows another one.</exception>
    public void RequireFlow()
    {
        var filled = all.FindAll(part => part.Readings.Columns.Count > 0);
        if (filled.Count > 0 && filled.TrueForAll(part => part.Readings.IsCountedInVain))
        {
            throw new UnreadableCsvException(ParsedPart.WithoutFlow(filled[0].Plan, filled[0].Readings.Counter));
        }
    }

    /// <summary>Nothing was stored: the rejected rows are of no import.</summary>
    public void Discard()
    {
        foreach (var file in all.Select(part => part.RejectsFile).OfType<string>())
        {
            File.Delete(file);
        }
    }
}

/// <summary>Puts into numbers what was read and what of it was stored.</summary>
internal static class ImportReports
{
    public static ImportReport Of(ParsedPart part, string fileName, WriteCounts counts)
    {
        var (sensor, plan, parsed) = (part.Sensor, part.Plan, part.Readings);
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
            OutOfRange = counts.OutOfRange,
            Duplicates = parsed.Counts.Duplicates,
            Merged = parsed.Counts.Merged,
            OtherTags = parsed.Counts.OtherTags,
            UnreadableFields = parsed.Counts.UnreadableFields,
            NoValueCodes = parsed.Counts.Sentinels.ToDictionary(
                pair => pair.Key.ToString("R", CultureInfo.InvariantCulture), pair => pair.Value),
            Counter = parsed.Counter?.Counts ?? new Dictionary<string, int>(),
            CounterNotes = parsed.Counter?.Say(sensor.Clock) ?? [],
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
            RejectsFile = part.RejectsFile,
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
}

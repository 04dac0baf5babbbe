using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// Takes a CSV file into a sensor: all good rows in one transaction, bad rows into a rejects file, and a report that adds up.
/// </summary>
public sealed class ReadingImporter(IDbContextFactory<StationDbContext> contexts, DataFolder folder, ChangeFeed changes, TimeProvider time)
{
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read; nothing was stored.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was stored.</exception>
    public async Task<ImportReport> ImportAsync(
        Sensor sensor, string path, string fileName, CsvChoices choices, IProgress<ParseProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var dialect = CsvFile.Detect(path, sensor.TimeZone, choices);
        await using var stream = CsvFile.OpenStream(path);
        using var rejected = new RejectedRows(RejectsPath(sensor, fileName));
        var parsed = CsvReadingsParser.Parse(
            stream, dialect, rejected, StationClock.LatestReading(time.GetUtcNow()), progress, cancellation);
        var rejectsFile = rejected.Finish();
        try
        {
            return await StoreAsync(sensor, fileName, dialect, parsed, rejectsFile, started, cancellation);
        }
        catch when (rejectsFile is not null)
        {
            File.Delete(rejectsFile);
            throw;
        }
    }

    private async Task<ImportReport> StoreAsync(
        Sensor sensor, string fileName, CsvDialect dialect, CsvReadings parsed, string? rejectsFile, long started,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var counts = ReadingWriter.Write(db, sensor.Key, parsed.Columns, cancellation);
        var report = Describe(sensor, fileName, dialect, parsed, counts) with
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
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        if (counts.Changed)
        {
            changes.Publish(ChangeKind.Readings, sensor.Key);
        }

        return report with { ImportId = import.Id };
    }

    private static ImportReport Describe(Sensor sensor, string fileName, CsvDialect dialect, CsvReadings parsed, WriteCounts counts)
    {
        var minutes = parsed.Columns.Minutes;
        var (gaps, longest) = FindGaps(minutes, sensor.SamplingIntervalMinutes);
        return new ImportReport
        {
            Sensor = sensor.Id,
            File = fileName,
            Read = parsed.RowsRead,
            Inserted = counts.Inserted,
            Updated = counts.Updated,
            Unchanged = counts.Unchanged,
            Duplicates = parsed.Duplicates,
            Rejected = parsed.Rejected.Count,
            MissingValues = parsed.MissingValues,
            From = minutes.Length == 0 ? null : WireTime.Write(sensor.Clock.ToLocal(minutes[0])),
            To = minutes.Length == 0 ? null : WireTime.Write(sensor.Clock.ToLocal(minutes[^1])),
            Encoding = dialect.EncodingName,
            Separator = dialect.Separator,
            TimeZone = dialect.TimeZone,
            IgnoredColumns = dialect.IgnoredColumns,
            Gaps = gaps,
            LongestGapMinutes = longest,
            RejectsFile = null,
            Seconds = 0,
            FirstRejects = parsed.Rejected.First,
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

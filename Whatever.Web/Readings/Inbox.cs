using Microsoft.EntityFrameworkCore;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// Files dropped into <c>Inbox/{sensor}/</c>, or into <c>Inbox/</c> as <c>{sensor}_anything.csv</c> or <c>{sensor}.csv</c>, are imported
/// and moved to
/// <c>Inbox/Done/</c>; what cannot be read is moved to <c>Inbox/Refused/</c> with a note beside it. Nothing is deleted.
/// </summary>
public sealed class Inbox(
    IDbContextFactory<StationDbContext> contexts, DataFolder folder, ReadingImporter importer, TimeProvider time, ILogger<Inbox> logger)
{
    /// <summary>A file still being copied keeps changing; it is left for the next minute.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(10);

    private const string Done = "Done";
    private const string Refused = "Refused";

    public async Task<InboxResult> TakeAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder.Inbox);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(cancellation);
        var result = new InboxResult(0, 0, 0);
        foreach (var path in FindFiles(sensors))
        {
            result += await TakeFileAsync(path, sensors, cancellation);
        }

        return result;
    }

    private List<string> FindFiles(List<Sensor> sensors)
    {
        // A sensor may be called Done; what is kept there is not taken again.
        var folders = sensors.Select(sensor => sensor.Id)
            .Where(id => !id.Equals(Done, StringComparison.OrdinalIgnoreCase) && !id.Equals(Refused, StringComparison.OrdinalIgnoreCase))
            .Select(id => Path.Combine(folder.Inbox, id)).Where(Directory.Exists).Prepend(folder.Inbox);
        var latest = time.GetUtcNow().UtcDateTime - SettledAfter;
        return [.. folders.SelectMany(Directory.EnumerateFiles)
            .Where(path => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && File.GetLastWriteTimeUtc(path) <= latest)
            .Order(StringComparer.Ordinal)];
    }

    private async Task<InboxResult> TakeFileAsync(string path, List<Sensor> sensors, CancellationToken cancellation)
    {
        try
        {
            var sensor = SensorOf(path, sensors);
            var before = Look(path);
            var report = await importer.ImportAsync(sensor, path, Path.GetFileName(path), ChoicesFor(path), cancellation: cancellation);
            if (Look(path) == before)
            {
                MoveTo(Done, path);
            }
            else
            {
                logger.LogWarning("Inbox file {Path} grew while it was read; it is taken again", path);
            }

            return new InboxResult(1, 0, report.Inserted + report.Updated);
        }
        catch (UnreadableCsvException problem)
        {
            logger.LogWarning("Inbox file {Path} refused: {Reason}", path, problem.Message);
            AtomicFile.WriteText(MoveTo(Refused, path) + ".why.txt", problem.Message + "\n");
            return new InboxResult(0, 1, 0);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whatever is wrong with this file must not stop the others.
            logger.LogWarning("Inbox file {Path} stays for the next minute: {Reason}", path, problem.Message);
            return default;
        }
    }

    private static (long Length, DateTime WrittenAt) Look(string path)
    {
        var file = new FileInfo(path);
        return (file.Length, file.LastWriteTimeUtc);
    }

    private Sensor SensorOf(string path, List<Sensor> sensors)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var directory = Path.GetDirectoryName(path);
        var parent = directory == folder.Inbox ? null : Path.GetFileName(directory);
        return sensors.FirstOrDefault(sensor => sensor.Id == parent)
            ?? sensors.OrderByDescending(sensor => sensor.Id.Length)
                .FirstOrDefault(sensor => name == sensor.Id || name.StartsWith(sensor.Id + "_", StringComparison.Ordinal))
            ?? throw new UnreadableCsvException(
                new Problem("inbox.name", Path.GetFileName(path), Path.Combine(folder.Inbox, "{sensor}")));
    }

    /// <summary>A single-quantity file says in its name what it holds.</summary>
    private static CsvChoices ChoicesFor(string path) => new()
    {
        ValueQuantity = Path.GetFileName(path).Contains("pressure", StringComparison.OrdinalIgnoreCase)
            ? Model.Series.Quantity.Pressure
            : Model.Series.Quantity.FlowRate,
    };

    private string MoveTo(string kind, string path)
    {
        var directory = Path.Combine(folder.Inbox, kind);
        Directory.CreateDirectory(directory);
        var target = Path.Combine(directory, StampedName.Create(time.GetUtcNow(), Path.GetFileName(path)));
        File.Move(path, target);
        return target;
    }
}

/// <summary>What one look into the inbox brought.</summary>
public readonly record struct InboxResult(int Imported, int Refused, int Rows)
{
    public static InboxResult operator +(InboxResult a, InboxResult b) =>
        new(a.Imported + b.Imported, a.Refused + b.Refused, a.Rows + b.Rows);
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// Files dropped into <c>Inbox/{sensor}/</c>, or into <c>Inbox/</c> as <c>{sensor}_anything.csv</c> or <c>{sensor}.csv</c>, are imported
/// by the sensor's plans and moved to <c>Inbox/Done/</c>; what cannot be read, or has to be asked about, is moved to
/// <c>Inbox/Refused/</c> with a note beside it. Nothing is deleted.
/// </summary>
public sealed class Inbox(
    IDbContextFactory<StationDbContext> contexts, DataFolder folder, ReadingImporter importer, TimeProvider time, ILogger<Inbox> logger)
{
    private readonly InboxFiles files = new(folder, time);

    public async Task<InboxResult> TakeAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder.Inbox);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(cancellation);
        var result = new InboxResult(0, 0, 0);
        foreach (var file in files.Find(sensors))
        {
            result += await TakeFileAsync(file, cancellation);
        }

        return result;
    }

    private async Task<InboxResult> TakeFileAsync(InboxFile file, CancellationToken cancellation)
    {
        try
        {
            if (file.Refusal is { } refusal)
            {
                return Refuse(file, refusal);
            }

            var before = InboxFiles.Look(file.Path);
            var rows = await ImportAsync(file, cancellation);
            if (InboxFiles.Look(file.Path) == before)
            {
                files.Keep(file, before);
            }
            else
            {
                logger.LogWarning("Inbox file {Path} grew while it was read; it is taken again", file.Path);
            }

            return new InboxResult(1, 0, rows);
        }
        catch (UnreadableCsvException problem)
        {
            return Refuse(file, problem.Problem);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whatever is wrong with this file must not stop the others.
            logger.LogWarning("Inbox file {Path} stays for the next minute: {Reason}", file.Path, problem.Message);
            return default;
        }
    }

    private async Task<int> ImportAsync(InboxFile file, CancellationToken cancellation)
    {
        using var package = FilePackage.Open(file.Path, file.Name, folder);
        importer.RequireReadable(file.Sensor!, package.Files, new PlanChoices(), forAll: true);
        var (rows, read, taken) = (0, 0, 0);
        Problem? first = null;
        foreach (var text in package.Files)
        {
            foreach (var report in await importer.ImportAllAsync(
                file.Sensor!, text.Path, text.Name, new PlanChoices(), cancellation: cancellation))
            {
                rows += report.Inserted + report.Updated;
                read += report.Read;
                taken += report.Read - report.Rejected - report.OtherTags;
                first ??= report.FirstRejects.FirstOrDefault() is { } row
                    ? new Problem("csv.no-good-row", text.Name, row.Line, row.Reason)
                    : null;
            }
        }

        return read > 0 && taken == 0
            ? throw new UnreadableCsvException(first ?? new Problem("csv.no-tag", file.Name))
            : rows;
    }

    private InboxResult Refuse(InboxFile file, Problem reason)
    {
        logger.LogWarning("Inbox file {Path} refused: {Reason}", file.Path, reason.ToString());
        RefusedFiles.Explain(files.Refuse(file), file.Sensor, reason);
        return new InboxResult(0, 1, 0);
    }
}

/// <summary>What one look into the inbox brought.</summary>
public readonly record struct InboxResult(int Imported, int Refused, int Rows)
{
    public static InboxResult operator +(InboxResult a, InboxResult b) =>
        new(a.Imported + b.Imported, a.Refused + b.Refused, a.Rows + b.Rows);
}

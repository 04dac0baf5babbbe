using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Backups;

/// <summary>Takes a backup, looks at all of it, and removes those that the rule keeps no longer.</summary>
public sealed class BackUpDatabaseJob(BackupStore backups, IDbContextFactory<StationDbContext> contexts, AuditLog audit, JobContext context)
    : IInvocable, ICancellableInvocable
{
    private const double BytesPerMb = 1e6;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var first = await db.Sensors.AsNoTracking().OrderBy(sensor => sensor.Key).FirstOrDefaultAsync(CancellationToken);
        var (backup, removed) = backups.Take((first?.Clock ?? StationClock.For(Sensor.DefaultTimeZone)).Zone);
        await audit.NoteAsync(new AuditNote(AuditActs.BackedUp, backup.Name), CancellationToken);
        context.Report(new Phrase(
            "work.backed-up", backup.Name, Math.Round(backup.Bytes / BytesPerMb, 1), Counted.Of(removed, "count.old-backups")));
    }
}

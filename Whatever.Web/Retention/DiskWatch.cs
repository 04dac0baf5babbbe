using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>
/// Looks at the disk each minute: an alarm long before it is full, with the day on which it will be; and where it is nearly full, the
/// station makes room by itself.
/// </summary>
public sealed class DiskWatch(
    IDbContextFactory<StationDbContext> contexts, DiskSpace space, DiskReserve reserve, DiskRelief relief, IAlarmLog alarms,
    ChangeFeed changes, TimeProvider time, ILogger<DiskWatch> logger)
{
    internal const string Name = "disk";
    private const double Megabyte = 1 << 20;

    /// <summary>Time enough to buy a disk.</summary>
    private const double DaysAhead = 21;

    /// <summary>An alarm goes when there is clearly more than it was raised for.</summary>
    private const double Hysteresis = 1.2;

    public async Task LookAsync(CancellationToken cancellation = default)
    {
        var disk = space.Measure();
        if (disk.IsCritical)
        {
            await TryMakeRoomAsync(cancellation);
            disk = space.Measure();
        }
        else
        {
            reserve.Take(disk);
        }

        await TakeDownAsync(disk, cancellation);
    }

    /// <summary>A file that somebody holds open is no reason to say nothing of the disk.</summary>
    private async Task TryMakeRoomAsync(CancellationToken cancellation)
    {
        try
        {
            await MakeRoomAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "Room could not be made on the disk; tried again in a minute");
        }
    }

    private async Task MakeRoomAsync(CancellationToken cancellation)
    {
        var gaveBack = reserve.Release();
        var (files, rows) = await relief.RunAsync(cancellation);
        if (gaveBack || files + rows > 0)
        {
            logger.LogWarning(
                "The disk is nearly full: {Files} rejected or uploaded files and {Rows} receipts and runs were removed", files, rows);
        }
    }

    private async Task TakeDownAsync(DiskState disk, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var stored = await db.Settings.FindAsync([Name], cancellation);
        var known = stored is null ? new KeptDisk([]) : StoredJson.Read<KeptDisk>(stored.Value);
        var sample = new DiskSample(now, disk.Free);
        var samples = DiskFill.With(known.Samples, sample);
        var daysLeft = DiskFill.DaysLeft(samples ?? known.Samples, sample);
        var stage = StageOf(disk, daysLeft, known.Stage);
        var change = ChangeOf(known, stage, StationClock.MinuteOf(now), disk, daysLeft);
        if (samples is null && change is null)
        {
            return;
        }

        var result = change is null ? default : alarms.Apply(db, null, [change], now);
        stored ??= db.Settings.Add(new Setting { Name = Name, Value = "" }).Entity;
        stored.Value = StoredJson.Write(
            new KeptDisk(samples ?? known.Samples)
            {
                Stage = stage,
                SinceMinute = stage == OutlierStage.Normal ? null : known.SinceMinute ?? change?.SinceMinute,
            });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        if (result.Changes > 0)
        {
            changes.Publish(ChangeKind.Alarms);
        }
    }

    /// <summary>What was raised stays until there is clearly more.</summary>
    private static OutlierStage StageOf(DiskState disk, double? daysLeft, OutlierStage before)
    {
        var eased = disk with { Free = (long)(disk.Free / Hysteresis) };
        return disk.IsCritical ? OutlierStage.Serious
            : disk.IsLow || daysLeft < DaysAhead ? before == OutlierStage.Serious && eased.IsCritical ? before : OutlierStage.Caution
            : before != OutlierStage.Normal && (eased.IsLow || daysLeft < DaysAhead * Hysteresis) ? OutlierStage.Caution
            : OutlierStage.Normal;
    }

    private static AlarmChange? ChangeOf(KeptDisk known, OutlierStage stage, int minute, DiskState disk, double? daysLeft)
    {
        AlarmChangeKind? kind = (known.SinceMinute, stage) switch
        {
            (null, OutlierStage.Normal) => null,
            (null, _) => AlarmChangeKind.Opened,
            (_, OutlierStage.Normal) => AlarmChangeKind.Closed,
            _ when stage > known.Stage => AlarmChangeKind.StageRose,
            _ => null,
        };
        return kind is { } what
            ? new AlarmChange(
                AlarmCause.StationDisk, null, what, minute, known.SinceMinute ?? minute, stage == OutlierStage.Normal ? known.Stage : stage,
                stage == OutlierStage.Serious ? OutlierThresholds.Default.Serious : OutlierThresholds.Default.Caution,
                new AlarmEvidence { FreeMegabytes = disk.Free / Megabyte, DaysLeft = daysLeft })
            : null;
    }

    /// <summary>What is kept of the disk.</summary>
    private sealed record KeptDisk(IReadOnlyList<DiskSample> Samples)
    {
        public OutlierStage Stage { get; init; }

        /// <summary>Of the alarm that is open; null where none is.</summary>
        public int? SinceMinute { get; init; }
    }
}

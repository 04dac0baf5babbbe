using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>What a purge removed.</summary>
public readonly record struct Purged(int RetentionDays, int Readings, int Deliveries, int SentFolders)
{
    public bool Any => Readings + Deliveries + SentFolders > 0;
}

/// <summary>
/// Readings are kept for a year (setting), counted back from the newest reading of the sensor: history that was imported for study is not
/// taken for garbage because the calendar has moved on. Hourly roll-ups, forecasts, criteria and alarms with their log stay. Nothing
/// without a receipt is removed.
/// </summary>
public sealed class DataRetention(
    IDbContextFactory<StationDbContext> contexts, DataFolder folder, StationSettings settings, TimeProvider time)
{
    /// <summary>Rows removed in one transaction: other writers get their turn in between.</summary>
    private const int MinutesPerStep = 30 * MinutesPer.Day;
    private const int RollupYears = 10;
    private const int MostImports = 10_000;

    public async Task<Purged> PurgeAsync(CancellationToken cancellation)
    {
        var days = await settings.GetRetentionDaysAsync(cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var readings = 0;
        foreach (var sensor in await db.Sensors.AsNoTracking().ToListAsync(cancellation))
        {
            readings += await PurgeSensorAsync(
                db, sensor.Key, days * MinutesPer.Day, StationClock.MinuteOf(time.GetUtcNow()), cancellation);
        }

        var before = time.GetUtcNow().AddDays(-days);
        var deliveries = await db.Deliveries
            .Where(delivery => delivery.State == DeliveryState.Received && delivery.ReceiptAt < before
                && (delivery.Kind != DeliveryKind.Forecast || delivery.ArchivedAt != null))
            .ExecuteDeleteAsync(cancellation);
        await db.ReceivedMessages.Where(message => message.ReceivedAt < before).ExecuteDeleteAsync(cancellation);
        await db.JobRuns.Where(run => run.StartedAt < before).ExecuteDeleteAsync(cancellation);
        await db.Imports.Where(import => import.ImportedAt < before).ExecuteDeleteAsync(cancellation);
        await PurgeBeyondAsync(db, before, cancellation);
        var replayed = await db.Replays.Select(replay => replay.File).ToListAsync(cancellation);
        PurgeFiles(before, [.. replayed.Select(file => Path.GetFullPath(Path.Combine(folder.Root, file)))]);
        var sent = await PurgeSentAsync(db, before, cancellation);
        await FreePages.GiveBackAsync(db, cancellation);
        return new Purged(days, readings, deliveries, sent);
    }

    /// <summary>
    /// Forecasts go with the readings that they were compared with, roll-ups after ten years, and no list grows without end.
    /// </summary>
    private async Task PurgeBeyondAsync(StationDbContext db, DateTimeOffset before, CancellationToken cancellation)
    {
        var minute = StationClock.MinuteOf(before);
        var hour = StationClock.MinuteOf(time.GetUtcNow().AddYears(-RollupYears)) / MinutesPer.Hour;
        foreach (var key in await db.Sensors.Select(sensor => sensor.Key).ToListAsync(cancellation))
        {
            // Along the indexes, sensor by sensor: who deletes holds up everybody who writes for as long as it looks.
            foreach (var quantity in QuantityNames.All)
            {
                await db.Forecasts
                    .Where(forecast => forecast.SensorKey == key && forecast.Quantity == quantity && forecast.TargetMinute < minute)
                    .ExecuteDeleteAsync(cancellation);
            }

            var rollups = db.HourlyRollups.Where(rollup => rollup.SensorKey == key);
            if (await rollups.MaxAsync(rollup => (int?)rollup.Hour, cancellation) >= hour)
            {
                await rollups.Where(rollup => rollup.Hour < hour).ExecuteDeleteAsync(cancellation);
            }
        }

        var imports = db.Imports.OrderByDescending(import => import.Id).Skip(MostImports).Select(import => import.Id);
        await db.Imports.Where(import => imports.Contains(import.Id)).ExecuteDeleteAsync(cancellation);
    }

    private static async Task<int> PurgeSensorAsync(
        StationDbContext db, int sensorKey, int keptMinutes, int now, CancellationToken cancellation)
    {
        var readings = db.Readings.Where(reading => reading.SensorKey == sensorKey);
        if (await readings.MaxAsync(reading => (int?)reading.Minute, cancellation) is not { } last)
        {
            return 0;
        }

        // By the hour: a roll-up is of whole hours.
        var kept = Math.Min(last, now) - keptMinutes + 1;
        kept -= ((kept % MinutesPer.Hour) + MinutesPer.Hour) % MinutesPer.Hour;
        var removed = 0;
        while (await readings.MinAsync(reading => (int?)reading.Minute, cancellation) is { } oldest && oldest < kept)
        {
            var until = Math.Min(oldest + MinutesPerStep, kept);
            removed += await readings.Where(reading => reading.Minute < until).ExecuteDeleteAsync(cancellation);
            await db.Judgements.Where(judgement => judgement.SensorKey == sensorKey && judgement.Minute < until)
                .ExecuteDeleteAsync(cancellation);
            await db.Findings.Where(finding => finding.SensorKey == sensorKey && finding.Minute < until).ExecuteDeleteAsync(cancellation);
        }

        return removed;
    }

    /// <summary>
    /// What was kept for looking up: inputs of forecasts, uploads, rejects, files taken from the inbox. A file that is being replayed
    /// stays.
    /// </summary>
    private void PurgeFiles(DateTimeOffset before, HashSet<string> inUse)
    {
        KeptFiles.RemoveUnfinished(folder, time.GetUtcNow().UtcDateTime);
        foreach (var file in KeptFiles.Beyond(folder).Where(file => !inUse.Contains(file.FullName)).ToList())
        {
            file.Delete();
        }

        foreach (
            var root in new[] { Path.Combine(folder.Root, "Input"), folder.Uploads, folder.Rejects, Path.Combine(folder.Inbox, "Done"),
                KeptPushes.RefusedOf(folder) }
                .Where(Directory.Exists))
        {
            foreach (
                var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                    .Where(path => File.GetLastWriteTimeUtc(path) < before && !inUse.Contains(path)))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>A sent folder goes with the rows of its receipts: it counts when it was sent, not which day it was about.</summary>
    private async Task<int> PurgeSentAsync(StationDbContext db, DateTimeOffset before, CancellationToken cancellation)
    {
        var root = Path.Combine(folder.Root, "Sent");
        var removed = 0;
        foreach (
            var path in Directory.Exists(root)
                ? Directory.EnumerateDirectories(root).SelectMany(Directory.EnumerateDirectories).ToList()
                : [])
        {
            var sensor = Path.GetFileName(Path.GetDirectoryName(path));
            if (WireTime.TryReadDay(Path.GetFileName(path), out var day)
                && IsDayBefore(Path.GetFileName(path), before)
                && !await db.Deliveries.AnyAsync(delivery => delivery.SensorId == sensor && delivery.BaseDay == day, cancellation))
            {
                Directory.Delete(path, recursive: true);
                removed++;
            }
        }

        return removed;
    }

    private static bool IsDayBefore(string name, DateTimeOffset before) =>
        DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day < DateOnly.FromDateTime(before.UtcDateTime);
}

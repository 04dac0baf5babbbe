using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>A job whose time has come.</summary>
/// <param name="TimeZones">The zones whose hour it is; null where the run concerns every sensor.</param>
public sealed record DueRun(string Job, IReadOnlyList<string>? TimeZones, RunTrigger Trigger);

/// <summary>
/// Keeps when each schedule is due next, in the database: a time that passed while the station was down is noticed, and of two schedulers
/// on one database only the one that moves the clock on starts the job.
/// </summary>
public sealed class ScheduleClocks(IDbContextFactory<StationDbContext> contexts, TimeProvider time)
{
    /// <summary>Later than this a run counts as missed and the catch-up policy decides.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromMinutes(2);

    /// <summary>Gives each schedule a clock in each zone it runs in.</summary>
    public async Task EnsureAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);

        // Schedules and clocks are read in one transaction, or a schedule edited in between would get the clock of the old one.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var zones = await db.Sensors.Select(sensor => sensor.TimeZone).Distinct().ToListAsync(cancellation);
        var clocks = await db.ScheduleClocks.ToListAsync(cancellation);
        foreach (var schedule in await db.Schedules.AsNoTracking().Where(schedule => schedule.Cron != null).ToListAsync(cancellation))
        {
            var wanted = ZonesOf(schedule, zones);
            db.ScheduleClocks.RemoveRange(clocks.Where(clock => clock.Job == schedule.Job && !wanted.Contains(clock.TimeZone)));
            foreach (var zone in wanted.Where(zone => !clocks.Any(clock => clock.Job == schedule.Job && clock.TimeZone == zone)))
            {
                AddClock(db, schedule, zone);
            }
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Takes the occurrences that have come and moves their clocks on. A job that is still running keeps its occurrence for the next look.
    /// </summary>
    public async Task<IReadOnlyList<DueRun>> TakeDueAsync(Func<string, bool> isRunning, CancellationToken cancellation = default)
    {
        await EnsureAsync(cancellation);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var schedules = await db.Schedules.AsNoTracking().ToDictionaryAsync(schedule => schedule.Job, cancellation);
        await new ClockSetBack(db, now).ApplyAsync(schedules, cancellation);
        var due = new List<DueRun>();
        foreach (var clock in await db.ScheduleClocks.AsNoTracking().Where(clock => clock.NextDueAt <= now).ToListAsync(cancellation))
        {
            if (!isRunning(clock.Job)
                && schedules.TryGetValue(clock.Job, out var schedule)
                && await MoveOnAsync(db, clock, schedule, now, cancellation)
                && Decide(clock, schedule, now) is { } run)
            {
                due.Add(run);
            }
        }

        return [.. due.GroupBy(run => run.Job).Select(Combine)];
    }

    /// <summary>Makes a taken occurrence due again: its run could not be started, or was broken off.</summary>
    public async Task PutBackAsync(string job, IReadOnlyList<string>? timeZones, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.ScheduleClocks
            .Where(clock => clock.Job == job && clock.NextDueAt > now && (timeZones == null || timeZones.Contains(clock.TimeZone)))
            .ExecuteUpdateAsync(set => set.SetProperty(clock => clock.NextDueAt, now), cancellation);
    }

    private static DueRun Combine(IGrouping<string, DueRun> runs) => new(
        runs.Key,
        runs.Any(run => run.TimeZones is null) ? null : [.. runs.SelectMany(run => run.TimeZones!)],
        runs.Min(run => run.Trigger));

    private static List<string> ZonesOf(JobSchedule schedule, List<string> sensorZones)
    {
        if (schedule.TimeZone is { } chosen)
        {
            return [chosen];
        }

        return JobCatalog.Find(schedule.Job) is { InEachZone: true }
            ? sensorZones
            : [sensorZones.FirstOrDefault() ?? Sensor.DefaultTimeZone];
    }

    private void AddClock(StationDbContext db, JobSchedule schedule, string zone)
    {
        if (CronSchedule.Next(schedule.Cron!, zone, time.GetUtcNow()) is { } next)
        {
            db.ScheduleClocks.Add(new ScheduleClock { Job = schedule.Job, TimeZone = zone, NextDueAt = next });
        }
    }

    private static async Task<bool> MoveOnAsync(
        StationDbContext db, ScheduleClock clock, JobSchedule schedule, DateTimeOffset now, CancellationToken cancellation)
    {
        var next = CronSchedule.Next(schedule.Cron!, clock.TimeZone, now) ?? DateTimeOffset.MaxValue;
        return await db.ScheduleClocks
            .Where(row => row.Job == clock.Job && row.TimeZone == clock.TimeZone && row.NextDueAt == clock.NextDueAt)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextDueAt, next), cancellation) == 1;
    }

    private static DueRun? Decide(ScheduleClock clock, JobSchedule schedule, DateTimeOffset now)
    {
        var missed = now - clock.NextDueAt > OnTime;
        if (!schedule.Enabled || (missed && schedule.CatchUp == CatchUpPolicy.Skip))
        {
            return null;
        }

        string[]? zones = schedule.TimeZone is null && JobCatalog.Find(schedule.Job) is { InEachZone: true } ? [clock.TimeZone] : null;
        return new DueRun(schedule.Job, zones, missed ? RunTrigger.CatchUp : RunTrigger.Schedule);
    }
}

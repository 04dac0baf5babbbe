using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>
/// A clock that was ahead, for a minute or a year, leaves times behind at which jobs are due far too late. No job is due later than the
/// next time of its schedule; what is, is set back to it. A job of hours or days whose run of that time is in the history, made before the
/// clock was set back, is not made twice; jobs of each minute go on at once.
/// </summary>
internal sealed class ClockSetBack(StationDbContext db, DateTimeOffset now)
{
    /// <summary>A run that began so soon after a time was the run of that time.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);

    /// <summary>Jobs that come more often are wanted again.</summary>
    private static readonly TimeSpan ShortestKept = TimeSpan.FromHours(1);

    public async Task ApplyAsync(IReadOnlyDictionary<string, JobSchedule> schedules, CancellationToken cancellation)
    {
        foreach (var clock in await db.ScheduleClocks.AsNoTracking().Where(clock => clock.NextDueAt > now).ToListAsync(cancellation))
        {
            if (schedules.TryGetValue(clock.Job, out var schedule) && schedule.Cron is { } cron
                && CronSchedule.Next(cron, clock.TimeZone, now) is { } next && clock.NextDueAt > next
                && await NotYetRunAsync(clock, cron, next, cancellation) is var due && due < clock.NextDueAt)
            {
                await db.ScheduleClocks
                    .Where(row => row.Job == clock.Job && row.TimeZone == clock.TimeZone && row.NextDueAt == clock.NextDueAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextDueAt, due), cancellation);
            }
        }
    }

    private async Task<DateTimeOffset> NotYetRunAsync(
        ScheduleClock clock, string cron, DateTimeOffset due, CancellationToken cancellation)
    {
        while (CronSchedule.Next(cron, clock.TimeZone, due) is { } after && after - due >= ShortestKept && due < clock.NextDueAt
            && await db.JobRuns.AnyAsync(
                run => run.Job == clock.Job && run.Trigger == RunTrigger.Schedule && run.StartedAt >= due
                    && run.StartedAt <= due + StartsWithin, cancellation))
        {
            due = after;
        }

        return due;
    }
}

using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>
/// A clock that was behind, for minutes or days, and is right again leaves times behind that seem to be long past. What was missed is what
/// was due since it went wrong, not what was due in the year that it lost and found.
/// </summary>
internal sealed class ClockSetRight(StationDbContext db)
{
    /// <param name="wrongSince">What the clock said before it was set back.</param>
    /// <param name="now">What it says again.</param>
    /// <param name="cancellation">Looked at between queries.</param>
    public async Task ApplyAsync(DateTimeOffset wrongSince, DateTimeOffset now, CancellationToken cancellation)
    {
        var schedules = await db.Schedules.AsNoTracking().ToDictionaryAsync(schedule => schedule.Job, cancellation);
        foreach (var clock in await db.ScheduleClocks.AsNoTracking().Where(clock => clock.NextDueAt <= now).ToListAsync(cancellation))
        {
            if (schedules.GetValueOrDefault(clock.Job)?.Cron is { } cron
                && CronSchedule.Next(cron, clock.TimeZone, wrongSince) is { } due && due > clock.NextDueAt)
            {
                await db.ScheduleClocks
                    .Where(row => row.Job == clock.Job && row.TimeZone == clock.TimeZone && row.NextDueAt == clock.NextDueAt)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextDueAt, due), cancellation);
            }
        }
    }
}

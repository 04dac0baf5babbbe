using Cronos;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Scheduling;

/// <summary>Cron fields as Cronos reads them: Coravel silently accepts impossible ones, such as minute 61.</summary>
public static class CronSchedule
{
    /// <returns>What is wrong; null where the expression has a next time.</returns>
    public static Problem? Validate(string? cron, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(cron))
        {
            return new Problem("schedule.empty").At("cron");
        }

        return !CronExpression.TryParse(cron, CronFormat.Standard, out var expression)
            ? new Problem("schedule.no-cron", cron).At("cron")
            : expression.GetNextOccurrence(now, TimeZoneInfo.Utc) is null ? new Problem("schedule.never", cron).At("cron") : null;
    }

    public static DateTimeOffset? Next(string cron, string timeZone, DateTimeOffset after) =>
        CronExpression.Parse(cron, CronFormat.Standard).GetNextOccurrence(after, StationClock.For(timeZone).Zone);
}

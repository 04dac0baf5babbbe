using Cronos;
using Whatever.Web.Domain;

namespace Whatever.Web.Scheduling;

/// <summary>Cron fields as Cronos reads them: Coravel silently accepts impossible ones, such as minute 61.</summary>
public static class CronSchedule
{
    /// <returns>What is wrong; null where the expression has a next time.</returns>
    public static string? Validate(string? cron, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(cron))
        {
            return "The schedule is empty, expected five cron fields such as 10 0 * * *.";
        }

        return !CronExpression.TryParse(cron, CronFormat.Standard, out var expression)
            ? $"The schedule is \"{cron}\", expected five cron fields such as 10 0 * * * (minute, hour, day, month, weekday)."
            : expression.GetNextOccurrence(now, TimeZoneInfo.Utc) is null ? $"The schedule \"{cron}\" never comes." : null;
    }

    public static DateTimeOffset? Next(string cron, string timeZone, DateTimeOffset after) =>
        CronExpression.Parse(cron, CronFormat.Standard).GetNextOccurrence(after, StationClock.For(timeZone).Zone);
}

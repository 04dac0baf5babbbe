using System.Globalization;

namespace Whatever.Web.Backups;

/// <summary>Which backups are kept: the newest of each of the last days, weeks and months that have one.</summary>
public static class BackupRule
{
    public const int Days = 7;
    public const int Weeks = 4;
    public const int Months = 12;

    /// <param name="taken">When each was taken, in any order.</param>
    /// <param name="zone">Whose days count.</param>
    /// <returns>Those to keep.</returns>
    public static IReadOnlySet<DateTimeOffset> Keep(IReadOnlyCollection<DateTimeOffset> taken, TimeZoneInfo zone)
    {
        var local = taken.OrderDescending().Select(moment => (Moment: moment, Day: TimeZoneInfo.ConvertTime(moment, zone).Date)).ToList();
        return new[]
        {
            Newest(local, Days, day => (day.Year, day.DayOfYear)),
            Newest(local, Weeks, day => (ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day))),
            Newest(local, Months, day => (day.Year, day.Month)),
        }.SelectMany(kept => kept).ToHashSet();
    }

    private static IEnumerable<DateTimeOffset> Newest(
        IEnumerable<(DateTimeOffset Moment, DateTime Day)> newestFirst, int count, Func<DateTime, (int, int)> spanOf) =>
        newestFirst.GroupBy(one => spanOf(one.Day)).Take(count).Select(span => span.First().Moment);
}

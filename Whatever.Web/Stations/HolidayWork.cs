using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Whatever.Model.Problems;

namespace Whatever.Web.Stations;

/// <summary>
/// How much work the rules of a calendar are, told before they are gone through: a few lines can ask for each day since 1900 hundreds of
/// times.
/// </summary>
internal static class HolidayWork
{
    /// <summary>Days of a year that a rule names one by one, and some more.</summary>
    private const int MostNumbers = 500;

    /// <summary>Days that the rules of all events look at; two hundred of a day a year since 1900 are a tenth of it.</summary>
    private const int MostSteps = 1_000_000;

    private const int DaysOfYear = 366;
    private const int DaysOfMonth = 31;
    private const int Months = 12;
    private const int Weeks = 53;

    /// <returns>Null where it is little enough.</returns>
    public static Problem? Refuse(string fileName, IReadOnlyCollection<CalendarEvent> events, DateOnly to)
    {
        var rules = events.Where(one => one.RecurrenceRule is not null).ToList();
        var steps = rules.Sum(one => StepsOf(one.RecurrenceRule!, YearsOf(one, to)));
        return steps > MostSteps || rules.Exists(one => NumbersOf(one.RecurrenceRule!) > MostNumbers)
            ? new Problem("holiday-file.too-much-work", fileName, MostSteps)
            : null;
    }

    private static int YearsOf(CalendarEvent one, DateOnly to) => Math.Max(1, to.Year - (one.DtStart?.Year ?? to.Year) + 1);

    private static int NumbersOf(RecurrenceRule rule) => rule.ByDay.Count + rule.ByMonthDay.Count + rule.ByYearDay.Count
        + rule.ByWeekNo.Count + rule.ByMonth.Count + rule.BySetPosition.Count;

    /// <summary>Each year holds so many days that the rule has to look at.</summary>
    private static long StepsOf(RecurrenceRule rule, int years)
    {
        var months = rule.ByMonth.Count > 0 ? Math.Min(rule.ByMonth.Count, Months) : Months;
        var isWide = rule.ByDay.Count > 0 || rule.ByWeekNo.Count > 0 || rule.ByYearDay.Count > 1 || rule.ByMonthDay.Count > 1;
        return (long)years * rule.Frequency switch
        {
            FrequencyType.Daily => DaysOfYear,
            FrequencyType.Weekly => Weeks * (1 + rule.ByDay.Count),
            _ when isWide => Math.Min(DaysOfYear, DaysOfMonth * months),
            FrequencyType.Monthly => Months,
            _ => 1,
        } / Math.Clamp(rule.Interval, 1, DaysOfYear);
    }
}

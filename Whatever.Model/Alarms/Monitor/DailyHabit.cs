using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// What comes at the same time of the day day after day is how the days are now: irrigation, a customer's shift, a clock that was set. It
/// is told on the first days, and then no more.
/// </summary>
internal static class DailyHabit
{
    private const int DaysKept = 8;
    private const int DaysOfHabit = 3;
    private const int HoursApart = 1;
    private const double ShareOfBefore = 0.7;

    /// <summary>Notes an hour that is far from normal.</summary>
    /// <param name="memory">How far, standard deviations, by hours since 1970-01-01T00:00Z; it is changed.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="deviations">How far now; negative below.</param>
    /// <returns>Whether it was as far on enough of the days before, at the same time.</returns>
    public static bool Note(SortedDictionary<int, double> memory, int minute, double deviations)
    {
        var hour = minute / MinutesPer.Hour;
        if (!memory.TryGetValue(hour, out var known))
        {
            foreach (var old in memory.Keys.Where(old => hour - old > DaysKept * HoursPer.Day).ToList())
            {
                memory.Remove(old);
            }
        }

        memory[hour] = Math.Abs(deviations) > Math.Abs(known) ? Math.Round(deviations, 1) : known;
        var days = 0;
        for (var day = 1; day < DaysKept; day++)
        {
            days += WasAsFar(memory, hour - (day * HoursPer.Day), deviations) ? 1 : 0;
        }

        return days >= DaysOfHabit;
    }

    private static bool WasAsFar(SortedDictionary<int, double> memory, int hour, double deviations)
    {
        for (var at = hour - HoursApart; at <= hour + HoursApart; at++)
        {
            if (memory.TryGetValue(at, out var before) && before * Math.Sign(deviations) >= ShareOfBefore * Math.Abs(deviations))
            {
                return true;
            }
        }

        return false;
    }
}

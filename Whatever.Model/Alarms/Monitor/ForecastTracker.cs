using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// Learns how far the values of a sensor stay away from their forecasts on a usual day: the band of 80 % says nothing of how heavy the
/// tails are. A day counts by the deviation that would just have been an alarm; the limit is what that reaches once in a quarter of a
/// year, found as that of bursts (<see cref="StepTracker.LimitOf"/>).
/// </summary>
internal static class ForecastTracker
{
    private const int OnceInDays = 90;
    private const int DaysKept = 56;
    private const int BlockMinutes = 10;
    private const int LeastMinutes = 360;

    /// <summary>What is pending stays so down to where the stage Caution begins, 1.96 deviations of 2.58.</summary>
    private const double ShareHeld = 1.959963984540054 / ForecastJudge.SeriousDeviation;

    /// <summary>A day with a fault raises the limit by no more than this.</summary>
    private const double MostOfLimit = 1.5;

    /// <summary>Goes on by one value.</summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="day">The day on the wall clock.</param>
    /// <param name="interval">Sampling interval, minutes.</param>
    /// <param name="deviation">From the forecast, in standard deviations of its band; NaN where it is not known or another alarm's.</param>
    /// <returns>The deviation as the band would have it if the days of this sensor were those of a normal distribution.</returns>
    public static double Add(ForecastMemory memory, int minute, DateOnly day, int interval, double deviation)
    {
        if (memory.Day != day)
        {
            EndDay(memory, interval);
            memory.Day = day;
        }

        if (double.IsNaN(deviation))
        {
            return deviation;
        }

        var block = Math.Max(BlockMinutes, interval);
        Note(memory, minute / block, Math.Max(2, MinutesPer.Hour / block), Math.Abs(deviation));
        return memory.Limit is { } limit ? deviation * Math.Min(1, ForecastJudge.SeriousDeviation / limit) : deviation;
    }

    /// <summary>
    /// An alarm opens where the deviation was reached, and not much less was held for an hour after it: what that hour would just have
    /// opened.
    /// </summary>
    private static void Note(ForecastMemory memory, int block, int wanted, double deviation)
    {
        if (memory.Block != block)
        {
            // Looked at once a part of an hour, which is when it is complete.
            if (memory.Least.Count == wanted)
            {
                memory.Largest = Math.Max(memory.Largest, Math.Min(memory.Most.Max(), memory.Least.Min() / ShareHeld));
            }

            if (memory.Block != block - 1)
            {
                memory.Least.Clear();
                memory.Most.Clear();
            }

            memory.Least.Add(deviation);
            memory.Most.Add(deviation);
            if (memory.Least.Count > wanted)
            {
                memory.Least.RemoveAt(0);
                memory.Most.RemoveAt(0);
            }

            memory.Block = block;
        }

        memory.Least[^1] = Math.Min(memory.Least[^1], deviation);
        memory.Most[^1] = Math.Max(memory.Most[^1], deviation);
        memory.Count++;
    }

    private static void EndDay(ForecastMemory memory, int interval)
    {
        if (memory.Count * interval >= LeastMinutes)
        {
            memory.Days.Add(Math.Round(memory.Limit is { } known ? Math.Min(memory.Largest, MostOfLimit * known) : memory.Largest, 2));
            if (memory.Days.Count > DaysKept)
            {
                memory.Days.RemoveAt(0);
            }

            var limit = StepTracker.LimitOf(memory.Days, OnceInDays);
            memory.Limit = double.IsNaN(limit) ? null : Math.Max(ForecastJudge.SeriousDeviation, limit);
        }

        (memory.Count, memory.Largest) = (0, 0);
    }
}

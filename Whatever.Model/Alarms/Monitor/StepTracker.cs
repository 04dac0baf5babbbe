using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// Learns how large the steps of a sensor's flow are on a usual day, and says how large the step of now is beside them. A step counts for
/// more where it leads above what the flow was over the last day, and for less where it leads back: a supply main that is switched has a
/// step of the same size every day, a burst comes on top. The limit is the size that a day's largest reaches once in so many days, of the
/// last eight weeks: by a Gumbel distribution (Gumbel 1958, Statistics of Extremes) through their quartiles, which a fault in every
/// fourth day does not move, or by their own quantile where that is smaller.
/// </summary>
internal static class StepTracker
{
    private const int DaysKept = 56;
    private const int DaysNeeded = 5;
    private const int DaysForQuantile = 28;
    private const int HoursKept = HoursPer.Day;
    private const int DigitsKept = 5;
    private const int LeastMinutes = 360;

    private const double ShareOfNotable = 0.5;
    private const double ShareOfHabit = 0.7;
    private const int DaysOfHabit = 8;
    private const int MinutesOfHabit = 45;

    /// <summary>Smaller ones are noise, however quiet the days were; deviations.</summary>
    private const double LeastAlone = 5;
    private const double LeastWithPressure = 7;
    private const double ShareOfNovelty = 0.25;
    private const double ShareOfUsual = 0.75;

    /// <summary>A level that is far off makes no burst of a small step.</summary>
    private const double TimesRise = 2;

    /// <summary>
    /// Where large steps are hardly larger than those of any day, as noise has it, once a week means nothing: so many times the largest of
    /// the middle day is asked for.
    /// </summary>
    private const double TimesUsualDay = 1.8;

    /// <summary>A day with a burst raises the limit by no more than this.</summary>
    private const double MostOfLimit = 1.5;

    /// <summary>The flow is back when it lies within this share of the fall.</summary>
    private const double ShareOfReturn = 0.25;
    private const int MinutesAfterReturn = 60;
    private const int MinutesOfSilence = 30;

    /// <summary>A flow that has not come back after so long is at a new level.</summary>
    private const int MinutesOfFall = 360;

    /// <summary>Goes on by one value.</summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="day">The day on the wall clock.</param>
    /// <param name="interval">Sampling interval, minutes.</param>
    /// <param name="step">The step of now and the level before, unit of the flow rate; NaN where they are not known.</param>
    /// <param name="deviation">Of a usual step at this hour, unit of the flow rate; above 0.</param>
    /// <param name="pressureFall">How far the pressure fell at once, in its own deviations; NaN where it is not known.</param>
    /// <param name="once">A burst is as large as a usual step is once in so many days.</param>
    /// <returns>The size in deviations, alone and with the pressure; NaN where it is not known.</returns>
    public static (double Alone, double WithPressure) Add(
        StepMemory memory, int minute, DateOnly day, int interval, (double Step, double LevelBefore) step, double deviation,
        double pressureFall, double once)
    {
        if (memory.Day != day)
        {
            EndDay(memory, interval, once);
            memory.Day = day;
        }

        if (double.IsNaN(step.Step) || !(deviation > 0))
        {
            return (double.NaN, double.NaN);
        }

        var level = step.LevelBefore + step.Step;
        Follow(memory, minute, step, level, (memory.Limit ?? LeastAlone) * deviation);
        memory.LastMinute = minute;
        var rise = memory.Fall is { } fall ? Math.Min(step.Step, level - fall.LevelBefore) : step.Step;
        var most = TimesRise * Math.Abs(rise);
        var alone = (rise + (ShareOfNovelty * Math.Clamp(Novelty(memory, level), -most, most))) / deviation;
        var both = double.IsNaN(pressureFall) ? double.NaN : alone + Math.Clamp(pressureFall, -Math.Abs(alone), Math.Abs(alone));
        alone = IsHabit(memory, minute, alone) ? 0 : alone;
        both = alone > 0 ? both : Math.Min(both, 0);
        memory.Count++;
        memory.Largest = Math.Max(memory.Largest, alone);
        memory.LargestWithPressure = Math.Max(memory.LargestWithPressure, double.IsNaN(both) ? 0 : both);
        Note(memory, minute, level);
        return (alone, both);
    }

    /// <summary>The size that the largest step of a day reaches once in some days; NaN while too few days are known.</summary>
    /// <param name="days">Largest steps of days.</param>
    /// <param name="once">In so many days; above 1.</param>
    public static double LimitOf(IReadOnlyCollection<double> days, double once)
    {
        if (days.Count < DaysNeeded)
        {
            return double.NaN;
        }

        var sorted = days.Order().ToArray();
        var (low, middle, high) = (Robust.Quantile(sorted, 0.25), Robust.Quantile(sorted, 0.5), Robust.Quantile(sorted, 0.75));
        var scale = (high - low) / (Reduced(0.75) - Reduced(0.25));
        var gumbel = middle + (scale * (Reduced(1 - (1 / once)) - Reduced(0.5)));
        var limit = sorted.Length < DaysForQuantile ? gumbel : Math.Min(gumbel, Robust.Quantile(sorted, 1 - (1 / once)));
        return Math.Max(limit, TimesUsualDay * middle);
    }

    private static double Reduced(double share) => -Math.Log(-Math.Log(share));

    private static void EndDay(StepMemory memory, int interval, double once)
    {
        if (memory.Count * interval >= LeastMinutes)
        {
            memory.Limit = Keep(memory.Days, memory.Largest, memory.Limit, once, LeastAlone);
            if (memory.LargestWithPressure > 0)
            {
                memory.LimitWithPressure = Keep(
                    memory.DaysWithPressure, memory.LargestWithPressure, memory.LimitWithPressure, once, LeastWithPressure);
            }
        }

        (memory.Count, memory.Largest, memory.LargestWithPressure) = (0, 0, 0);
    }

    private static double? Keep(List<double> days, double largest, double? limit, double once, double least)
    {
        days.Add(Math.Round(limit is { } known ? Math.Min(largest, MostOfLimit * known) : largest, 2));
        if (days.Count > DaysKept)
        {
            days.RemoveAt(0);
        }

        return days.Count < DaysNeeded ? null : Math.Max(least, LimitOf(days, once));
    }

    /// <summary>How far a level lies above most of those of the last day; 0 while they are not known.</summary>
    private static double Novelty(StepMemory memory, double level)
    {
        if (memory.Levels.Count < HoursKept / 2)
        {
            return 0;
        }

        var sorted = memory.Levels.ToArray();
        Array.Sort(sorted);
        return level - Robust.Quantile(sorted, ShareOfUsual);
    }

    /// <summary>
    /// Whether a step as large came at this time of the day on two of the days before: a tank that is filled every night, a clock that was
    /// changed.
    /// </summary>
    private static bool IsHabit(StepMemory memory, int minute, double size)
    {
        if (memory.Limit is not { } limit || size < limit * ShareOfNotable)
        {
            return false;
        }

        memory.Notable.RemoveAll(notable => minute - notable.Minute > DaysOfHabit * MinutesPer.Day);
        var days = 0;
        for (var day = 1; day < DaysOfHabit; day++)
        {
            var at = minute - (day * MinutesPer.Day);
            days += memory.Notable.Exists(notable => Math.Abs(notable.Minute - at) <= MinutesOfHabit && notable.Size >= ShareOfHabit * size)
                ? 1 : 0;
        }

        if (memory.Notable is [.., var last] && minute - last.Minute <= MinutesOfHabit)
        {
            memory.Notable[^1] = last with { Size = Math.Max(last.Size, Math.Round(size, 1)) };
        }
        else
        {
            memory.Notable.Add(new NotableStep(minute, Math.Round(size, 1)));
        }

        return days >= 2;
    }

    private static void Note(StepMemory memory, int minute, double level)
    {
        if (memory.Hour == minute / MinutesPer.Hour)
        {
            return;
        }

        memory.Hour = minute / MinutesPer.Hour;
        memory.Levels.Add(Robust.Rounded(level, DigitsKept));
        if (memory.Levels.Count > HoursKept)
        {
            memory.Levels.RemoveAt(0);
        }
    }

    /// <summary>
    /// Remembers a fall as unusual as a burst, until an hour after the flow came back or for some hours: then it is as it is.
    /// </summary>
    private static void Follow(StepMemory memory, int minute, (double Step, double LevelBefore) step, double level, double limit)
    {
        // A meter that starts at 0 after a silence fell while nobody looked: what it shows later is no burst.
        var isResumed = minute - (memory.LastMinute ?? minute) > MinutesOfSilence && memory.Levels.Count > 0;
        var levelBefore = isResumed ? memory.Levels[^1] : step.LevelBefore;
        if (-step.Step >= limit || (isResumed && levelBefore - level >= limit))
        {
            var before = memory.Fall is { } known ? Math.Max(known.LevelBefore, levelBefore) : levelBefore;
            memory.Fall = new FallMemory(before, Math.Max(memory.Fall?.Size ?? 0, before - level), minute, null);
        }

        if (memory.Fall is { } fall)
        {
            var isBack = level >= fall.LevelBefore - (ShareOfReturn * fall.Size);
            memory.Fall = fall.BackMinute is null && isBack ? fall with { BackMinute = minute } : fall;
            if (minute - fall.Minute > MinutesOfFall || minute - (fall.BackMinute ?? minute) > MinutesAfterReturn)
            {
                memory.Fall = null;
            }
        }
    }
}

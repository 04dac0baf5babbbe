using Whatever.Model.Outliers;
using Whatever.Model.Statistics;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// Follows how far whole days stand from normal, so that alarms are about the hour and not about the season: criteria are a quarter old
/// before they are built anew. A rise that is meant to be seen over days, a leak, is the night flow's.
/// </summary>
internal static class SeasonTracker
{
    private const int DaysKept = 7;
    private const int DaysNeeded = 3;
    private const int LeastMinutes = 360;

    /// <summary>One wild hour must not move a day: standard deviations around the level so far.</summary>
    private const double Clip = 3;

    /// <summary>Deviations are those from the criteria in force: what was learned by others says nothing by these.</summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="criteria">Of all hours; null where there are none.</param>
    /// <returns>Whether they are others than before.</returns>
    public static bool Use(LevelMemory memory, NormalCriteria? criteria)
    {
        if (criteria is null || (memory.CriteriaMean.Equals(criteria.Mean) && memory.CriteriaDeviation.Equals(criteria.StandardDeviation)))
        {
            return false;
        }

        var isOther = memory.CriteriaMean is not null;
        if (isOther)
        {
            memory.Days.Clear();
            (memory.Sum, memory.Count, memory.Level) = (0, 0, null);
        }

        (memory.CriteriaMean, memory.CriteriaDeviation) = (criteria.Mean, criteria.StandardDeviation);
        return isOther;
    }

    /// <summary>Goes on by one deviation.</summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="day">The day on the wall clock.</param>
    /// <param name="interval">Sampling interval, minutes.</param>
    /// <param name="deviation">Value less normal in standard deviations; NaN where nothing was measured.</param>
    /// <param name="isUsual">Whether a person said that it is usual, however far from the level it lies.</param>
    public static void Add(LevelMemory memory, DateOnly day, int interval, double deviation, bool isUsual = false)
    {
        if (memory.Day != day)
        {
            if (memory.Count * interval >= LeastMinutes)
            {
                memory.Days.Add(memory.Sum / memory.Count);
            }

            if (memory.Days.Count > DaysKept)
            {
                memory.Days.RemoveAt(0);
            }

            (memory.Day, memory.Sum, memory.Count, memory.Level) = (day, 0, 0, null);
        }

        if (double.IsFinite(deviation))
        {
            var level = Of(memory);
            memory.Sum += isUsual ? deviation : Math.Clamp(deviation, level - Clip, level + Clip);
            memory.Count++;
        }
    }

    /// <summary>The newest days are as it will be: those before them say nothing any more.</summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    public static void Learn(LevelMemory memory)
    {
        memory.Days.RemoveRange(0, Math.Max(0, memory.Days.Count - DaysNeeded));
        memory.Level = null;
    }

    /// <summary>The level of the last days, in standard deviations; 0 while there are too few.</summary>
    public static double Of(LevelMemory memory) => memory.Level ??= memory.Days.Count < DaysNeeded ? 0 : Robust.Median([.. memory.Days]);
}

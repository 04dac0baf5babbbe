using Whatever.Model.Outliers;
using Whatever.Model.Statistics;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>Sums the night while it lasts and judges it when it is over.</summary>
internal static class NightTracker
{
    private const int FirstHour = 1;
    private const int EndHour = 5;
    private const int BinMinutes = 10;
    private const int BinsPerHour = 60 / BinMinutes;
    private const int Bins = (EndHour - FirstHour) * BinsPerHour;
    private const int NightsKept = 60;
    public const int FirstDayHour = 6;
    private const int DaysOfLevel = 7;
    private const int LeastMinutesOfNight = 150;
    private const int LeastMinutesOfDay = 360;

    /// <summary>How far nights wander is noted every third day, for a year.</summary>
    private const int DaysOfWander = 3;
    private const int WanderKept = 120;
    private const int WanderNeeded = 3;
    private const int WanderOfNow = 5;

    /// <summary>What few weeks say of how far nights wander is not the whole truth: until so much is known it counts for less.</summary>
    private const int WanderForTrust = 20;
    private const double ShareWhileYoung = 0.6;

    /// <summary>Of a normal distribution nine absolute values in ten lie within so many deviations.</summary>
    private const double ShareOfWander = 0.9;
    private const double DeviationsPerShare = 1.645;
    private const int DigitsKept = 5;

    /// <summary>Goes on by one value.</summary>
    /// <returns>Whether the night has just ended and is now the newest of the remembered ones.</returns>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="local">The wall clock.</param>
    /// <param name="interval">Sampling interval, minutes.</param>
    /// <param name="flow">Measured; NaN where nothing was.</param>
    /// <param name="normal">What is normal for this minute; NaN where it is not known.</param>
    public static bool Add(NightMemory memory, DateTime local, int interval, double flow, double normal)
    {
        if (local.Hour >= FirstDayHour && !double.IsNaN(flow + normal))
        {
            (memory.DaySum, memory.DayCount) = (memory.DaySum + flow, memory.DayCount + 1);

            // A leak lifts the days, too, and that is no season.
            memory.DayFlow += flow - memory.Excess;
            memory.DayNormal += normal;
        }

        if (local.Hour < EndHour && !double.IsNaN(flow))
        {
            (memory.NightSum, memory.NightCount) = (memory.NightSum + flow, memory.NightCount + 1);
        }

        var day = DateOnly.FromDateTime(local);
        if (local.Hour is >= FirstHour and < EndHour)
        {
            if (memory.Day != day)
            {
                Begin(memory, day);
            }

            if (!double.IsNaN(flow))
            {
                var bin = ((local.Hour - FirstHour) * BinsPerHour) + (local.Minute / BinMinutes);
                memory.Sums[bin] += flow;
                memory.Counts[bin]++;
            }

            return false;
        }

        if (memory.Day is not { } summed || (local.Hour < FirstHour && summed == day))
        {
            return false;
        }

        memory.Nights.Add(
            new RememberedNight(
                summed, Rounded(LowestHour(memory, interval)), Robust.Rounded(LevelOf(memory), DigitsKept), IsUsual: true,
                MeanOf(memory.NightSum, memory.NightCount, LeastMinutesOfNight / interval),
                MeanOf(memory.DaySum, memory.DayCount, LeastMinutesOfDay / interval)));
        memory.Day = null;
        (memory.NightSum, memory.NightCount, memory.DaySum, memory.DayCount) = (0, 0, 0, 0);
        if (memory.Nights.Count > NightsKept)
        {
            memory.Nights.RemoveAt(0);
        }

        return true;
    }

    /// <summary>
    /// What a person called false is what nights are like from now on: those of before are set beside them at their height.
    /// </summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="before">The first day that is as it will be.</param>
    /// <param name="increase">How much more flows at night, unit of the flow rate at the level of the newest night.</param>
    /// <param name="isNightOnly">Whether the days stayed as they were.</param>
    public static void Lift(NightMemory memory, DateOnly before, double increase, bool isNightOnly)
    {
        var levelled = increase / memory.Nights[^1].Level;
        for (var i = 0; i < memory.Nights.Count; i++)
        {
            var night = memory.Nights[i];
            var more = levelled * night.Level;
            memory.Nights[i] = night.Day < before
                ? night with { Flow = night.Flow + more, Mean = night.Mean + more, DayMean = night.DayMean + (isNightOnly ? 0 : more) }
                : night with { IsUsual = night.Flow is not null };
        }

        Rebase(memory);
    }

    /// <summary>Remembers how far the nights of now lie from those before, now and then.</summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    /// <param name="difference">Unit of the flow rate at the normal level; NaN where it is not known.</param>
    public static void NoteWander(NightMemory memory, double difference)
    {
        if (!double.IsNaN(difference) && memory.Nights[^1].Day.DayNumber % DaysOfWander == 0)
        {
            memory.Wander.Add(Rounded(difference)!.Value);
            if (memory.Wander.Count > WanderKept)
            {
                memory.Wander.RemoveAt(0);
            }
        }
    }

    /// <summary>How far nights wander without a leak, a standard deviation, unit of the flow rate; 0 while too little is known.</summary>
    public static double WanderOf(NightMemory memory)
    {
        // A leak that begins must not be its own excuse.
        var known = memory.Wander.SkipLast(WanderOfNow).ToList();
        return known.Count < WanderNeeded
            ? 0
            : (known.Count < WanderForTrust ? ShareWhileYoung : 1)
                * Robust.Quantile([.. known.Select(Math.Abs).Order()], ShareOfWander) / DeviationsPerShare;
    }

    /// <summary>The nights as they are judged: those that count as normal, and the newest ones whatever they are.</summary>
    public static List<NightMinimum> ForJudgement(NightMemory memory)
    {
        var firstJudged = memory.Nights.Count - NightFlowJudge.NightsJudged;
        return [.. memory.Nights.Where((night, index) => index >= firstJudged || night.IsUsual)
            .Select(
                night => new NightMinimum(night.Day, night.Flow ?? double.NaN, night.Level)
                {
                    NightMean = night.Mean ?? double.NaN,
                    DayMean = night.DayMean ?? double.NaN,
                })];
    }

    /// <summary>
    /// What is normal for the days is another thing from now on: the level goes on from where it stands, and follows them from there.
    /// </summary>
    /// <param name="memory">What is remembered; it is changed.</param>
    public static void Rebase(NightMemory memory)
    {
        if (memory.Nights.Count > 0)
        {
            (memory.BaseLevel, memory.BaseSum, memory.BaseCount) = (memory.Nights[^1].Level, 0, 0);
            memory.Shares.Clear();
        }
    }

    /// <summary>The middle share of the last daytimes; 1 while nothing is known.</summary>
    private static double LevelOf(NightMemory memory)
    {
        if (memory.DayNormal > 0)
        {
            var share = memory.DayFlow / memory.DayNormal;
            memory.Shares.Add(share);
            if (memory.BaseCount < DaysOfLevel)
            {
                (memory.BaseSum, memory.BaseCount) = (memory.BaseSum + share, memory.BaseCount + 1);
            }
        }

        (memory.DayFlow, memory.DayNormal) = (0, 0);
        if (memory.Shares.Count > DaysOfLevel)
        {
            memory.Shares.RemoveAt(0);
        }

        // One day of a pump that stood still is no season.
        var shares = memory.Shares.Count > 0 && Robust.Median([.. memory.Shares]) is var middle and > 0 ? middle : 1;
        return memory.BaseLevel is not { } level ? shares
            : memory.BaseCount < DaysOfLevel || memory.BaseSum <= 0 ? level
            : level * shares * memory.BaseCount / memory.BaseSum;
    }

    private static double? MeanOf(double sum, int count, int needed) => count >= needed && count > 0 ? Rounded(sum / count) : null;

    /// <summary>More digits than these say nothing of a night, and fill what is stored every minute.</summary>
    private static double? Rounded(double? value) =>
        value is { } known ? Robust.Rounded(known, DigitsKept) : null;

    private static void Begin(NightMemory memory, DateOnly day)
    {
        memory.Day = day;
        memory.Sums.Clear();
        memory.Counts.Clear();
        memory.Sums.AddRange(Enumerable.Repeat(0.0, Bins));
        memory.Counts.AddRange(Enumerable.Repeat(0, Bins));
    }

    /// <summary>
    /// Lowest mean of six ten-minute means in a row; null where there are none that all have values. Of values that are further apart, as
    /// many as an hour has.
    /// </summary>
    private static double? LowestHour(NightMemory memory, int interval)
    {
        var needed = Math.Min(BinsPerHour, BinsPerHour * BinMinutes / interval);
        double? lowest = null;
        for (var first = 0; first + BinsPerHour <= Bins; first++)
        {
            var (sum, count) = (0.0, 0);
            for (var bin = first; bin < first + BinsPerHour; bin++)
            {
                if (memory.Counts[bin] > 0)
                {
                    (sum, count) = (sum + (memory.Sums[bin] / memory.Counts[bin]), count + 1);
                }
            }

            if (count >= needed && (lowest is null || sum / count < lowest))
            {
                lowest = sum / count;
            }
        }

        return lowest;
    }
}

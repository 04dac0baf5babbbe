using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// The flows of a file of counts: by how much the counter grew since the count before, in the order of time. What is no growth of a
/// minute (a reset, a gap, a count that strays) gives no flow and is counted.
/// </summary>
internal sealed class CounterSeries
{
    /// <summary>A difference over more steps of the file than this would smear what flowed over a minute.</summary>
    private const int LargestGapSteps = 5;

    /// <summary>Nothing flows so many times as fast as usual: the counter was exchanged for one that stood higher.</summary>
    private const int JumpTimes = 1_000;

    /// <summary>How fast a counter may grow over an end that was said, against what is usual.</summary>
    private const int RollTimes = 50;

    /// <summary>Over an end that is guessed: a counter may have been exchanged there.</summary>
    private const int GuessTimes = 3;

    /// <summary>What no count behind it confirms may be a count that strays.</summary>
    private const int LastTimes = 10;

    /// <summary>A count that is back where it was by growing so many times as fast as usual never fell: its line was dead.</summary>
    private const int LeapTimes = 10;

    /// <summary>Of fewer nobody knows what is usual.</summary>
    private const int FewestForUsual = 3;

    /// <summary>A counter that rolls over stands so near to its end before, and so near to 0 after.</summary>
    private const double NearestToEnd = 0.95;

    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(1);

    /// <summary>The day on which clocks go back has 25 hours.</summary>
    private const double LongestSlowSteps = 1.25;

    /// <summary>A line is dead for days; what comes back later is another counter.</summary>
    private static readonly TimeSpan LongestStray = TimeSpan.FromDays(7);

    /// <summary>Where counters begin again at 0: after as many digits as they have, or as their registers hold.</summary>
    private static readonly double[] Ranges = [1e4, 65_536, 1e5, 1e6, 1e7, 1e8, 1e9, 4_294_967_296, 1e10];

    private readonly CounterPlan plan;
    private readonly long[] ticks;
    private readonly double[] counts;
    private readonly CounterEvents events;
    private readonly TimeSpan longest;
    private readonly double? usual;
    private readonly bool isUsualSure;
    private readonly double[] highestFrom;

    private CounterSeries(CounterPlan plan, long[] ticks, double[] counts, CounterEvents events)
    {
        (this.plan, this.ticks, this.counts, this.events) = (plan, ticks, counts, events);
        longest = Longest(plan, ticks, events);
        (usual, isUsualSure) = Usual();
        highestFrom = new double[counts.Length + 1];
        highestFrom[^1] = double.NegativeInfinity;
        for (var row = counts.Length - 1; row >= 0; row--)
        {
            highestFrom[row] = Math.Max(counts[row], highestFrom[row + 1]);
        }
    }

    /// <param name="plan">How the counter counts.</param>
    /// <param name="ticks">Of each count, UTC, in any order.</param>
    /// <param name="counts">NaN where there is none; become the flows, NaN where none is known.</param>
    /// <param name="events">Gets what was special.</param>
    public static void ToFlows(CounterPlan plan, ReadOnlySpan<long> ticks, Span<double> counts, CounterEvents events)
    {
        var all = counts.ToArray();
        var times = ticks.ToArray();
        counts.Fill(double.NaN);

        // Of two counts of one time the later row is the later one.
        int[] order = [.. Enumerable.Range(0, all.Length).Where(row => !double.IsNaN(all[row])).OrderBy(row => times[row])];
        var flows = new CounterSeries(
            plan, Array.ConvertAll(order, row => times[row]), Array.ConvertAll(order, row => all[row]), events).Flows();
        var lastOfMinute = -1;
        for (var i = 0; i < order.Length; i++)
        {
            if (double.IsNaN(flows[i]))
            {
                continue;
            }

            // A minute has one flow: that of its last count, from the last one of the minute before.
            if (lastOfMinute >= 0 && times[lastOfMinute] / TimeSpan.TicksPerMinute == times[order[i]] / TimeSpan.TicksPerMinute)
            {
                counts[lastOfMinute] = double.NaN;
            }

            counts[order[i]] = flows[i];
            lastOfMinute = order[i];
        }
    }

    private double[] Flows()
    {
        var flows = new double[counts.Length];
        Array.Fill(flows, double.NaN);
        CounterState? state = null;
        for (var i = 0; i < counts.Length; i++)
        {
            if (state is { } before && IsStray(before, i))
            {
                events.Add(CounterEvent.Stray, MinuteOf(i), before.Count, counts[i]);
                continue;
            }

            var (next, flow, outcome) = CounterFlow.Next(state, counts[i], At(i), RulesFor(state, i));
            Note(outcome, i, state?.Count ?? counts[i]);
            (state, flows[i]) = (next, flow ?? double.NaN);
        }

        return flows;
    }

    private void Note(CounterOutcome outcome, int row, double before)
    {
        CounterEvent? kind = outcome switch
        {
            CounterOutcome.First => CounterEvent.First,
            CounterOutcome.Reset => CounterEvent.Reset,
            CounterOutcome.RolledOver => CounterEvent.RolledOver,
            CounterOutcome.Resumed => CounterEvent.Gap,
            CounterOutcome.Jumped or CounterOutcome.Doubted => CounterEvent.Jump,
            _ => null,
        };
        if (kind is { } special)
        {
            events.Add(special, MinuteOf(row), before, counts[row]);
        }
    }

    private CounterRules RulesFor(CounterState? before, int row)
    {
        var range = before is { } last && counts[row] < last.Count ? RangeOf(last, row) : null;
        var most = isUsualSure && row == counts.Length - 1 ? usual * LastTimes
            : range is not null && usual is { } known ? known * RollTimes
            : isUsualSure ? usual * JumpTimes
            : null;
        return new CounterRules(range, most * plan.Scale, plan.Scale, CounterTime.Hour) { LongestGap = longest };
    }

    /// <summary>As a person said; else the end that it stood just before, where what it grew by then is usual.</summary>
    private double? RangeOf(CounterState last, int row)
    {
        if (plan.Range is { } said)
        {
            return said;
        }

        var range = Array.Find(Ranges, end => end > last.Count);
        return range > 0 && usual is { } known && last.Count >= range * NearestToEnd && counts[row] <= range * (1 - NearestToEnd)
            && (counts[row] - last.Count + range) / Hours(last.At.UtcTicks, ticks[row]) <= known * GuessTimes
            ? range
            : null;
    }

    /// <summary>
    /// A count that is left again for where the counter stood before: up and back, or down (to 0, where a line was dead) and up.
    /// </summary>
    private bool IsStray(CounterState before, int row) => counts[row] > before.Count
        ? IsHigh(before, row)
        : counts[row] < before.Count && IsLow(before, row);

    /// <summary>At once, or, where it leapt there, later.</summary>
    private bool IsHigh(CounterState before, int row)
    {
        var hasLeapt = isUsualSure && counts[row] - before.Count > usual * JumpTimes * Hours(before.At.UtcTicks, ticks[row]);
        for (var back = row + 1; back < counts.Length && (hasLeapt || back == row + 1) && IsNear(before, back); back++)
        {
            if (counts[back] >= before.Count && counts[back] < counts[row])
            {
                return true;
            }
        }

        return false;
    }

    private bool IsLow(CounterState before, int row)
    {
        var back = row + 1;
        while (back < counts.Length && highestFrom[back] >= before.Count && counts[back] < before.Count && IsNear(before, back))
        {
            back++;
        }

        return back < counts.Length && counts[back] >= before.Count && IsNear(before, back) && IsLeap(before, back);
    }

    /// <summary>It does not grow back to where it was; it is there from one row to the next, and went on as usual meanwhile.</summary>
    private bool IsLeap(CounterState before, int row)
    {
        var growth = counts[row] - counts[row - 1];
        return usual is { } known
            ? growth > known * LeapTimes * Hours(ticks[row - 1], ticks[row])
                && counts[row] - before.Count <= known * RollTimes * Hours(before.At.UtcTicks, ticks[row])
            : growth >= before.Count / 2;
    }

    private bool IsNear(CounterState before, int row) => ticks[row] - before.At.UtcTicks <= LongestStray.Ticks;

    private static TimeSpan Longest(CounterPlan plan, long[] ticks, CounterEvents events)
    {
        var steps = Enumerable.Range(1, Math.Max(0, ticks.Length - 1)).Select(row => ticks[row] - ticks[row - 1]).Where(step => step > 0)
            .Order().ToList();
        var step = new TimeSpan(steps.Count == 0 ? TimeSpan.TicksPerMinute : steps[steps.Count / 2]);
        var isSlow = step > LongestGap + (LongestGap / 2) && RegularStep.Of(ticks) is not null;
        events.SlowStep = isSlow && !plan.MayBeSlow ? step : null;

        // Readings of an hour come a little late at times; those of a day are no flow of a minute, unless a person says that they are.
        return isSlow && plan.MayBeSlow ? step * LongestSlowSteps
            : step > LongestGap + (LongestGap / 2) ? LongestGap
            : step * LargestGapSteps < LongestGap ? step * LargestGapSteps
            : step * 1.5 > LongestGap ? step * 1.5
            : LongestGap;
    }

    /// <summary>The middle of how fast it grew, counts an hour, where it grew at all.</summary>
    private (double? Usual, bool IsSure) Usual()
    {
        var grown = Enumerable.Range(1, Math.Max(0, counts.Length - 1))
            .Where(row => counts[row] > counts[row - 1] && ticks[row] > ticks[row - 1] && ticks[row] - ticks[row - 1] <= longest.Ticks)
            .Select(row => (counts[row] - counts[row - 1]) / Hours(ticks[row - 1], ticks[row])).Order().ToList();
        return grown.Count == 0 ? (null, false) : (grown[(grown.Count - 1) / 2], grown.Count >= FewestForUsual);
    }

    private static double Hours(long from, long to) => new TimeSpan(to - from).TotalHours;

    private DateTimeOffset At(int row) => new(ticks[row], TimeSpan.Zero);

    private int MinuteOf(int row) => StationClock.MinuteOf(At(row));
}

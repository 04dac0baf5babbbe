namespace Whatever.Web.Domain;

/// <summary>What became of a count.</summary>
public enum CounterOutcome
{
    /// <summary>The first one: from here on flows are known.</summary>
    First,

    /// <summary>It grew.</summary>
    Grown,

    /// <summary>It grew over its range and began again at 0.</summary>
    RolledOver,

    /// <summary>It fell: the counter was set back or exchanged, and counting begins anew.</summary>
    Reset,

    /// <summary>It grew by more than can flow: counting begins anew.</summary>
    Jumped,

    /// <summary>It grew far more than it did lately: a fault or another meter, until the next count grows no faster. Counting begins anew.
    /// </summary>
    Doubted,

    /// <summary>It was silent for so long that its growth says nothing of a minute: counting begins anew.</summary>
    Resumed,

    /// <summary>It is not newer than what was counted, such as a message that came twice.</summary>
    Late,
}

/// <summary>What a counter said last, and last before that minute.</summary>
public readonly record struct CounterState(double Count, DateTimeOffset At, double BaseCount, DateTimeOffset BaseAt)
{
    /// <summary>The growth of a minute that was doubted, of the last count; null where it was not. One as large is believed, because it
    /// goes on.</summary>
    public double? Doubted { get; init; }

    public static CounterState Begin(double count, DateTimeOffset at) => new(count, at, count, at);
}

/// <summary>How a counter counts.</summary>
/// <param name="Range">Where it begins again at 0; null where it never does.</param>
/// <param name="LargestFlow">In the unit of the flow; null for any.</param>
/// <param name="Scale">From counts to volume.</param>
/// <param name="Time">The flow's unit of time.</param>
public readonly record struct CounterRules(double? Range, double? LargestFlow, double Scale, CounterTime Time)
{
    /// <summary>Growth over a longer time is no flow of a minute; null for <see cref="CounterFlow.LongestGap"/>.</summary>
    public TimeSpan? LongestGap { get; init; }

    /// <summary>The usual largest flow of the last day, asked for only where no largest flow is set; null where too little is known.
    /// </summary>
    public Func<double?> LargestSeen { get; init; } = () => null;
}

/// <summary>
/// The flow of a minute from what a counter (a totaliser) said: by how much it grew since the last count of an earlier minute. So the
/// flows of minutes that follow each other add up to what the counter counted, however often it speaks.
/// </summary>
public static class CounterFlow
{
    /// <summary>Growth over a longer time is no flow of a minute.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromHours(2);

    /// <summary>Over a shorter time one pulse more or less would count for too much.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    /// <summary>Without a largest flow a counter that fell is taken for rolled over where it grew by less than this share of its
    /// range, and one that grew by more is doubted.</summary>
    private const double LargestShare = 0.1;

    /// <summary>Nothing makes ten times the largest flow of a day within a minute but a fault, or what goes on after it.</summary>
    private const double LargestMultiple = 10;

    /// <summary>What goes on after a doubt is not the same to the litre, and no more than this many times as much.</summary>
    private const double GoesOnMultiple = 2;

    /// <returns>What is to be remembered, the flow where one is known, and what became of the count.</returns>
    public static (CounterState State, double? Flow, CounterOutcome Outcome) Next(
        CounterState? before, double count, DateTimeOffset at, CounterRules rules)
    {
        if (before is not { } last)
        {
            return (CounterState.Begin(count, at), null, CounterOutcome.First);
        }

        if (at <= last.At)
        {
            return (last, null, CounterOutcome.Late);
        }

        if (at - last.At > (rules.LongestGap ?? LongestGap))
        {
            return (CounterState.Begin(count, at), null, CounterOutcome.Resumed);
        }

        // After a count that was doubted a fall is the way back, not a roll-over.
        var hasRolled = count < last.Count && last.Doubted is null && RollsOver(last, count, at, rules);
        var growth = count - last.Count + (hasRolled ? rules.Range!.Value : 0);
        if (growth < 0 || IsTooMuch(growth, at - last.At, rules))
        {
            return (CounterState.Begin(count, at), null, growth < 0 ? CounterOutcome.Reset : CounterOutcome.Jumped);
        }

        var ofAMinute = growth / AtLeastAMinute(at - last.At).TotalMinutes;
        if (!(ofAMinute <= GoesOnMultiple * last.Doubted) && IsDoubtful(growth, at - last.At, rules))
        {
            return (CounterState.Begin(count, at) with { Doubted = ofAMinute }, null, CounterOutcome.Doubted);
        }

        // Counted from below 0 after a roll-over, so that what grew before it is not lost.
        var (baseCount, baseAt) = IsSameMinute(last.At, at) ? (last.BaseCount, last.BaseAt) : (last.Count, last.At);
        var state = new CounterState(count, at, baseCount - (hasRolled ? rules.Range!.Value : 0), baseAt);
        var flow = at - baseAt < Shortest ? (double?)null : FlowOf(count - state.BaseCount, at - baseAt, rules);
        return (state, flow, hasRolled ? CounterOutcome.RolledOver : CounterOutcome.Grown);
    }

    /// <summary>How fast it grew since what it said last; of less than a minute as if it was one.</summary>
    public static double FlowSince(CounterState last, double count, DateTimeOffset at, CounterRules rules) =>
        FlowOf(count - last.Count, AtLeastAMinute(at - last.At), rules);

    private static bool RollsOver(CounterState last, double count, DateTimeOffset at, CounterRules rules) =>
        rules.Range is { } range && last.Count < range
        && (rules.LargestFlow is null
            ? count - last.Count + range <= LargestShare * range
            : !IsTooMuch(count - last.Count + range, at - last.At, rules));

    private static bool IsTooMuch(double growth, TimeSpan time, CounterRules rules) =>
        rules.LargestFlow is { } largest && FlowOf(growth, AtLeastAMinute(time), rules) > largest;

    /// <summary>By what flowed in the last day; while too little is known of that, by the range.</summary>
    private static bool IsDoubtful(double growth, TimeSpan time, CounterRules rules) => rules.LargestFlow is null && growth > 0
        && (rules.LargestSeen() is { } seen
            ? FlowOf(growth, AtLeastAMinute(time), rules) > LargestMultiple * seen
            : growth > LargestShare * rules.Range);

    /// <summary>A pulse that comes a second after the last one is no flow of sixty a minute.</summary>
    private static TimeSpan AtLeastAMinute(TimeSpan time) => time < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : time;

    private static double FlowOf(double growth, TimeSpan time, CounterRules rules) => growth * rules.Scale / rules.Time switch
    {
        CounterTime.Second => time.TotalSeconds,
        CounterTime.Minute => time.TotalMinutes,
        _ => time.TotalHours,
    };

    private static bool IsSameMinute(DateTimeOffset one, DateTimeOffset other) =>
        StationClock.MinuteOf(one) == StationClock.MinuteOf(other);
}

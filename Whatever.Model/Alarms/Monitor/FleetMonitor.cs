using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>A sensor that nothing comes from.</summary>
/// <param name="SensorKey">Which.</param>
/// <param name="SinceMinute">Its first minute without a reading.</param>
public readonly record struct SensorLoss(int SensorKey, int SinceMinute);

/// <summary>A sensor that nothing came from for a while.</summary>
/// <param name="Loss">Which, and its first minute without a reading.</param>
/// <param name="FromMinute">From when on its alarm of no data was open.</param>
/// <param name="ToMinute">When it was not any more; <see cref="int.MaxValue"/> where it is.</param>
public readonly record struct LossSpan(SensorLoss Loss, int FromMinute, int ToMinute);

/// <summary>An alarm of many sensors that was open in a run.</summary>
/// <param name="SinceMinute">When it began.</param>
/// <param name="OpenedMinute">When it opened; null where it had before the run.</param>
/// <param name="ClosedMinute">When it closed; null where it goes on.</param>
public readonly record struct Outage(int SinceMinute, int? OpenedMinute, int? ClosedMinute)
{
    /// <summary>Whether the loss of a sensor is part of it.</summary>
    /// <param name="sinceMinute">When the sensor was lost.</param>
    public bool Covers(int sinceMinute) =>
        sinceMinute >= SinceMinute && sinceMinute <= SinceMinute + FleetMonitor.SpreadMinutes
            && sinceMinute <= (ClosedMinute ?? int.MaxValue);
}

/// <summary>Where the alarm of many sensors stands; plain data that is stored.</summary>
public sealed record FleetState
{
    /// <summary>Delay and time of the alarm.</summary>
    public AlarmTimer Timer { get; init; }

    /// <summary>The last minute that was looked at; null before the first.</summary>
    public int? ThroughMinute { get; init; }

    /// <summary>How many were lost at most.</summary>
    public int Lost { get; init; }

    /// <summary>Whether the losses of single sensors are part of one alarm.</summary>
    public bool IsOpen => Timer.IsOpen;

    /// <summary>Whether the loss of a sensor is part of the alarm of many.</summary>
    /// <param name="loss">When it was lost.</param>
    public bool Covers(SensorLoss loss) => Timer.SinceMinute is { } since && new Outage(since, null, null).Covers(loss.SinceMinute);
}

/// <summary>What a step came to.</summary>
/// <param name="State">To go on from.</param>
/// <param name="Changes">Of the alarm of many sensors.</param>
/// <param name="Outages">Those that were open in the run.</param>
public sealed record FleetResult(FleetState State, IReadOnlyList<AlarmChange> Changes, IReadOnlyList<Outage> Outages);

/// <summary>
/// Makes one alarm of many sensors that are lost at once: it is the network or the server, and a list of a thousand sensors hides that.
/// Each sensor that is still lost when the others are back gets an alarm of its own.
/// </summary>
public static class FleetMonitor
{
    /// <summary>Losses that begin within so many minutes of each other belong together.</summary>
    private const int TogetherMinutes = 15;

    /// <summary>What is lost within a day of it is the same outage that spreads; what is lost later has an alarm of its own.</summary>
    internal const int SpreadMinutes = 1440;

    private const int Fewest = 2;
    private const double ShareOfFew = 0.5;
    private const int Many = 5;
    private const double ShareOfMany = 0.2;

    /// <summary>The alarm is over when no more than this share of those lost at most is left.</summary>
    private const double ShareLeft = 0.1;

    private static readonly AlarmRule Rule = new(1, 5, 0, OutlierThresholds.Default.Alert, OutlierThresholds.Default.Interest);

    /// <summary>
    /// Goes on to a minute. What is caught up with at once comes to what it would have come to minute by minute: nothing changes but at a
    /// loss, at a return, and when a delay after one of them is over.
    /// </summary>
    /// <param name="from">Where the last run ended.</param>
    /// <param name="losses">Of all sensors, those of the minutes since then and those that go on.</param>
    /// <param name="expected">Sensors that readings are expected of.</param>
    /// <param name="toMinute">Minutes since 1970-01-01T00:00Z.</param>
    public static FleetResult Run(FleetState from, IReadOnlyCollection<LossSpan> losses, int expected, int toMinute)
    {
        var through = from.ThroughMinute ?? toMinute - 1;
        var minutes = new SortedSet<int> { toMinute };
        foreach (
            var edge in losses.SelectMany(loss => new[] { loss.FromMinute, loss.ToMinute })
                .Where(edge => edge > through && edge < toMinute))
        {
            minutes.UnionWith(Enumerable.Range(edge, Rule.OffDelayMinutes + 1).Where(minute => minute < toMinute));
        }

        var (state, changes, outages) = (from, new List<AlarmChange>(), new List<Outage>());
        if (from.IsOpen)
        {
            outages.Add(new Outage(from.Timer.SinceMinute ?? through, null, null));
        }

        foreach (var minute in minutes)
        {
            var step = Step(
                state, [.. losses.Where(loss => loss.FromMinute <= minute && minute < loss.ToMinute).Select(loss => loss.Loss)], expected,
                minute);
            if (step.State.IsOpen && !state.IsOpen)
            {
                outages.Add(new Outage(step.State.Timer.SinceMinute ?? minute, minute, null));
            }
            else if (!step.State.IsOpen && state.IsOpen)
            {
                outages[^1] = outages[^1] with { ClosedMinute = minute };
            }

            state = step.State;
            changes.AddRange(step.Changes);
        }

        return new FleetResult(state with { ThroughMinute = toMinute }, changes, outages);
    }

    /// <summary>Goes on by one minute.</summary>
    /// <param name="from">Where the last step ended.</param>
    /// <param name="losses">Sensors whose alarm of no data is open, whether or not it was told.</param>
    /// <param name="expected">Sensors that readings are expected of.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public static FleetResult Step(FleetState from, IReadOnlyCollection<SensorLoss> losses, int expected, int minute)
    {
        var together = Together(losses);
        var isMany = together.Count >= Fewest
            && (together.Count >= ShareOfFew * expected || (together.Count >= Many && together.Count >= ShareOfMany * expected));

        // Sensors that were dead before it, or were lost for themselves later, keep no alarm of many open.
        var current = from.IsOpen ? losses.Count(from.Covers) : together.Count;
        var lost = Math.Max(from.Lost, current);
        var isHigh = from.IsOpen ? current > Math.Max(1, ShareLeft * lost) : isMany;
        var timer = from.Timer.Next(Rule, minute, isHigh ? OutlierThresholds.Default.Serious : 0);
        var changes = new List<AlarmChange>();
        if (timer.IsOpen && !from.IsOpen)
        {
            timer = timer with { SinceMinute = together.Min(loss => loss.SinceMinute) };
            changes.Add(Emit(AlarmChangeKind.Opened, timer, minute, lost));
        }
        else if (!timer.IsOpen && from.IsOpen)
        {
            changes.Add(Emit(AlarmChangeKind.Closed, from.Timer, minute, lost));
        }

        return new FleetResult(new FleetState { Timer = timer, Lost = timer.IsOpen ? lost : 0, ThroughMinute = minute }, changes, []);
    }

    /// <summary>The largest group of losses that began close to each other.</summary>
    private static List<SensorLoss> Together(IReadOnlyCollection<SensorLoss> losses)
    {
        var sorted = losses.OrderBy(loss => loss.SinceMinute).ToList();
        var (bestFirst, bestCount, first) = (0, 0, 0);
        for (var last = 0; last < sorted.Count; last++)
        {
            while (sorted[last].SinceMinute - sorted[first].SinceMinute > TogetherMinutes)
            {
                first++;
            }

            if (last - first + 1 > bestCount)
            {
                (bestFirst, bestCount) = (first, last - first + 1);
            }
        }

        return sorted.GetRange(bestFirst, bestCount);
    }

    private static AlarmChange Emit(AlarmChangeKind kind, AlarmTimer timer, int minute, int lost) => new(
        AlarmCause.ManyOffline, null, kind, minute, timer.SinceMinute ?? minute, OutlierStage.Serious, OutlierThresholds.Default.Serious,
        new AlarmEvidence(Sensors: lost));
}

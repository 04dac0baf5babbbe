using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// One sensor in a pass: where its monitoring stands after it, and what happened to its alarms if it was monitored in it.
/// </summary>
/// <param name="Key">Of the sensor.</param>
/// <param name="State">After the pass.</param>
/// <param name="Changes">Null where the sensor was not monitored in this pass.</param>
public sealed record SensorOutcome(int Key, MonitorState State, IReadOnlyList<AlarmChange>? Changes);

/// <summary>
/// What is told of one sensor that is lost while, or because, many are. While many are lost the loss of one is part of theirs; when they
/// are back, those that are not get an alarm of their own. One that was lost long before the others, or by itself later, has an alarm of
/// its own and keeps it.
/// </summary>
public static class OutageGrouping
{
    /// <summary>When each sensor was lost, in the minutes of this pass and before where it goes on.</summary>
    /// <param name="sensors">Those that readings are expected of.</param>
    public static IReadOnlyList<LossSpan> LossesOf(IEnumerable<SensorOutcome> sensors) => [.. sensors.SelectMany(LossesOf)];

    /// <summary>Puts what was found of single sensors in order with the outages of many.</summary>
    /// <param name="sensors">Those that readings are expected of.</param>
    /// <param name="outages">That were open in the pass, oldest first.</param>
    /// <returns>
    /// The changes of each sensor that keeps others than it had, in ascending order of minutes; and what is told of sensors that were lost
    /// before the pass.
    /// </returns>
    public static (IReadOnlyDictionary<int, IReadOnlyList<AlarmChange>> Kept, IReadOnlyList<(int Key, AlarmChange Change)> Told) Group(
        IReadOnlyList<SensorOutcome> sensors, IReadOnlyList<Outage> outages)
    {
        var kept = new Dictionary<int, IReadOnlyList<AlarmChange>>();
        var told = new List<(int, AlarmChange)>();
        foreach (var outage in outages)
        {
            foreach (var sensor in sensors)
            {
                if (Without(kept.GetValueOrDefault(sensor.Key) ?? sensor.Changes ?? [], outage) is { } rest)
                {
                    kept[sensor.Key] = rest;
                }
                else if (ToldBy(outage, sensor.State) is { } change)
                {
                    told.Add((sensor.Key, change));
                }
            }
        }

        return (kept, told);
    }

    /// <summary>
    /// Takes away what an outage stands for. A sensor that stayed away when the others were back is told of from then on.
    /// </summary>
    /// <param name="changes">Of one sensor.</param>
    /// <param name="outage">Of many.</param>
    /// <returns>Null where the outage stands for none of them.</returns>
    public static IReadOnlyList<AlarmChange>? Without(IReadOnlyList<AlarmChange> changes, Outage outage)
    {
        var openings = changes.Where(
            change => IsNoData(change) && change.Kind == AlarmChangeKind.Opened && outage.Covers(change.SinceMinute))
            .ToList();
        if (openings.Count == 0)
        {
            return null;
        }

        var rest = changes.ToList();
        foreach (var opening in openings)
        {
            var own = rest.Where(change => IsNoData(change) && change.SinceMinute == opening.SinceMinute).ToList();
            rest.RemoveAll(own.Contains);
            var end = own.Find(change => change.IsEnd)?.Minute ?? int.MaxValue;
            if (outage.ClosedMinute is { } over && end > over)
            {
                var raised = Math.Max(opening.Minute, over);
                var stage = own.Where(change => change.Minute <= raised).Max(change => change.Stage);
                rest.Add(opening with { Minute = raised, Stage = stage });
                rest.AddRange(own.Where(change => change.Minute > raised));
            }
        }

        return [.. rest.OrderBy(change => change.Minute)];
    }

    private static IEnumerable<LossSpan> LossesOf(SensorOutcome sensor)
    {
        var (since, from) = (0, (int?)null);
        var isKnown = false;
        foreach (var change in sensor.Changes?.Where(IsNoData) ?? [])
        {
            if (change.Kind == AlarmChangeKind.Opened)
            {
                (since, from, isKnown) = (change.SinceMinute, change.Minute, true);
            }
            else if (change.IsEnd)
            {
                yield return new LossSpan(new SensorLoss(sensor.Key, change.SinceMinute), from ?? int.MinValue, change.Minute);
                (from, isKnown) = (null, true);
            }
        }

        if (sensor.State.IsOpen(AlarmChannel.NoData) && (from is not null || !isKnown))
        {
            var begin = from is null ? sensor.State.Timers[AlarmChannel.NoData.Name].SinceMinute ?? int.MinValue : since;
            yield return new LossSpan(new SensorLoss(sensor.Key, begin), from ?? int.MinValue, int.MaxValue);
        }
    }

    /// <summary>
    /// Of a sensor whose loss was told before the pass: it becomes part of the outage that opens, or comes out of the one that ends.
    /// </summary>
    private static AlarmChange? ToldBy(Outage outage, MonitorState state)
    {
        if (
            state.Timers.GetValueOrDefault(AlarmChannel.NoData.Name) is not { IsOpen: true, SinceMinute: { } since } timer
                || !outage.Covers(since))
        {
            return null;
        }

        return outage switch
        {
            { ClosedMinute: { } closed } => Emit(AlarmChangeKind.Opened, closed),
            { OpenedMinute: { } opened } => Emit(AlarmChangeKind.Withdrawn, opened),
            _ => null,
        };

        AlarmChange Emit(AlarmChangeKind kind, int minute) =>
            new(
                AlarmCause.NoData, null, kind, minute, since,
                state.Stages.GetValueOrDefault(AlarmChannel.NoData.Name, Outliers.OutlierStage.Caution), timer.Peak, new AlarmEvidence());
    }

    private static bool IsNoData(AlarmChange change) => change.Channel == AlarmChannel.NoData;
}

using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>The judgements of the kind System: no data, stuck, out of range, spikes, clock, drift.</summary>
internal sealed class FaultSignals(SensorProfile profile, MonitorSettings settings, MonitorState state, MinuteView view, ChangeLog log)
{
    private const double Certain = 100;
    private static readonly AlarmChannel Both = new(AlarmCause.Stuck, null);
    private static readonly AlarmChannel FlowStuck = new(AlarmCause.Stuck, Quantity.FlowRate);
    private static readonly AlarmChannel PressureStuck = new(AlarmCause.Stuck, Quantity.Pressure);
    private static readonly AlarmChannel BurstChannel = new(AlarmCause.Burst, null);
    private static readonly AlarmChannel DriftChannel = new(AlarmCause.Drift, null);
    private readonly Func<int, AlarmEvidence> describe = view.Describe;

    public void Judge(int? aheadMinutes)
    {
        JudgeMissing();
        JudgeStuck();
        foreach (var quantity in QuantityNames.All)
        {
            if (profile.Of(quantity)?.Behaviour is { } behaviour)
            {
                JudgeRange(quantity, behaviour);
                JudgeJump(quantity, behaviour);
            }
        }

        Step(
            new(AlarmCause.ClockJump, null), MonitorRules.ClockJump(settings.IntervalMinutes),
            aheadMinutes is null ? double.NaN : aheadMinutes > MonitorRules.AheadLimit ? Certain : 0);
        JudgeDrift();
    }

    private void JudgeMissing()
    {
        var anything = false;
        foreach (var quantity in QuantityNames.All)
        {
            if (!double.IsNaN(view.Value(quantity)))
            {
                anything = true;
                state.Of(quantity).LastSeenMinute = view.Minute;
            }
        }

        if (anything)
        {
            state.LastSeenMinute = view.Minute;
        }

        if (state.LastSeenMinute is { } seen)
        {
            StepMissing(null, seen);
        }

        foreach (var quantity in QuantityNames.All)
        {
            // Of a quantity alone: nothing is said of it while nothing comes at all.
            if (anything && profile.Of(quantity) is not null && state.Of(quantity).LastSeenMinute is { } last)
            {
                StepMissing(quantity, last);
            }
        }
    }

    /// <summary>A minute without a value does not clear: of a sensor that reports now and then, every report would.</summary>
    private void StepMissing(Quantity? quantity, int seen)
    {
        var channel = new AlarmChannel(AlarmCause.NoData, quantity);
        var score = MonitorRules.NoDataScore(view.Minute - seen, PatienceWith(quantity), settings.IntervalMinutes);
        Step(
            channel, MonitorRules.NoData, seen < view.Minute && score < MonitorRules.NoData.RaiseAt ? double.NaN : score,
            since: seen + settings.IntervalMinutes);
    }

    /// <summary>Of the whole sensor the smaller one; a quantity that never came has no say in it.</summary>
    private int PatienceWith(Quantity? quantity) => quantity is { } own ? settings.Of(own).NoDataMinutes
        : state.FlowRate.LastSeenMinute is null ? settings.Pressure.NoDataMinutes
        : state.Pressure.LastSeenMinute is null ? settings.FlowRate.NoDataMinutes
        : Math.Min(settings.FlowRate.NoDataMinutes, settings.Pressure.NoDataMinutes);

    private void JudgeStuck()
    {
        var (flow, pressure) = (StuckScore(Quantity.FlowRate), StuckScore(Quantity.Pressure));
        var isBoth = flow >= MonitorRules.Scale.Caution && pressure >= MonitorRules.Scale.Caution;

        // Both are one fault of one box, whichever is known to be stuck first.
        if (state.IsOpen(Both) || (isBoth && !state.IsOpen(FlowStuck) && !state.IsOpen(PressureStuck)))
        {
            Step(Both, MonitorRules.Stuck(settings.IntervalMinutes), Larger(flow, pressure), state.FlowRate.SameSinceMinute);
        }
        else
        {
            Step(
                FlowStuck, MonitorRules.Stuck(settings.IntervalMinutes), state.IsOpen(PressureStuck) ? double.NaN : flow,
                state.FlowRate.SameSinceMinute);
            Step(
                PressureStuck, MonitorRules.Stuck(settings.IntervalMinutes), state.IsOpen(FlowStuck) ? double.NaN : pressure,
                state.Pressure.SameSinceMinute);
        }
    }

    private double StuckScore(Quantity quantity)
    {
        var (value, memory) = (view.Value(quantity), state.Of(quantity));
        if (double.IsNaN(value) || profile.Of(quantity)?.Behaviour is not { } behaviour)
        {
            return double.NaN;
        }

        if (memory.LastValue is { } last && last.Equals(value))
        {
            memory.SameCount++;
        }
        else
        {
            (memory.LastValue, memory.SameSinceMinute, memory.SameCount) = (value, view.Minute, 1);
        }

        return MonitorRules.StuckScore(memory.SameCount, behaviour);
    }

    private void JudgeRange(Quantity quantity, QuantityBehaviour behaviour) =>
        Step(
            new(AlarmCause.OutOfRange, quantity), MonitorRules.OutOfRange(settings.IntervalMinutes),
            MonitorRules.RangeScore(view.Value(quantity), settings.Of(quantity), behaviour));

    private void JudgeJump(Quantity quantity, QuantityBehaviour behaviour)
    {
        var size = JumpAndBack.SizeAt(view.Until(quantity));
        var score = behaviour.JumpLimit.Equals(0.0)
            ? (size > 0 ? Certain : size)
            : DecisionScore.Of(size, behaviour.JumpLimit, MonitorRules.Scale);

        // Below the limit a jump is usual, not half an alarm.
        Step(new(AlarmCause.Spike, quantity), MonitorRules.Spike(settings.IntervalMinutes), score < MonitorRules.Scale.Alert ? 0 : score);
    }

    private void JudgeDrift()
    {
        if (profile.Relation is { } relation)
        {
            if (AlarmChannel.Faults.Any(channel => channel != DriftChannel && channel.Cause != AlarmCause.NoData && state.IsOpen(channel)))
            {
                // Hours of nonsense must not be taken for a drift once they are over.
                state.Drift.Residuals.Clear();
                state.Drift.Count = 0;
                (state.Drift.FlowSum, state.Drift.PressureSum) = (0, 0);
            }

            // Spikes lift the mean of an hour as a drift does, and what a burst takes away is not on the curve: neither is the sensor's.
            var isOther = state.IsOpen(BurstChannel) || QuantityNames.All.Any(quantity => state.IsOpen(new(AlarmCause.Spike, quantity)));
            var flow = isOther ? double.NaN : view.Smooth(Quantity.FlowRate);
            var deviations = DriftTracker.Add(
                state.Drift, relation, view.Minute, settings.IntervalMinutes, flow, view.Smooth(Quantity.Pressure));

            // A sensor that stands still or shows nonsense leaves the curve too: that is told already.
            var isToldAlready = state.IsOpen(BurstChannel)
                || AlarmChannel.Faults.Any(channel => channel != DriftChannel && state.IsOpen(channel));
            if (deviations is { } known)
            {
                Step(
                    DriftChannel, MonitorRules.Drift,
                    isToldAlready ? double.NaN : DecisionScore.Of(Math.Abs(known), MonitorRules.DriftLimit, MonitorRules.Scale),
                    DriftSince());
            }
        }
    }

    /// <summary>What first shows a drift is the mean of hours, so it began before them.</summary>
    private int DriftSince() =>
        (state.Timers.GetValueOrDefault(DriftChannel.Name).SinceMinute ?? view.Minute) - (FlowPressureRelation.HoursJudged * 60);

    private void Step(AlarmChannel channel, AlarmRule rule, double score, int? since = null)
    {
        log.Find(view.Minute, channel, score, MonitorRules.Scale);
        log.Step(channel, rule, view.Minute, score, MonitorRules.Scale, describe, since);
    }

    /// <summary>NaN only where both are.</summary>
    private static double Larger(double first, double second) =>
        double.IsNaN(first) ? second : double.IsNaN(second) ? first : Math.Max(first, second);
}

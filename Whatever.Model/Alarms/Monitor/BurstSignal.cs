using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// Finds bursts: the flow steps up further than it does on a usual day of this sensor, and stays. A pressure that falls at once makes it
/// surer, but is no condition: most stations have none that they trust.
/// </summary>
internal sealed class BurstSignal(SensorProfile profile, MonitorSettings settings, MonitorState state, MinuteView view, ChangeLog log)
{
    public static readonly AlarmChannel Channel = new(AlarmCause.Burst, null);

    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private static readonly AlarmChannel PressureLow = new(AlarmCause.Low, Quantity.Pressure);

    /// <summary>Deviations are not counted in less than this share of the mean.</summary>
    private const double LeastDeviation = 0.001;

    /// <summary>A burst has stepped up when the step of now is less than this share of it.</summary>
    private const double ShareOfSettled = 0.25;

    public void Judge()
    {
        // Of coarse values a step cannot be told; a burst that is open has to end all the same.
        if ((settings.IntervalMinutes > MonitorRules.CoarsestBurstInterval && !state.IsOpen(Channel)) || profile.FlowRate is not { } flow)
        {
            return;
        }

        var (step, before, asWeekday) = view.StepOf(Quantity.FlowRate);
        var pressure = profile.Pressure is { } own
            ? -view.StepOf(Quantity.Pressure).Step / own.Behaviour.StepDeviations[view.Local.Hour]
            : double.NaN;
        var deviation = Math.Max(flow.Behaviour.StepDeviations[view.Local.Hour], LeastDeviation * Math.Abs(flow.Criteria.All.Mean));
        var (alone, both) = StepTracker.Add(
            state.Step, view.Minute, DateOnly.FromDateTime(view.Local), settings.IntervalMinutes, (step, before), deviation, pressure,
            settings.FlowRate.BurstOnceInDays);
        if (state.Burst is { HasSettled: false } rising && step < ShareOfSettled * rising.Step)
        {
            state.Burst = rising with { HasSettled = true };
        }

        if (state.Burst is { } burst && state.IsOpen(Channel) && !IsOnTop(burst, alone, both, step, before))
        {
            Step(ScoreOf(burst), isTop: false);
        }
        else
        {
            // What comes on top of a burst is another one: people are called again. It is over when both are.
            var isTop = state.IsOpen(Channel);
            log.End(Channel, AlarmChangeKind.Closed, view.Minute, Describe);
            Step(ScoreOf(alone, both, step, before, asWeekday, deviation), isTop);
        }

        if (state.Burst is not null && !state.Timers.ContainsKey(Channel.Name))
        {
            state.Burst = null;
        }

        if (state.IsOpen(Channel))
        {
            // Left pending, they would open the minute that the burst is over.
            log.ForgetPending(FlowHigh);
            log.ForgetPending(PressureLow);
        }
    }

    /// <summary>A burst that is open may end; what else comes is not looked at.</summary>
    public void JudgeEnd()
    {
        if (state.Burst is { } burst && state.IsOpen(Channel))
        {
            Step(ScoreOf(burst), isTop: false);
            if (!state.Timers.ContainsKey(Channel.Name))
            {
                state.Burst = null;
            }
        }
    }

    private AlarmEvidence Describe(int since) => view.Describe(since) with
    {
        Step = state.Burst?.Top ?? state.Burst?.Step,
        UsualStep = state.Burst?.UsualStep,
    };

    /// <summary>One on top takes the place of the one below in the same minute: in between there is no time without a burst.</summary>
    private void Step(double score, bool isTop)
    {
        var rule = MonitorRules.Burst(settings.IntervalMinutes);
        log.Step(Channel, isTop ? rule with { OnDelayMinutes = 1 } : rule, view.Minute, score, MonitorRules.Scale, Describe, null);
    }

    private bool IsOnTop(BurstMemory burst, double alone, double both, double step, double before) =>
        burst.HasSettled && before - burst.LevelBefore > MonitorRules.BurstReturn * burst.Step
            && ScoreOf(alone, both) >= MonitorRules.Scale.Alert && step >= burst.Step;

    private double ScoreOf(double alone, double both) => Math.Max(Of(alone, state.Step.Limit), Of(both, state.Step.LimitWithPressure));

    /// <summary>The step leaves the window within minutes; what stays is that the flow has not come back.</summary>
    private double ScoreOf(BurstMemory burst)
    {
        var level = view.ResidualLevel(Quantity.FlowRate, burst.AsWeekday);
        return double.IsNaN(view.Value(Quantity.FlowRate)) || double.IsNaN(level) ? double.NaN
            : level - burst.LevelBefore > MonitorRules.BurstReturn * burst.Step ? MonitorRules.Scale.Alert
            : 0;
    }

    private double ScoreOf(double alone, double both, double step, double before, bool asWeekday, double deviation)
    {
        if (double.IsNaN(alone) || double.IsNaN(view.Value(Quantity.FlowRate)))
        {
            return double.NaN;
        }

        var score = ScoreOf(alone, both);
        if (score >= MonitorRules.Scale.Alert)
        {
            var from = Math.Min(before, state.Burst?.LevelBefore ?? before);
            state.Burst = new BurstMemory(from, before + step - from, null)
            {
                Top = from < before ? step : null,
                AsWeekday = asWeekday,
                UsualStep = state.Step.Limit is { } limit && limit * deviation < step ? limit * deviation : null,
            };
        }

        return score;
    }

    private static double Of(double size, double? limit) =>
        limit is not { } known || double.IsNaN(size) ? 0 : DecisionScore.Of(size, known, MonitorRules.Scale);
}

using MathNet.Numerics;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// The judgements of the water itself: high and low values, bursts, forecasts, nights. They say nothing while the sensor is not believed.
/// </summary>
internal sealed class WaterSignals(SensorProfile profile, MonitorSettings settings, MonitorState state, MinuteView view, ChangeLog log)
{
    private static readonly AlarmChannel Burst = new(AlarmCause.Burst, null);
    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private static readonly AlarmChannel PressureLow = new(AlarmCause.Low, Quantity.Pressure);
    private static readonly AlarmChannel NightStep = new(AlarmCause.NightFlowStep, Quantity.FlowRate);
    private static readonly AlarmChannel Leak = new(AlarmCause.Leak, Quantity.FlowRate);

    private static readonly AlarmChannel[] LevelsOfFlow = [FlowHigh, new(AlarmCause.Low, Quantity.FlowRate), Burst, Leak, NightStep];
    private static readonly AlarmChannel[] LevelsOfPressure = [new(AlarmCause.High, Quantity.Pressure), PressureLow, Burst];

    public static IReadOnlyList<AlarmChannel> Channels { get; } =
        [.. AlarmChannel.All.Where(channel => channel.Cause.KindOf() != JudgementKind.System)];

    private readonly Func<int, AlarmEvidence> describe = view.Describe;
    private readonly Func<int, AlarmEvidence> describeForecast = view.DescribeForecast;

    /// <summary>The newest night that ended.</summary>
    public NightFlowFinding? Night { get; private set; }

    public void Judge()
    {
        JudgeBurst();
        foreach (var quantity in QuantityNames.All)
        {
            if (profile.Of(quantity) is not null)
            {
                JudgeValue(quantity);
                JudgeForecast(quantity);
            }
        }

        Merge();
    }

    /// <summary>
    /// Whether an alarm is open that says that a quantity is not as on other days, and whether a person said that one of them is none: then
    /// the quantity is as it will be.
    /// </summary>
    public (bool IsUnusual, bool IsUsualByWord) LevelOf(Quantity quantity)
    {
        var (isUnusual, isUsual) = (false, false);
        if (state.Timers.Count > 0)
        {
            foreach (var channel in quantity == Quantity.FlowRate ? LevelsOfFlow : LevelsOfPressure)
            {
                isUnusual |= state.IsOpen(channel);
                isUsual |= view.IsFalseAlarm(channel);
            }
        }

        return (isUnusual && !isUsual, isUsual);
    }

    /// <summary>The sensor is at fault: what was pending is forgotten, what is open stays as it is.</summary>
    public void Forget()
    {
        foreach (var channel in Channels)
        {
            log.Forget(channel);
        }
    }

    public void JudgeNight()
    {
        if (state.IsOpen(Burst))
        {
            // What flows is the burst's, which is told already.
            state.Night.Nights[^1] = state.Night.Nights[^1] with { IsUsual = false, Flow = null };
        }

        var isUsual = view.IsFalseAlarm(NightStep) || view.IsFalseAlarm(Leak);
        var finding = FindNight();
        if (isUsual && finding.Judgement.Score >= MonitorRules.Night.RaiseAt)
        {
            var open = state.Timers[(state.IsOpen(NightStep) ? NightStep : Leak).Name].SinceMinute ?? view.Minute;
            NightTracker.Lift(state.Night, DateOnly.FromDateTime(view.Local.AddMinutes(open - view.Minute)), finding.Increase);
            finding = FindNight();
        }

        Night = finding;
        var nights = state.Night.Nights;

        // One event has one alarm: what is open goes on, whichever shape the nights take.
        var isStep = !state.IsOpen(Leak) && (finding.Shape == NightFlowShape.Step || state.IsOpen(NightStep));
        var evidence = new AlarmEvidence(FlowRate: nights[^1].Flow, ExpectedFlowRate: finding.Usual, LossPerDay: finding.LossPerDay);
        Emit(NightStep, isStep ? finding.Judgement.Score : 0);
        Emit(Leak, isStep ? 0 : finding.Judgement.Score);
        var isStanding = !isUsual && (state.IsOpen(NightStep) || state.IsOpen(Leak));
        if (isStanding)
        {
            nights[^1] = nights[^1] with { IsUsual = false };
        }

        if (!isStanding || !double.IsNaN(finding.Judgement.Score))
        {
            state.Night.Excess = isStanding ? finding.Increase : 0;
        }

        NightFlowFinding FindNight() => NightReview.Of(state.Night, settings.FlowRate.LegitimateNightUse);

        void Emit(AlarmChannel channel, double score)
        {
            var said = double.IsNaN(finding.Judgement.Score) ? double.NaN : score;
            log.Find(view.Minute, channel, said, MonitorRules.Scale);
            log.Step(channel, MonitorRules.Night, view.Minute, said, MonitorRules.Scale, _ => evidence, null);
            if (!double.IsNaN(said))
            {
                log.Measure(channel, view.Minute, evidence);
            }
        }
    }

    private void JudgeBurst()
    {
        // Of coarse values a step cannot be told; a burst that high flow and low pressure came to has to end all the same.
        if (
            (settings.IntervalMinutes > MonitorRules.CoarsestBurstInterval && !state.IsOpen(Burst)) || profile.FlowRate is null
                || profile.Pressure is null)
        {
            return;
        }

        log.Step(
            Burst, MonitorRules.Burst(settings.IntervalMinutes), view.Minute, BurstScore(profile.FlowRate, profile.Pressure),
            MonitorRules.Scale, describe, null);
        if (state.Burst is not null && !state.Timers.ContainsKey(Burst.Name))
        {
            state.Burst = null;
        }

        if (state.IsOpen(Burst))
        {
            // Left pending, they would open the minute that the burst is over.
            log.ForgetPending(FlowHigh);
            log.ForgetPending(PressureLow);
        }
    }

    private double BurstScore(QuantityProfile flow, QuantityProfile pressure)
    {
        if (double.IsNaN(view.Value(Quantity.FlowRate)))
        {
            return double.NaN;
        }

        if (state.Burst is { } burst && state.IsOpen(Burst))
        {
            // The step leaves the window within minutes; what stays is that the flow has not come back.
            var level = view.ResidualLevel(Quantity.FlowRate);
            var isStillHigh = Upper(view.Deviations(Quantity.FlowRate)) >= settings.FlowRate.ClearBelow;
            return double.IsNaN(level)
                ? double.NaN
                : isStillHigh || level - burst.LevelBefore > MonitorRules.BurstReturn * burst.Step ? MonitorRules.Scale.Alert
                : 0;
        }

        var (step, before) = view.StepOf(Quantity.FlowRate);
        var (pressureStep, pressureBefore) = view.StepOf(Quantity.Pressure);
        if (double.IsNaN(step) || double.IsNaN(pressureStep))
        {
            return double.NaN;
        }

        var up = step / flow.Behaviour.StepDeviations[view.Local.Hour];
        var down = -pressureStep / pressure.Behaviour.StepDeviations[view.Local.Hour];
        if (!(up >= MonitorRules.BurstFlowStep && down >= MonitorRules.BurstPressureStep))
        {
            return 0;
        }

        state.Burst = new BurstMemory(before, step, pressureBefore);
        return DecisionScore.Of(up, MonitorRules.BurstFlowStep, MonitorRules.Scale);
    }

    private void JudgeValue(Quantity quantity)
    {
        var (z, own) = (view.Deviations(quantity), settings.Of(quantity));
        var (high, low) = own.Tail switch
        {
            Tail.Upper => (Upper(z), 0.0),
            Tail.Lower => (0.0, Upper(-z)),
            _ => z >= 0 ? (Both(z), 0.0) : (0.0, Both(z)),
        };

        // Single values that are far off lift a mean, too.
        var isSpiky = IsSpiky(quantity);

        // A burst or a leak that is open is why the flow is high and the pressure low. What was told before it has to end all the same.
        var isToldAlready = state.Timers.ContainsKey(Burst.Name) || IsStanding(Leak) || IsStanding(NightStep);
        Emit(new(AlarmCause.High, quantity), high, isToldAlready && quantity == Quantity.FlowRate);
        Emit(new(AlarmCause.Low, quantity), low, isToldAlready && quantity == Quantity.Pressure);

        void Emit(AlarmChannel channel, double score, bool isOfAnother) => log.Step(
            channel, MonitorRules.Value(own, settings.IntervalMinutes), view.Minute,
            double.IsNaN(z) || isSpiky || (isOfAnother && !state.IsOpen(channel)) ? double.NaN : score, own.Thresholds, describe, null);
    }

    private void JudgeForecast(Quantity quantity)
    {
        var channel = new AlarmChannel(AlarmCause.Forecast, quantity);
        var verdict = ForecastJudge.Judge(view.Value(quantity), view.Forecast(quantity), settings.Of(quantity).Thresholds);
        log.Find(view.Minute, channel, verdict.Score, settings.Of(quantity).Thresholds);
        var smooth = ForecastJudge.Judge(view.ForecastMean(quantity), view.Forecast(quantity), MonitorRules.Scale).Score;

        // What the value itself says already is one event, not two.
        var isOfAnother = Busy(AlarmCause.High, quantity) || Busy(AlarmCause.Low, quantity) || state.Timers.ContainsKey(Burst.Name)
            || IsStanding(Leak) || IsStanding(NightStep);
        var score = IsSpiky(quantity) || (isOfAnother && !state.IsOpen(channel)) ? double.NaN : smooth;
        log.Step(channel, MonitorRules.Forecast(settings.IntervalMinutes), view.Minute, score, MonitorRules.Scale, describeForecast, null);
    }

    /// <summary>Open, and nobody said that it is none.</summary>
    private bool IsStanding(AlarmChannel channel) => state.IsOpen(channel) && !view.IsFalseAlarm(channel);

    private bool IsSpiky(Quantity quantity) => state.IsOpen(new(AlarmCause.Spike, quantity));

    private bool Busy(AlarmCause cause, Quantity quantity) => state.Timers.ContainsKey(new AlarmChannel(cause, quantity).Name);

    /// <summary>Flow that stays high while pressure stays low is one event, whichever of both lasts long enough first.</summary>
    private void Merge()
    {
        var (high, low) = (state.Timers.GetValueOrDefault(FlowHigh.Name), state.Timers.GetValueOrDefault(PressureLow.Name));
        if ((high.IsOpen && low != default) || (low.IsOpen && high != default))
        {
            var before = state.Burst?.LevelBefore ?? 0;
            state.Burst = new BurstMemory(before, Math.Max(0, view.ResidualLevel(Quantity.FlowRate) - before), null);
            log.Merge(
                [FlowHigh, PressureLow], Burst, view.Minute,
                view.Describe(Math.Min(high.SinceMinute ?? view.Minute, low.SinceMinute ?? view.Minute)));
        }
    }

    private static double Upper(double z) => double.IsNaN(z) ? double.NaN : 50 * SpecialFunctions.Erfc(-z / Constants.Sqrt2);

    private static double Both(double z) => double.IsNaN(z) ? double.NaN : 100 * SpecialFunctions.Erf(Math.Abs(z) / Constants.Sqrt2);
}

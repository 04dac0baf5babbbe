using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// The judgements of the water itself: high and low values, bursts, forecasts, nights. They say nothing while the sensor is not believed.
/// </summary>
internal sealed class WaterSignals(
    SensorProfile profile, MonitorSettings settings, MonitorState state, MinuteView view, StandingAlarms standing, ChangeLog log)
{
    /// <summary>Until the level of the last days has followed.</summary>
    private const int DaysOfFollowing = 7;

    private static readonly AlarmChannel Burst = BurstSignal.Channel;
    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private static readonly AlarmChannel PressureLow = new(AlarmCause.Low, Quantity.Pressure);
    private static readonly AlarmChannel NightStep = new(AlarmCause.NightFlowStep, Quantity.FlowRate);
    private static readonly AlarmChannel Leak = new(AlarmCause.Leak, Quantity.FlowRate);

    private static readonly AlarmChannel[] LevelsOfFlow = [FlowHigh, new(AlarmCause.Low, Quantity.FlowRate), Burst, Leak, NightStep];
    private static readonly AlarmChannel[] LevelsOfPressure = [new(AlarmCause.High, Quantity.Pressure), PressureLow, Burst];

    public static IReadOnlyList<AlarmChannel> Channels { get; } =
        [.. AlarmChannel.All.Where(channel => channel.Cause.KindOf() != JudgementKind.System)];

    private readonly Func<int, AlarmEvidence> describe = view.Describe;
    private readonly BurstSignal burst = new(profile, settings, state, view, log);
    private readonly Func<int, AlarmEvidence> describeForecast = view.DescribeForecast;

    private bool endsOnly;

    /// <summary>The newest night that ended.</summary>
    public NightFlowFinding? Night { get; private set; }

    public void Judge()
    {
        burst.Judge();
        JudgeQuantities();
        Merge();
    }

    /// <summary>
    /// What is open may end, and nothing opens: what comes first after a silence (a meter that starts, a pump that starts again) says
    /// nothing of the water, but values as expected end what was above them.
    /// </summary>
    public void JudgeEnds()
    {
        endsOnly = true;
        burst.JudgeEnd();
        JudgeQuantities();
        endsOnly = false;
    }

    private void JudgeQuantities()
    {
        foreach (var quantity in QuantityNames.All)
        {
            if (profile.Of(quantity) is not null)
            {
                JudgeValue(quantity);
                JudgeForecast(quantity);
            }
        }
    }

    /// <summary>
    /// Whether an alarm is open that says that a quantity is not as on other days, and whether a person said that one of them is none, or
    /// it stands for so long that it is asked about: then the quantity is as it will be.
    /// </summary>
    public (bool IsUnusual, bool IsUsualByWord) LevelOf(Quantity quantity)
    {
        var (isUnusual, isFalse, isAsked, isAttended) = (false, false, false, false);
        if (state.Timers.Count > 0)
        {
            foreach (var channel in quantity == Quantity.FlowRate ? LevelsOfFlow : LevelsOfPressure)
            {
                isUnusual |= state.IsOpen(channel);
                isFalse |= view.IsFalseAlarm(channel);
                isAsked |= state.Asked.ContainsKey(channel.Name);
                isAttended |= view.IsAttended(channel);
            }
        }

        var isUsual = isFalse || (isAsked && !isAttended);
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

    /// <summary>Nothing is measured: what was pending is forgotten, what is open goes on where it was once something is.</summary>
    public void Wait()
    {
        foreach (var channel in Channels)
        {
            log.Wait(channel, channel.Cause.KindOf() == JudgementKind.NightFlow ? 0 : settings.IntervalMinutes);
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
            NightTracker.Lift(
                state.Night, DateOnly.FromDateTime(view.Local.AddMinutes(open - view.Minute)), finding.Increase, finding.IsNightOnly);
            finding = FindNight();
        }

        Night = finding;
        if (!standing.IsOld(NightStep) && !standing.IsOld(Leak))
        {
            NightTracker.NoteWander(state.Night, finding.Difference);
        }

        // One event has one alarm: what is open goes on, whichever shape the nights take.
        var isStep = !state.IsOpen(Leak)
            && (finding.Shape == NightFlowShape.Step || finding.IsNightOnly || state.IsOpen(NightStep));
        var evidence = new AlarmEvidence(
            FlowRate: finding.Usual + finding.Increase, ExpectedFlowRate: finding.Usual, LossPerDay: finding.LossPerDay)
        { IsNightOnly = finding.IsNightOnly };
        Emit(NightStep, isStep ? finding.Judgement.Score : 0);
        Emit(Leak, isStep ? 0 : finding.Judgement.Score);
        var channel = state.IsOpen(NightStep) ? NightStep : Leak;
        if (finding.IsNightOnly && standing.IsHabit(channel))
        {
            standing.Learn(channel);
        }

        Remember(finding, isStanding: !isUsual && state.IsOpen(channel));

        NightFlowFinding FindNight() => NightReview.Of(
            state.Night, settings.FlowRate.LegitimateNightUse, state.IsOpen(NightStep) || state.IsOpen(Leak));

        void Emit(AlarmChannel channel, double score)
        {
            var said = double.IsNaN(finding.Judgement.Score) ? double.NaN : score;
            log.Find(view.Minute, channel, said, MonitorRules.Scale);
            log.Step(channel, MonitorRules.Night, view.Minute, said, MonitorRules.Scale, _ => evidence, null);
            if (said >= MonitorRules.Night.ClearBelow)
            {
                log.Measure(channel, view.Minute, evidence);
            }
        }
    }

    private void Remember(NightFlowFinding finding, bool isStanding)
    {
        var nights = state.Night.Nights;
        if (isStanding)
        {
            nights[^1] = nights[^1] with { IsUsual = false };
        }

        if (!isStanding || !double.IsNaN(finding.Judgement.Score))
        {
            // By day no more than the days have: of nights that are nearly as high as the days, all would be taken for the leak's.
            var increase = isStanding ? finding.Increase : 0;
            (state.Night.NightExcess, state.Night.Excess) = (increase, Math.Clamp(finding.DayIncrease, 0, increase));
        }
    }

    private void JudgeValue(Quantity quantity)
    {
        if (endsOnly && !state.IsOpen(new(AlarmCause.High, quantity)) && !state.IsOpen(new(AlarmCause.Low, quantity)))
        {
            return;
        }

        var told = state.IsOpen(new(AlarmCause.High, quantity)) ? 0 : ToldOf(quantity);
        var (z, own) = (view.Deviations(quantity, told), settings.Of(quantity));

        // Not by the history's own percentiles: what once went on for hours and nobody confirmed would hide the next one like it.
        var score = DeviationScale.Normal.Percentile(z, own.Tail);
        var (high, low) = ValueTrial.Sides(own.Tail, z, score);

        // Single values that are far off lift a mean, too.
        var isSpiky = IsSpiky(quantity);

        // What is open goes on, also over the same hour of the next days.
        var isHabit = !isSpiky && Math.Max(high, low) >= own.AlarmAt && double.IsFinite(z)
            && DailyHabit.Note(state.Of(quantity).Unusual, view.Minute, z);

        // A burst that is open is why the flow is high and the pressure low. What was told before it has to end all the same.
        var isToldAlready = state.Timers.ContainsKey(Burst.Name);
        Emit(new(AlarmCause.High, quantity), high, isToldAlready && quantity == Quantity.FlowRate);
        Emit(new(AlarmCause.Low, quantity), low, (isToldAlready || IsFreshLeak()) && quantity == Quantity.Pressure);

        void Emit(AlarmChannel channel, double score, bool isOfAnother)
        {
            var isOpen = state.IsOpen(channel);
            if (endsOnly && !isOpen)
            {
                return;
            }

            var said = double.IsNaN(z) || isSpiky || (isOfAnother && !isOpen) ? double.NaN : isHabit && !isOpen ? 0 : score;
            log.Step(channel, MonitorRules.Value(own, settings.IntervalMinutes), view.Minute, said, own.Thresholds, describe, null);
        }
    }

    private void JudgeForecast(Quantity quantity)
    {
        var channel = new AlarmChannel(AlarmCause.Forecast, quantity);
        if (endsOnly && !state.IsOpen(channel))
        {
            return;
        }

        var verdict = ForecastJudge.Judge(view.Value(quantity), view.Forecast(quantity), settings.Of(quantity).Thresholds);
        log.Find(view.Minute, channel, verdict.Score, settings.Of(quantity).Thresholds);

        // What the value itself says already is one event, not two.
        var isOfAnother = IsSpiky(quantity) || ((Busy(AlarmCause.High, quantity) || Busy(AlarmCause.Low, quantity)
            || state.Timers.ContainsKey(Burst.Name) || IsFreshLeak()) && !state.IsOpen(channel));
        var smooth = ForecastJudge.Residual(
            Less(view.ForecastMean(quantity), view.Forecast(quantity).Value, state.IsOpen(channel) ? 0 : ToldOf(quantity)),
            view.Forecast(quantity));
        var score = ForecastJudge.ScoreOf(
            ForecastTracker.Add(
                state.Of(quantity).Forecast, view.Minute, DateOnly.FromDateTime(view.Local), settings.IntervalMinutes,
                isOfAnother ? double.NaN : smooth));
        log.Step(channel, MonitorRules.Forecast(settings.IntervalMinutes), view.Minute, score, MonitorRules.Scale, describeForecast, null);
    }

    /// <summary>How much of a high flow the open alarm of the nights tells already, unit of the flow rate.</summary>
    private double ToldOf(Quantity quantity) => quantity == Quantity.Pressure ? 0
        : view.Local.Hour < NightTracker.FirstDayHour ? state.Night.NightExcess
        : state.Night.Excess;

    /// <summary>A value above what is expected without what another alarm tells, as far as it explains it.</summary>
    private static double Less(double value, double expected, double told) =>
        told > 0 && value > expected ? Math.Max(expected, value - told) : value;

    /// <summary>
    /// A leak lowers the pressure for as long as it lasts. That is told with it, until the level of the last days has followed: what falls
    /// later is something else.
    /// </summary>
    private bool IsFreshLeak() => IsFresh(Leak) || IsFresh(NightStep);

    private bool IsFresh(AlarmChannel channel) =>
        state.Timers.GetValueOrDefault(channel.Name) is { OpenedMinute: { } opened }
            && view.Minute - opened < DaysOfFollowing * MinutesPer.Day && !view.IsFalseAlarm(channel);

    private bool IsSpiky(Quantity quantity) => state.IsOpen(new(AlarmCause.Spike, quantity));

    private bool Busy(AlarmCause cause, Quantity quantity) => state.Timers.ContainsKey(new AlarmChannel(cause, quantity).Name);

    /// <summary>Flow that stays high while pressure stays low is one event, whichever of both lasts long enough first.</summary>
    private void Merge()
    {
        var (high, low) = (state.Timers.GetValueOrDefault(FlowHigh.Name), state.Timers.GetValueOrDefault(PressureLow.Name));
        if ((high.IsOpen && low != default) || (low.IsOpen && high != default))
        {
            var before = state.Burst?.LevelBefore ?? 0;
            state.Burst = new BurstMemory(before, Math.Max(0, view.ResidualLevel(Quantity.FlowRate, asWeekday: false) - before), null);
            log.Merge(
                [FlowHigh, PressureLow], Burst, view.Minute,
                view.Describe(Math.Min(high.SinceMinute ?? view.Minute, low.SinceMinute ?? view.Minute)));
        }
    }
}

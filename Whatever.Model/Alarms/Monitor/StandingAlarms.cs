using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// An alarm that stands for weeks hides what comes after it. One that nobody took on is asked about once; without an answer what it is
/// about is what is normal from then on, and the alarm ends. A forecast is not asked about: it learns by itself.
/// </summary>
internal sealed class StandingAlarms(MonitorState state, MinuteView view, ChangeLog log)
{
    private const int MinutesUntilAsked = 14 * MinutesPer.Day;

    /// <summary>Nights that rose alone are asked about by nobody: they are drawn from, and after so long they are usual.</summary>
    private const int MinutesOfHabit = 3 * MinutesPer.Day;

    private static readonly AlarmChannel[] Channels =
        [.. AlarmChannel.All.Where(channel => !channel.IsFault && channel.Cause != AlarmCause.Forecast)];

    private readonly Func<int, AlarmEvidence> describe = view.Describe;

    public void Judge()
    {
        if (state.Timers.Count == 0 && state.Asked.Count == 0)
        {
            return;
        }

        foreach (var channel in Channels)
        {
            if (state.Timers.GetValueOrDefault(channel.Name) is not { IsOpen: true } || view.IsAttended(channel))
            {
                state.Asked.Remove(channel.Name);
            }
            else if (!state.Asked.TryGetValue(channel.Name, out var asked))
            {
                Ask(channel);
            }
            else if (view.Minute - asked >= MonitorSettings.MinutesForAnswer)
            {
                Learn(channel);
            }
        }
    }

    /// <summary>Whether an alarm of nights that rose alone is old enough to be a habit, and nobody took it on.</summary>
    public bool IsHabit(AlarmChannel channel) =>
        state.Timers.GetValueOrDefault(channel.Name) is { OpenedMinute: { } opened } && view.Minute - opened >= MinutesOfHabit
            && !view.IsAttended(channel);

    /// <summary>Whether an alarm stands for so long that it is asked about, or would be.</summary>
    public bool IsOld(AlarmChannel channel) =>
        state.Timers.GetValueOrDefault(channel.Name) is { OpenedMinute: { } opened } && view.Minute - opened >= MinutesUntilAsked;

    /// <summary>What the alarm of a channel is about is normal from now on, and the alarm is over.</summary>
    public void Learn(AlarmChannel channel)
    {
        switch (channel.Cause)
        {
            case AlarmCause.NightFlowStep or AlarmCause.Leak:
                if (!LearnNights(channel))
                {
                    // Of a night that was not measured nothing can be learned: with the next one that was.
                    return;
                }

                break;
            case AlarmCause.Burst:
                LiftNights(channel, state.Burst?.Step ?? 0, isNightOnly: false);
                state.Burst = null;
                SeasonTracker.Learn(state.FlowRate.Level);
                SeasonTracker.Learn(state.Pressure.Level);
                break;
            default:
                SeasonTracker.Learn(state.Of(channel.Quantity ?? Quantity.FlowRate).Level);
                break;
        }

        state.Asked.Remove(channel.Name);
        log.End(channel, AlarmChangeKind.Learned, view.Minute, describe);
    }

    private void Ask(AlarmChannel channel)
    {
        if (IsOld(channel))
        {
            state.Asked[channel.Name] = view.Minute;
            log.Ask(channel, view.Minute, describe);
        }
    }

    private bool LearnNights(AlarmChannel channel)
    {
        var finding = NightReview.Of(state.Night, 0);
        if (double.IsNaN(finding.Judgement.Score))
        {
            return false;
        }

        LiftNights(channel, finding.Increase, finding.IsNightOnly);
        (state.Night.Excess, state.Night.NightExcess) = (0, 0);
        return true;
    }

    private void LiftNights(AlarmChannel channel, double increase, bool isNightOnly)
    {
        var since = state.Timers[channel.Name].SinceMinute ?? view.Minute;
        if (increase > 0 && state.Night.Nights.Count > 0)
        {
            NightTracker.Lift(
                state.Night, DateOnly.FromDateTime(view.Local.AddMinutes(since - view.Minute)), increase, isNightOnly);
        }
    }
}

using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// Watches one sensor: judges each minute by all kinds and turns what lasts into alarms. It has no clock and no memory of its own: the same
/// state and the same readings give the same alarms, minute by minute or a year at once.
/// </summary>
/// <param name="profile">What is normal.</param>
/// <param name="settings">What a person set.</param>
public sealed class SensorMonitor(SensorProfile profile, MonitorSettings settings)
{
    /// <summary>Goes on from a state to a minute.</summary>
    /// <param name="from">Where the last run ended; it is not changed.</param>
    /// <param name="input">Readings, beginning <see cref="MonitorInput.LookBack"/> values before the first that is new.</param>
    /// <param name="toMinute">The last minute to judge, minutes since 1970-01-01T00:00Z; the input may end earlier only where nothing was
    /// measured.</param>
    /// <exception cref="ArgumentException">The input does not begin at a multiple of the sampling interval, begins after the first new
    /// minute, or has more of one quantity than of the other.</exception>
    public MonitorResult Run(MonitorState from, MonitorInput input, int toMinute)
    {
        var interval = settings.IntervalMinutes;

        // The next slot of the grid: the interval may have been another one when the state was left.
        var first = from.ThroughMinute is { } through ? through - (through % interval) + interval : input.StartMinute;
        if (input.FlowRate.Length != input.Pressure.Length)
        {
            throw new ArgumentException(
                $"There are {input.FlowRate.Length} flow rates and {input.Pressure.Length} pressures, expected as many of both.",
                nameof(input));
        }

        if (input.StartMinute % interval != 0 || first < input.StartMinute)
        {
            throw new ArgumentException(
                $"The readings begin at minute {input.StartMinute}, expected a multiple of {interval} that is no later than {first}.",
                nameof(input));
        }

        var state = from.Copy();
        var log = new ChangeLog(state);
        var view = new MinuteView(profile, input, state);
        var faults = new FaultSignals(profile, settings, state, view, log);
        var standing = new StandingAlarms(state, view, log);
        var water = new WaterSignals(profile, settings, state, view, standing, log);
        foreach (var quantity in QuantityNames.All)
        {
            if (SeasonTracker.Use(state.Of(quantity).Level, profile.Of(quantity)?.Criteria.All) && quantity == Quantity.FlowRate)
            {
                NightTracker.Rebase(state.Night);
            }
        }

        var reached = from.ThroughMinute;
        for (var minute = first; minute <= toMinute && (minute - input.StartMinute) / interval < input.FlowRate.Length; minute += interval)
        {
            view.MoveTo(minute, (minute - input.StartMinute) / interval, interval);
            // How far the clock is ahead is known of now, not of the minutes before.
            var isNow = minute + interval > toMinute;
            Judge(state, view, faults, water, standing, log, isNow ? input.AheadMinutes : null);
            reached = minute;
        }

        return new MonitorResult(state with { ThroughMinute = reached }, log.Changes, log.Findings, water.Night);
    }

    private void Judge(
        MonitorState state, MinuteView view, FaultSignals faults, WaterSignals water, StandingAlarms standing, ChangeLog log,
        int? aheadMinutes)
    {
        faults.Judge(aheadMinutes);
        var (fault, isSilenceAlone) = OldestFault(state);

        // What a sensor says in its fault is no night flow either.
        var believed = fault is null ? view.Value(Quantity.FlowRate) : double.NaN;
        var nightIsOver = NightTracker.Add(state.Night, view.Local, settings.IntervalMinutes, believed, view.Of(Quantity.FlowRate).Normal);
        if (fault is { } faultSince)
        {
            state.FaultMinute = view.Minute;
            if (isSilenceAlone)
            {
                water.Wait();
            }
            else
            {
                state.MisreadMinute = view.Minute;
                water.Forget();
            }

            log.WithdrawSince(faultSince, view.Minute, WaterSignals.Channels);
            return;
        }

        // Until what the sensor said in its fault has left the windows that are looked at. Silence leaves nothing in them.
        var window = MonitorInput.LookBack * settings.IntervalMinutes;
        if (view.Minute - state.FaultMinute <= window)
        {
            if (view.Minute - (state.MisreadMinute ?? int.MinValue / 2) > window)
            {
                water.JudgeEnds();
            }

            return;
        }

        foreach (var quantity in QuantityNames.All)
        {
            // An alarm that goes on for days must not become what is normal.
            var (isUnusual, isUsual) = water.LevelOf(quantity);
            var deviation = isUnusual ? double.NaN : view.Of(quantity).Scaled[view.Index];
            SeasonTracker.Add(state.Of(quantity).Level, DateOnly.FromDateTime(view.Local), settings.IntervalMinutes, deviation, isUsual);
        }

        water.Judge();
        if (nightIsOver)
        {
            water.JudgeNight();
        }

        // While nothing is measured nobody can say whether it still is so.
        if (!double.IsNaN(view.Value(Quantity.FlowRate)) || !double.IsNaN(view.Value(Quantity.Pressure)))
        {
            standing.Judge();
        }
    }

    /// <summary>Since when the sensor is not believed, null where it is, and whether for want of values alone.</summary>
    private static (int? Since, bool IsSilenceAlone) OldestFault(MonitorState state)
    {
        var (since, isSilenceAlone) = ((int?)null, true);
        foreach (var channel in AlarmChannel.Faults)
        {
            if (state.Timers.TryGetValue(channel.Name, out var timer) && timer.IsOpen)
            {
                since = since is { } oldest ? Math.Min(oldest, timer.SinceMinute ?? oldest) : timer.SinceMinute;
                isSilenceAlone &= channel.Cause == AlarmCause.NoData;
            }
        }

        return (since, isSilenceAlone);
    }
}

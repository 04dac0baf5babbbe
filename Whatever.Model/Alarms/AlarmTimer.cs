namespace Whatever.Model.Alarms;

/// <summary>When a signal becomes an alarm and when it ceases to be one (ANSI/ISA-18.2: on-delay, off-delay, hysteresis).</summary>
/// <param name="OnDelayMinutes">The signal has to be high for this long; 1 means at once.</param>
/// <param name="OffDelayMinutes">The signal has to be low for this long.</param>
/// <param name="MinimumMinutes">An alarm is open for at least this long, so that a person can see it.</param>
/// <param name="RaiseAt">A score from here on is high.</param>
/// <param name="ClearBelow">A score below this is low; between both nothing changes (hysteresis).</param>
public readonly record struct AlarmRule(int OnDelayMinutes, int OffDelayMinutes, int MinimumMinutes, double RaiseAt, double ClearBelow)
{
    /// <summary>
    /// Of a signal with a score a minute: minutes from one score to the next. A score that is not there then is no part of a delay: two low
    /// values with an hour of silence between them are not an hour of low values. 0 where scores come as they come.
    /// </summary>
    public int StepMinutes { get; init; }
}

/// <summary>Where one cause of one sensor stands; a value, so that it can be stored and gone on from.</summary>
public readonly record struct AlarmTimer
{
    /// <summary>When the signal went high; null while it is low. An alarm that is pending or open has one.</summary>
    public int? SinceMinute { get; init; }

    /// <summary>When it became an alarm; null while it is none.</summary>
    public int? OpenedMinute { get; init; }

    /// <summary>When the signal of an open alarm went low; null while it is high.</summary>
    public int? LowSinceMinute { get; init; }

    /// <summary>Minutes of the delay that runs in which nothing was measured, see <see cref="AlarmRule.StepMinutes"/>.</summary>
    public int SilentMinutes { get; init; }

    /// <summary>Highest score since it opened.</summary>
    public double Peak { get; init; }

    /// <summary>Whether there is an alarm.</summary>
    public bool IsOpen => OpenedMinute is not null;

    /// <summary>Whether the signal is high and the on-delay not over.</summary>
    public bool IsPending => SinceMinute is not null && OpenedMinute is null;

    /// <summary>Goes on by one value. Nothing measured says nothing: it neither raises nor clears.</summary>
    /// <param name="rule">Delays and levels.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="score">0..100; NaN where nothing was measured.</param>
    public AlarmTimer Next(AlarmRule rule, int minute, double score) =>
        double.IsNaN(score) ? NextSilent(rule) : IsOpen ? NextOpen(rule, minute, score) : NextClear(rule, minute, score);

    /// <summary>The signal is not to be believed for a while: no delay runs. What is open stays open.</summary>
    public AlarmTimer Forget() => IsOpen ? this with { LowSinceMinute = null, SilentMinutes = 0 } : default;

    /// <summary>Nothing is measured for so long that what is pending is forgotten. An off-delay that runs waits.</summary>
    /// <param name="minutes">That passed.</param>
    public AlarmTimer Wait(int minutes) =>
        !IsOpen ? default : LowSinceMinute is null ? this : this with { SilentMinutes = SilentMinutes + minutes };

    private AlarmTimer NextSilent(AlarmRule rule) =>
        rule.StepMinutes > 0 && (IsPending || LowSinceMinute is not null)
            ? this with { SilentMinutes = SilentMinutes + rule.StepMinutes }
            : this;

    private AlarmTimer NextClear(AlarmRule rule, int minute, double score)
    {
        if (score < rule.RaiseAt)
        {
            return score < rule.ClearBelow ? default : this;
        }

        var since = SinceMinute ?? minute;
        var peak = Math.Max(Peak, score);
        return minute - since + 1 - SilentMinutes >= rule.OnDelayMinutes
            ? new AlarmTimer { SinceMinute = since, OpenedMinute = minute, Peak = peak }
            : this with { SinceMinute = since, Peak = peak };
    }

    private AlarmTimer NextOpen(AlarmRule rule, int minute, double score)
    {
        if (score >= rule.ClearBelow)
        {
            var isHigh = score >= rule.RaiseAt;
            return this with
            {
                Peak = Math.Max(Peak, score),
                LowSinceMinute = isHigh ? null : LowSinceMinute,
                SilentMinutes = isHigh ? 0 : SilentMinutes,
            };
        }

        var low = LowSinceMinute ?? minute;
        return minute - low + 1 - SilentMinutes >= rule.OffDelayMinutes && minute - OpenedMinute >= rule.MinimumMinutes
            ? default
            : this with { LowSinceMinute = low };
    }
}

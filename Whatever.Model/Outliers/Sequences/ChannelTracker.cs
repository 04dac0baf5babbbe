namespace Whatever.Model.Outliers.Sequences;

/// <summary>Follows one quantity: its level, and the faults of its sensor.</summary>
internal sealed class ChannelTracker(NormalChannel normal)
{
    private readonly RollingLevel rolling = new();
    private RunLength run = new();
    private int sinceOut = SequenceSettings.Confirm;
    private int outInRow;
    private int missing;

    /// <summary>The sample has a value, in range or not.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Distance of the level from the fitted one, in deviations; NaN where there is no level.</summary>
    public double Deviations { get; private set; } = double.NaN;

    /// <summary>The fault of the sensor; null where there is none.</summary>
    public AlarmCause? Fault { get; private set; }

    /// <summary>How far the sample is towards a fault, 1 at its threshold.</summary>
    public double FaultThresholds { get; private set; }

    /// <summary>-1 or 1 while values are out of range, by the side of the last one; else 0.</summary>
    public int OutSide { get; private set; }

    /// <param name="sample">NaN where it is missing.</param>
    /// <param name="isJudged">Not so in rows that are only learned from: they leave nothing behind but the level and the run.</param>
    public void Add(double sample, bool isJudged)
    {
        HasValue = double.IsFinite(sample);
        var value = HasValue ? sample : double.NaN;
        var beyond = normal.Beyond(value);
        var isOut = beyond > SequenceSettings.RangesBeyond;
        var level = rolling.Add(isOut ? double.NaN : value);
        Deviations = rolling.Weight * (level - normal.Level) / normal.LevelDeviation;
        var length = run.Add(value);
        if (isJudged)
        {
            missing = HasValue ? 0 : missing + 1;
            FollowRange(value, isOut);
            FaultThresholds = HasValue
                ? Math.Max(beyond / SequenceSettings.RangesBeyond, (double)length / normal.StuckAfter)
                : (double)missing / SequenceSettings.Confirm;
            Fault = missing >= SequenceSettings.Confirm ? AlarmCause.NoData
                : length >= normal.StuckAfter ? AlarmCause.Stuck
                : OutSide == 0 ? null
                : outInRow > SequenceSettings.LongestSpike ? AlarmCause.OutOfRange : AlarmCause.Spike;
        }
    }

    private void FollowRange(double value, bool isOut)
    {
        if (isOut)
        {
            (outInRow, sinceOut, OutSide) = (outInRow + 1, 0, value > normal.High ? 1 : -1);
        }
        else if (HasValue && ++sinceOut >= SequenceSettings.Confirm)
        {
            (outInRow, OutSide) = (0, 0);
        }
    }
}

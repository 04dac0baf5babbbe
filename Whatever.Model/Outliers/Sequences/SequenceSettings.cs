namespace Whatever.Model.Outliers.Sequences;

/// <summary>
/// What the detector of sequences goes by: one set for every file. Lengths are in samples, whatever the step; distances are in terms of
/// what the fitted rows show, so no unit and no rig is in them. None is sharp: on public rigs F1 moves by 0.03 at most when one of them is
/// moved by a fifth, which is why they are round.
/// </summary>
public static class SequenceSettings
{
    /// <summary>
    /// Samples whose mean is the level. A mean and not a median: it still tells levels apart that lie between two steps of a coarse meter.
    /// </summary>
    public const int Window = 15;

    /// <summary>On-delay, off-delay, values that a window needs, and missing samples that are a fault: samples.</summary>
    public const int Confirm = 5;

    /// <summary>An event begins when the level is further from normal than this, in deviations of the fitted level.</summary>
    public const double Raise = 3.5;

    /// <summary>An event ends when the level is no further from normal than this, in the same deviations.</summary>
    public const double Clear = Raise / 2;

    /// <summary>
    /// An event also ends when the level has come back to this share of its furthest distance: what stays is a slightly different normal,
    /// which later levels are compared with until the fitted one is reached again.
    /// </summary>
    public const double Recovered = 0.4;

    /// <summary>
    /// Half the span of fitted levels counts as this many deviations where that is more than they scatter: a station with several normal
    /// states, or one that drifts, has a span that its deviation does not tell.
    /// </summary>
    public const double SpanDeviations = 2.5;

    /// <summary>
    /// The learned range leaves out this share of the fitted values at either end, so that single wild ones do not widen it.
    /// </summary>
    public const double RangeTail = 0.01;

    /// <summary>A value this many learned ranges beyond the learned range is a fault of the sensor and no part of the level.</summary>
    public const double RangesBeyond = 1;

    /// <summary>Up to so many values out of range in a row are a spike.</summary>
    public const int LongestSpike = 3;

    /// <summary>Stuck is a run of one value this many times as long as the longest of the fit.</summary>
    public const int StuckRuns = 3;

    /// <summary>A shorter run of one value is never stuck, samples.</summary>
    public const int ShortestStuck = 30;

    /// <summary>The core of a fit is the shortest interval that holds this share of its values: a third may be faulty.</summary>
    public const double CoreShare = 2.0 / 3;

    /// <summary>Rows of a fit lie apart when they are further from its core than this many widths of it.</summary>
    public const double Apart = 1.5;

    /// <summary>The core counts as at least this many usual changes from one value to the next wide.</summary>
    public const int CoreSteps = 2;

    /// <summary>A level that is visited this many times during a fit, for spells of one order of length, is normal.</summary>
    public const int Visits = 3;

    /// <summary>A start settles when its last third is, on average, no further from normal than this share of its first third.</summary>
    public const double Settled = 2.0 / 3;

    /// <summary>Levels that a fit needs.</summary>
    public const int FewestLevels = 2 * Window;
}

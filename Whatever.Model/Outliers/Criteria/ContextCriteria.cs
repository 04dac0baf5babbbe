namespace Whatever.Model.Outliers.Criteria;

/// <summary>
/// The normal distributions that values of one quantity are judged by: one for all hours, or one for each hour of the week. Between the
/// middles of two hours mean and standard deviation are interpolated, so that the steep hours of a morning have no steps.
/// </summary>
/// <param name="Context">Which values share a distribution.</param>
/// <param name="All">Of all values, whatever the hour.</param>
/// <param name="Cells">Shape (168), Monday 0:00 first; empty for <see cref="CriteriaContext.AllHours"/>.</param>
public sealed record ContextCriteria(CriteriaContext Context, NormalCriteria All, IReadOnlyList<NormalCriteria> Cells)
{
    private const int HalfHour = 30;
    private const double Hour = 60;

    /// <summary>
    /// How far the history lay from normal; null where that is not known: of data given at set-up, and of earlier versions.
    /// </summary>
    public EmpiricalScale? Empirical { get; init; }

    /// <summary>What percentiles are taken from; that of the normal distribution where the other one is not known.</summary>
    /// <param name="distribution">What a person chose.</param>
    public DeviationScale ScaleOf(ValueDistribution distribution) =>
        distribution == ValueDistribution.Empirical && Empirical is { } own ? own : DeviationScale.Normal;

    /// <summary>Criteria without a context.</summary>
    /// <param name="all">The one distribution.</param>
    public static ContextCriteria Plain(NormalCriteria all) => new(CriteriaContext.AllHours, all, []);

    /// <summary>The distribution at a minute.</summary>
    /// <param name="cells">The wall clock of the station.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public NormalCriteria At(HourCells cells, int minute)
    {
        if (Cells.Count == 0)
        {
            return All;
        }

        var (mean, deviation, count) = Interpolate(cells, minute, asWeekday: false);
        return new NormalCriteria(mean, deviation, count);
    }

    /// <summary>Mean and standard deviation at a minute, without an object for it.</summary>
    /// <param name="cells">The wall clock of the station.</param>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="asWeekday">Whether a holiday is taken for the day of the week that it falls on.</param>
    public (double Mean, double StandardDeviation) NormalAt(HourCells cells, int minute, bool asWeekday = false)
    {
        if (Cells.Count == 0)
        {
            return (All.Mean, All.StandardDeviation);
        }

        var (mean, deviation, _) = Interpolate(cells, minute, asWeekday);
        return (mean, deviation);
    }

    private (double Mean, double StandardDeviation, int Count) Interpolate(HourCells cells, int minute, bool asWeekday)
    {
        var (cell, minuteOfHour) = cells.Find(minute, asWeekday);
        var (neighbour, _) = cells.Find(minuteOfHour < HalfHour ? minute - (int)Hour : minute + (int)Hour, asWeekday);
        var weight = Math.Abs(minuteOfHour + 0.5 - HalfHour) / Hour;
        var (own, other) = (Cells[cell], Cells[neighbour]);
        return (
            ((1 - weight) * own.Mean) + (weight * other.Mean), ((1 - weight) * own.StandardDeviation) + (weight * other.StandardDeviation),
            own.Count);
    }
}

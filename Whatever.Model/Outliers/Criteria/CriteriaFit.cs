using Whatever.Model.Series;

namespace Whatever.Model.Outliers.Criteria;

/// <summary>
/// Fits criteria with a context. A cell has only as many independent values as it has days, so its mean is drawn towards the one of the
/// same hour on all working (or free) days, and its variance towards theirs, as a normal mean with a prior worth a few days (shrinkage;
/// Efron and Morris 1975, JASA 70(350)).
/// </summary>
public sealed class CriteriaFit
{
    /// <summary>The hour of all working or free days counts as much as this many days of the cell itself.</summary>
    private const double PriorDaysOfMean = 2;

    private const double PriorDaysOfVariance = 4;
    private const int FirstFreeDayType = 5;

    private readonly HourCells cells;
    private readonly double[] means = new double[HourCells.Count];
    private readonly double[] days = new double[HourCells.Count];
    private readonly int[] counts = new int[HourCells.Count];

    private CriteriaFit(HourCells cells) => this.cells = cells;

    /// <summary>Fits criteria to a span of values.</summary>
    /// <param name="startMinute">Of the first value, minutes since 1970-01-01T00:00Z.</param>
    /// <param name="intervalMinutes">From one value to the next.</param>
    /// <param name="values">Shape (n); NaN is left out, as is whatever must not count as normal.</param>
    /// <param name="context">Which values share a distribution.</param>
    /// <param name="cells">The wall clock of the station.</param>
    /// <returns>Null where fewer than <see cref="NormalCriteria.MinimumReadings"/> values are usable.</returns>
    public static ContextCriteria? Fit(
        int startMinute, int intervalMinutes, ReadOnlySpan<double> values, CriteriaContext context, HourCells cells)
    {
        if (NormalCriteria.Fit(values) is not { } all)
        {
            return null;
        }

        var criteria = context == CriteriaContext.AllHours
            ? ContextCriteria.Plain(all)
            : new CriteriaFit(cells).FitCells(startMinute, intervalMinutes, values, context, all);
        return criteria with { Empirical = EmpiricalScale.Fit(Deviations(startMinute, intervalMinutes, values, criteria, cells)) };
    }

    /// <summary>How far each value lies from normal, gross outliers too: a percentile is about all values.</summary>
    private static double[] Deviations(
        int startMinute, int interval, ReadOnlySpan<double> values, ContextCriteria criteria, HourCells cells)
    {
        var deviations = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (mean, deviation) = criteria.NormalAt(cells, startMinute + (i * interval));
            deviations[i] = NormalCriteria.DeviationOf(values[i], mean, deviation);
        }

        return deviations;
    }

    private ContextCriteria FitCells(
        int startMinute, int interval, ReadOnlySpan<double> measured, CriteriaContext context, NormalCriteria all)
    {
        var values = WithoutGrossOutliers(startMinute, interval, measured);
        SumHours(startMinute, interval, values);
        ShrinkMeans(context, all.Mean);
        var variances = Variances(startMinute, interval, values, context, all);
        var fitted = new NormalCriteria[HourCells.Count];
        for (var cell = 0; cell < fitted.Length; cell++)
        {
            fitted[cell] = new NormalCriteria(means[cell], Math.Sqrt(variances[cell]), counts[cell]);
        }

        return new ContextCriteria(context, all, fitted);
    }

    private double[] WithoutGrossOutliers(int startMinute, int interval, ReadOnlySpan<double> measured)
    {
        var wild = new GrossOutliers(startMinute, interval, measured, cells);
        var values = measured.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = wild.Contains(cells.Find(startMinute + (i * interval)).Cell, values[i]) ? double.NaN : values[i];
        }

        return values;
    }

    /// <summary>Means and numbers of days of every cell; a day is a run of values of one cell.</summary>
    private void SumHours(int startMinute, int interval, ReadOnlySpan<double> values)
    {
        var lastDay = new DateOnly[HourCells.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                var minute = startMinute + (i * interval);
                var (cell, _) = cells.Find(minute);
                var day = DateOnly.FromDateTime(cells.LocalAt(minute));
                if (lastDay[cell] != day)
                {
                    lastDay[cell] = day;
                    days[cell]++;
                }

                counts[cell]++;
                means[cell] += (values[i] - means[cell]) / counts[cell];
            }
        }
    }

    private void ShrinkMeans(CriteriaContext context, double overall)
    {
        var own = (double[])means.Clone();
        for (var hour = 0; hour < HoursPer.Day; hour++)
        {
            var all = Pool(own, hour, _ => true, overall);
            var working = Pool(own, hour, type => type < FirstFreeDayType, all);
            var free = Pool(own, hour, type => type >= FirstFreeDayType, all);
            for (var type = 0; type < 7; type++)
            {
                var cell = (type * HoursPer.Day) + hour;
                var parent = type < FirstFreeDayType ? working : free;
                means[cell] = context == CriteriaContext.HourOfDay ? all
                    : ((days[cell] * own[cell]) + (PriorDaysOfMean * parent)) / (days[cell] + PriorDaysOfMean);
            }
        }
    }

    /// <summary>Mean over the days of some day types at an hour, drawn towards a prior where there are few.</summary>
    private double Pool(double[] own, int hour, Func<int, bool> isMember, double prior)
    {
        var (sum, total) = (PriorDaysOfMean * prior / 4, PriorDaysOfMean / 4);
        for (var type = 0; type < 7; type++)
        {
            var cell = (type * HoursPer.Day) + hour;
            if (isMember(type))
            {
                sum += days[cell] * own[cell];
                total += days[cell];
            }
        }

        return sum / total;
    }

    private double[] Variances(int startMinute, int interval, ReadOnlySpan<double> values, CriteriaContext context, NormalCriteria all)
    {
        var centred = new ContextCriteria(context, all, [.. means.Select(mean => new NormalCriteria(mean, 0, 0))]);
        var squares = new double[HourCells.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                var minute = startMinute + (i * interval);
                var distance = values[i] - centred.NormalAt(cells, minute).Mean;
                squares[cells.Find(minute).Cell] += distance * distance;
            }
        }

        var variances = new double[HourCells.Count];
        for (var hour = 0; hour < HoursPer.Day; hour++)
        {
            ShrinkVariances(variances, squares, hour, context, all);
        }

        return variances;
    }

    private void ShrinkVariances(double[] variances, double[] squares, int hour, CriteriaContext context, NormalCriteria all)
    {
        var sameHour = Enumerable.Range(0, 7).Select(type => (type * HoursPer.Day) + hour).ToArray();
        var count = sameHour.Sum(cell => counts[cell]);
        var totalDays = sameHour.Sum(cell => days[cell]);
        var pooled = count > 0 ? sameHour.Sum(cell => squares[cell]) / count : all.StandardDeviation * all.StandardDeviation;
        foreach (var cell in sameHour)
        {
            var own = counts[cell] > 0 ? squares[cell] / counts[cell] : pooled;
            var shrunk = context == CriteriaContext.HourOfDay ? pooled
                : ((days[cell] * own) + (PriorDaysOfVariance * pooled)) / (days[cell] + PriorDaysOfVariance);

            // The mean was fitted to the same days: a new day lies further from it than these do.
            var support = context == CriteriaContext.HourOfDay ? Math.Max(2, totalDays) : days[cell] + PriorDaysOfMean;
            variances[cell] = shrunk * (support + 1) / Math.Max(1, support - 1);
        }
    }
}

using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Criteria;

/// <summary>
/// Tells the values that must not be learned as normal: a burst of two hours is most of what a cell of a few days knows. A value is wild
/// that lies more than six robust deviations from the median of its hour on all working (or free) days.
/// </summary>
internal sealed class GrossOutliers
{
    private const double Limit = 6;
    private const int Groups = 2;
    private const int FirstFreeDayType = 5;

    /// <summary>With fewer days nobody knows which of them is the odd one.</summary>
    private const int LeastDays = 3;

    private readonly (double Middle, double Distance)[] bounds = new (double, double)[Groups * HoursPer.Day];

    public GrossOutliers(int startMinute, int interval, ReadOnlySpan<double> values, HourCells cells)
    {
        var hours = new List<double>[bounds.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                (hours[IndexOf(cells.Find(startMinute + (i * interval)).Cell)] ??= []).Add(values[i]);
            }
        }

        for (var hour = 0; hour < hours.Length; hour++)
        {
            bounds[hour] = BoundOf(hours[hour], LeastDays * 60 / interval);
        }
    }

    public bool Contains(int cell, double value)
    {
        var (middle, distance) = bounds[IndexOf(cell)];
        return Math.Abs(value - middle) > distance;
    }

    private static (double Middle, double Distance) BoundOf(List<double>? values, int least)
    {
        if (values is null || values.Count < least)
        {
            return (0, double.PositiveInfinity);
        }

        var middle = Robust.Median(values.ToArray());
        var spread = Robust.DeviationsPerMedian * Robust.Median([.. values.Select(value => Math.Abs(value - middle))]);

        // Values that hardly ever vary have no spread to measure by.
        return (middle, spread > 0 ? Limit * spread : double.PositiveInfinity);
    }

    private static int IndexOf(int cell) =>
        ((cell / HoursPer.Day >= FirstFreeDayType ? 1 : 0) * HoursPer.Day) + (cell % HoursPer.Day);
}

using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Takes out hours that no water makes, such as one with a meter's largest number in it: means of weeks, levels and the errors that
/// forecasts are weighed by would be of nothing else for days.
/// <code>
/// an hour is left out where |x - median| &gt; 10 (P95 - P5), all of the 28 days before its day,
/// and where at most two were left out in the 23 hours before it
/// </code>
/// More than three within a day are a new level, or another unit. Whether an hour is left out depends on nothing after it.
/// </summary>
internal sealed class GrossHours
{
    private const int WindowHours = 28 * HoursPer.Day;
    private const int FewestHours = 2 * HoursPer.Day;
    private const double Reach = 10;
    private const int MostADay = 3;

    private readonly List<double> raw = [];
    private readonly List<double> kept = [];
    private readonly Queue<int> gross = [];
    private (double Low, double High) limits = (double.NegativeInfinity, double.PositiveInfinity);

    /// <param name="hours">Hourly; begins with what was given before, or is the beginning of it.</param>
    /// <returns>The same without them: NaN in their place.</returns>
    public MinuteSeries Without(MinuteSeries hours)
    {
        for (var i = raw.Count; i < hours.Values.Length; i++)
        {
            if (i % HoursPer.Day == 0)
            {
                limits = LimitsAt(i);
            }

            var value = hours.Values[i];
            raw.Add(value);
            kept.Add(IsGross(i, value) ? double.NaN : value);
        }

        return hours with { Values = [.. kept[..hours.Values.Length]] };
    }

    private bool IsGross(int index, double value)
    {
        while (gross.TryPeek(out var oldest) && oldest <= index - HoursPer.Day)
        {
            gross.Dequeue();
        }

        if (!(value < limits.Low || value > limits.High))
        {
            return false;
        }

        gross.Enqueue(index);
        return gross.Count <= MostADay;
    }

    private (double Low, double High) LimitsAt(int index)
    {
        var window = raw[Math.Max(0, index - WindowHours)..].Where(double.IsFinite).Order().ToArray();
        if (window.Length < FewestHours)
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }

        var (low, middle, high) = (Robust.Quantile(window, 0.05), Robust.Quantile(window, 0.5), Robust.Quantile(window, 0.95));
        var reach = high > low ? Reach * (high - low) : double.PositiveInfinity;
        return (middle - reach, middle + reach);
    }
}

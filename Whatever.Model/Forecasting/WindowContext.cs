using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// What the days before a window's end say about the level of the series. Nothing at or after the window's end is looked at.
/// </summary>
internal sealed class WindowContext
{
    private const int ShortestContextHours = 24;
    private readonly MinuteSeries series;
    private readonly DateTime end;
    private readonly int days;

    /// <param name="series">What was measured.</param>
    /// <param name="end">Of the window.</param>
    /// <param name="model">Says how far back is looked.</param>
    /// <param name="sums">Of that series, shared by its windows.</param>
    public WindowContext(MinuteSeries series, DateTime end, ModelDescription model, HourSums sums)
    {
        (this.series, this.end, days) = (series, end, model.Window.ContextDays);
        Fit(sums);
        if (model.Scaler is { Kind: "fixed", Offset: { } offset, Scale: { } scale })
        {
            (Offset, Scale) = (offset, scale);
        }

        HourMean = days > 0 ? MeanOfHour() : Offset;
    }

    public double Offset { get; private set; }
    public double Scale { get; private set; } = 1;

    /// <summary>Mean of the target hour over the context's days; the mean of everything where the hour was never measured.</summary>
    public double HourMean { get; }

    public bool IsThin { get; private set; }
    public bool IsNonNegative { get; private set; } = true;

    /// <summary>The same hour a week before the target of step 1..6.</summary>
    public double LastWeek(int step)
    {
        var mean = series.HourMean(end.AddDays(step - 7));
        return double.IsNaN(mean) ? HourMean : mean;
    }

    /// <summary>Over the context; a model without one still has the last day looked at for values below zero.</summary>
    private void Fit(HourSums sums)
    {
        var to = Math.Min(series.Values.Length, series.IndexOf(end));
        var measured = sums.Over(Math.Max(0, series.IndexOf(end.AddDays(-Math.Max(1, days)))), to);
        IsNonNegative = !(measured.Lowest < 0);
        Offset = measured.Mean;
        Scale = measured is { Count: > 1, Squares: > 0 } ? Math.Sqrt(measured.Squares / (measured.Count - 1)) : 1;
        IsThin = days > 0 && measured.Count * series.Interval < TimeSpan.FromHours(ShortestContextHours);
    }

    private double MeanOfHour()
    {
        var (sum, count) = (0.0, 0);
        for (var back = 1; back <= days; back++)
        {
            var mean = series.HourMean(end.AddDays(-back));
            if (!double.IsNaN(mean))
            {
                sum += mean;
                count++;
            }
        }

        return count > 0 ? sum / count : Offset;
    }
}

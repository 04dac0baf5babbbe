using System.Runtime.Intrinsics;
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

    public WindowContext(MinuteSeries series, DateTime end, ModelDescription model)
    {
        (this.series, this.end, days) = (series, end, model.Window.ContextDays);
        Fit();
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
    private void Fit()
    {
        var to = Math.Min(series.Values.Length, series.IndexOf(end));
        var from = Math.Max(0, series.IndexOf(end.AddDays(-Math.Max(1, days))));
        var values = from < to ? series.Values.AsSpan(from..to) : [];
        var (count, sum, lowest) = Sum(values);
        var mean = count > 0 ? sum / count : 0;
        var squares = SumOfSquares(values, mean);
        IsNonNegative = !(lowest < 0);
        Offset = mean;
        Scale = count > 1 && squares > 0 ? Math.Sqrt(squares / (count - 1)) : 1;
        IsThin = days > 0 && count * series.Interval < TimeSpan.FromHours(ShortestContextHours);
    }

    /// <summary>
    /// In four sums, which do not wait for each other: every window of every day of the last weeks asks for a week of minutes. Their order
    /// is the same on every machine.
    /// </summary>
    private static (int Count, double Sum, double Lowest) Sum(ReadOnlySpan<double> values)
    {
        var (sums, counts, lowest) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < values.Length; i += Vector256<double>.Count)
        {
            var four = Four(values, i);
            var isMeasured = Vector256.Equals(four, four);
            var measured = four & isMeasured;
            sums += measured;
            counts += Vector256<double>.One & isMeasured;
            lowest = Vector256.Min(lowest, measured);
        }

        return ((int)Total(counts), Total(sums), Enumerable.Range(0, Vector256<double>.Count).Min(lane => lowest[lane]));
    }

    /// <summary>About the mean, in a second look: as exact as can be.</summary>
    private static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        var (sums, about) = (Vector256<double>.Zero, Vector256.Create(mean));
        for (var i = 0; i < values.Length; i += Vector256<double>.Count)
        {
            var four = Four(values, i);
            var off = (four - about) & Vector256.Equals(four, four);
            sums += off * off;
        }

        return Total(sums);
    }

    /// <summary>Missing beyond the end.</summary>
    private static Vector256<double> Four(ReadOnlySpan<double> values, int from)
    {
        if (from + Vector256<double>.Count <= values.Length)
        {
            return Vector256.Create(values[from..]);
        }

        Span<double> rest = [double.NaN, double.NaN, double.NaN, double.NaN];
        values[from..].CopyTo(rest);
        return Vector256.Create<double>(rest);
    }

    private static double Total(Vector256<double> four) => (four[0] + four[1]) + (four[2] + four[3]);

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

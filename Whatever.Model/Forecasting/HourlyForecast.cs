namespace Whatever.Model.Forecasting;

/// <summary>Means of the hours from an origin on, with or without a band of 80 %.</summary>
public sealed record HourlyForecast
{
    /// <param name="p50">Shape (hours): the medians; NaN where there is no forecast.</param>
    /// <param name="p10">Shape (hours): a tenth of the values is expected below; null for no band.</param>
    /// <param name="p90">Shape (hours): a tenth of the values is expected above; null for no band.</param>
    /// <exception cref="ArgumentException">One end of the band is missing, or the lengths differ.</exception>
    public HourlyForecast(double[] p50, double[]? p10 = null, double[]? p90 = null)
    {
        if ((p10 is null) != (p90 is null) || (p10 ?? p50).Length != p50.Length || (p90 ?? p50).Length != p50.Length)
        {
            throw new ArgumentException(
                $"There are {p50.Length} medians, {p10?.Length ?? 0} lower and {p90?.Length ?? 0} upper ends, expected as many of each "
                    + "or no ends.");
        }

        (P50, P10, P90) = (p50, p10, p90);
    }

    /// <summary>Shape (hours).</summary>
    public double[] P50 { get; }

    /// <summary>Shape (hours), or null.</summary>
    public double[]? P10 { get; }

    /// <summary>Shape (hours), or null.</summary>
    public double[]? P90 { get; }
}

using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>
/// The seasonal baseline plus what LSTM networks expect it to be off by:
/// <code>
/// y(t) = base(t) + weight * scale * mean of the networks' outputs for t
/// </code>
/// base is <see cref="SeasonalBaseline"/>, scale the size of its residuals over the last four weeks. A network reads the hours before the
/// origin (<see cref="ContextHours"/> of them) and gives all hours of its part at once.
/// </summary>
public sealed class ResidualForecaster : IHourlyForecaster
{
    private readonly IHolidays holidays;
    private readonly SeasonalBaseline shifted;
    private readonly SeasonalBaseline unshifted;

    /// <param name="holidays">Known in advance.</param>
    /// <param name="baseline">What the networks were trained on top of.</param>
    /// <param name="contextHours">Hours before the origin that the networks read.</param>
    /// <param name="parts">Each hour of the week in one part.</param>
    public ResidualForecaster(IHolidays holidays, SeasonalBaselineOptions baseline, int contextHours, IReadOnlyList<ResidualPart> parts)
    {
        (this.holidays, ContextHours, Parts) = (holidays, contextHours, parts);
        (shifted, unshifted) = (new SeasonalBaseline(holidays, baseline), new SeasonalBaseline(holidays, baseline with { Shift = 0 }));
    }

    /// <summary>Hours before the origin that the networks read.</summary>
    public int ContextHours { get; }

    /// <summary>By hours.</summary>
    public IReadOnlyList<ResidualPart> Parts { get; }

    /// <summary>Days before an origin that have an influence on its forecast.</summary>
    /// <param name="baseline">Of the forecaster.</param>
    /// <param name="contextHours">Of the forecaster.</param>
    public static int DaysBack(SeasonalBaselineOptions baseline, int contextHours) =>
        (7 * baseline.Weeks) + Math.Max(baseline.ShiftDays, ((ResidualSeries.HoursBack(contextHours) + 23) / 24) + 1);

    /// <param name="knownHours">Hours on a wall clock; NaN where missing. What lies at or after the origin is not looked at.</param>
    /// <param name="origin">Start of the first hour forecast.</param>
    /// <param name="horizonHours">1 to 168.</param>
    /// <returns>No band; the baseline alone where nothing was measured in the four weeks before the origin.</returns>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var first = HourGrid.IndexOfOrigin(knownHours, origin, horizonHours);
        var expected = shifted.Forecast(knownHours, origin, HoursPer.Week).P50;
        var series = new ResidualSeries(knownHours, unshifted, first - ResidualSeries.HoursBack(ContextHours), first);
        var scale = series.ResidualScale(first);
        if (double.IsNaN(scale))
        {
            return new HourlyForecast(expected[..horizonHours]);
        }

        var residuals = Residuals(series, first, origin, unshifted.Forecast(knownHours, origin, HoursPer.Week).P50, scale);
        var lowest = unshifted.LowestFrom(knownHours, first);
        return new HourlyForecast(
            [.. Enumerable.Range(0, horizonHours).Select(hour => Math.Max(lowest, expected[hour] + (scale * residuals[hour])))]);
    }

    /// <summary>Shape (168), in scales.</summary>
    private double[] Residuals(ResidualSeries series, int first, DateTime origin, double[] weekAhead, double scale)
    {
        var residuals = new double[HoursPer.Week];
        var inputs = new float[ContextHours * ResidualInputs.Names.Count];
        ResidualInputs.Fill(series, first, origin, weekAhead, scale, holidays, inputs);
        var window = Array.ConvertAll(inputs, value => (double)value);
        foreach (var part in Parts.Where(part => part.Weight > 0))
        {
            foreach (var member in part.Members)
            {
                var outputs = WindowOutputs.Compute(member, [window], ContextHours)[0];
                for (var i = 0; i < outputs.Length; i++)
                {
                    residuals[part.FromHour + i] += part.Weight * outputs[i] / part.Members.Count;
                }
            }
        }

        return residuals;
    }
}

using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>
/// Puts a band around a forecast:
/// <code>
/// P10(t) = y(t) + scale * lower(t - origin),   P90(t) = y(t) + scale * upper(t - origin)
/// </code>
/// The scale is the size of the baseline's residuals over the last four weeks, the offsets were measured on held-back days: split conformal
/// prediction (Lei et al. 2018).
/// </summary>
internal sealed class BandedForecaster(
    IHourlyForecaster center, ResidualBand band, SeasonalBaselineOptions baseline, IHolidays holidays) : IHourlyForecaster
{
    private readonly SeasonalBaseline unshifted = new(holidays, baseline with { Shift = 0 });

    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var forecast = center.Forecast(knownHours, origin, horizonHours).P50;
        var first = HourGrid.IndexOfOrigin(knownHours, origin, horizonHours);
        var scale = new ResidualSeries(knownHours, unshifted, first - ResidualSeries.HoursBack(0), first).ResidualScale(first);
        if (double.IsNaN(scale))
        {
            return new HourlyForecast(forecast);
        }

        var lowest = unshifted.LowestFrom(knownHours, first);
        double[] At(IReadOnlyList<double> offsets) =>
            [.. forecast.Select((value, hour) => Math.Max(lowest, value + (scale * offsets[hour])))];
        return new HourlyForecast(forecast, At(band.Lower), At(band.Upper));
    }
}

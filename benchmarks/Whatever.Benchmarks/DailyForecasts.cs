using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>What the station would have forecast for each day at its beginning.</summary>
internal sealed class DailyForecasts
{
    private readonly Dictionary<Quantity, (MinuteSeries Hours, IHourlyForecaster Forecaster)> quantities = [];
    private readonly Dictionary<(Quantity Quantity, DateTime Day), HourlyForecast> days = [];

    public DailyForecasts(RealSeries series)
    {
        foreach (var (quantity, values) in new[] { (Quantity.FlowRate, series.FlowRate), (Quantity.Pressure, series.Pressure) })
        {
            if (values.Any(double.IsFinite))
            {
                quantities[quantity] = (series.ToHours(values), MixModel.On(HolidayCalendars.Empty));
            }
        }
    }

    public ForecastBand At(Quantity quantity, int minute)
    {
        if (!quantities.TryGetValue(quantity, out var known))
        {
            return ForecastBand.None;
        }

        var time = DateTime.SpecifyKind(DateTime.UnixEpoch.AddMinutes(minute), DateTimeKind.Unspecified);
        if (!days.TryGetValue((quantity, time.Date), out var forecast))
        {
            forecast = days[(quantity, time.Date)] = known.Forecaster.Forecast(known.Hours, time.Date, HoursPer.Day);
        }

        return new ForecastBand(forecast.P50[time.Hour], forecast.P10?[time.Hour] ?? double.NaN, forecast.P90?[time.Hour] ?? double.NaN);
    }
}

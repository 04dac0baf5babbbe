using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>Forecasts hour after hour from one moment on.</summary>
public interface IHourlyForecaster
{
    /// <param name="knownHours">Hours on a wall clock; NaN where missing. Nothing at or after the origin may have an influence.</param>
    /// <param name="origin">Start of the first hour forecast; on the hour.</param>
    /// <param name="horizonHours">1 to 168.</param>
    /// <returns>As many hours as asked for.</returns>
    HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours);
}

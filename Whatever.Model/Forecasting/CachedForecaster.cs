using System.Collections.Concurrent;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Remembers the forecasts of one sensor by their origins: what comes after an origin has no influence, so it does not matter how much more
/// of the series is known when the question comes again.
/// </summary>
internal sealed class CachedForecaster(IHourlyForecaster inner) : IHourlyForecaster
{
    private readonly ConcurrentDictionary<(DateTime Origin, int Known), double[]> weeks = new();

    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        // Where the series ends before the origin, the hours in between may come.
        var known = Math.Min(knownHours.IndexOf(origin), knownHours.Values.Length);
        return new(
            weeks.GetOrAdd((origin, known), _ => inner.Forecast(knownHours, origin, HourGrid.LongestHorizon).P50)[..horizonHours]);
    }
}

using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>The mean of forecasts of different kinds: what they err by is not the same, and half of it cancels.</summary>
/// <param name="members">Best ones that remember.</param>
internal sealed class MeanForecaster(params IReadOnlyList<IHourlyForecaster> members) : IHourlyForecaster
{
    /// <returns>No band; NaN in the hours that one of them does not forecast.</returns>
    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var mean = new double[horizonHours];
        foreach (var member in members)
        {
            var forecast = member.Forecast(knownHours, origin, horizonHours).P50;
            for (var hour = 0; hour < horizonHours; hour++)
            {
                mean[hour] += forecast[hour] / members.Count;
            }
        }

        return new HourlyForecast(mean);
    }
}

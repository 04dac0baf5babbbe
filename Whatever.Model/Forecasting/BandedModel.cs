using Whatever.Model.Calendar;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// A model that gives no band of its own, with one around it: it forecasts the last weeks once more, each day from what was known then, and
/// what it was off by is the band (<see cref="RollingBand"/>).
/// </summary>
/// <param name="inner">Gives the forecast itself, which stays to the bit.</param>
public sealed class BandedModel(IStationModel inner) : IStationModel
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Version => inner.Version;

    /// <inheritdoc/>
    public Quantity Quantity => inner.Quantity;

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => inner.Quantities;

    /// <inheritdoc/>
    public int ContextDays => inner.ContextDays + RollingBand.FewerDaysBack;

    /// <inheritdoc/>
    public bool ReadsHours => inner.ReadsHours;

    /// <inheritdoc/>
    public Problem? ForecastProblem => inner.ForecastProblem;

    /// <inheritdoc/>
    public bool Takes(int samplingIntervalMinutes) => inner.Takes(samplingIntervalMinutes);

    /// <inheritdoc/>
    public DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays)
    {
        var forecast = inner.Forecast(baseDay, readings, holidays);
        if (forecast.Values.Count == 0)
        {
            return forecast;
        }

        var center = new CachedForecaster(new DayByDay(inner, readings, holidays));
        var past = inner is ForecastModel network
            ? new RecallingForecaster(center, network.Identity, inner.ContextDays + DayByDay.SpareDays, holidays, readings) : null;
        var band = new RollingBand(center, RollingBand.FewerDaysBack, past: past).Forecast(
            readings.ToHours(), ForecastTargets.WindowEnd(baseDay, HoursPer.Day), ForecastTargets.Days * HoursPer.Day);
        return forecast with { Values = [.. forecast.Values.Select(value => With(value, band))] };
    }

    private static StepForecast With(StepForecast value, HourlyForecast band)
    {
        var hour = ((value.Step - 1) * HoursPer.Day) + value.Hour;
        return band.P10 is { } low && band.P90 is { } high && double.IsFinite(low[hour]) && double.IsFinite(high[hour])
            ? value with { P10 = Math.Min(low[hour], value.Value), P90 = Math.Max(high[hour], value.Value) }
            : value;
    }

    /// <summary>The model from the midnight of any day on; NaN in the hours that it does not forecast.</summary>
    private sealed class DayByDay(IStationModel inner, MinuteSeries readings, IHolidays holidays) : IHourlyForecaster
    {
        public const int SpareDays = 3;

        /// <summary>Its context ahead of the base day, and a day in which the left end of a gap is looked for.</summary>
        private int DaysSeen => inner.ContextDays + SpareDays;

        public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
        {
            var hours = new double[horizonHours];
            Array.Fill(hours, double.NaN);
            // A network looks at windows that end by the end of its base day, whatever comes after it: no need to copy weeks of minutes.
            var seen = inner is ForecastModel ? readings : readings.Between(origin.AddDays(-DaysSeen), origin);
            foreach (var value in inner.Forecast(DateOnly.FromDateTime(origin.AddDays(-1)), seen, holidays).Values)
            {
                hours[((value.Step - 1) * HoursPer.Day) + value.Hour] = value.Value;
            }

            return new HourlyForecast(hours);
        }
    }
}

using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>A forecaster whose past forecasts outlive it (<see cref="PastForecasts"/>).</summary>
/// <param name="inner">Forecasts what is not known yet.</param>
/// <param name="identity">Says what it is: two of the same forecast the same from the same days.</param>
/// <param name="daysBack">Days before an origin that have an influence.</param>
/// <param name="holidays">Known in advance.</param>
/// <param name="source">What it looks at, where that is something finer than the hours that it is asked with.</param>
internal sealed class RecallingForecaster(
    IHourlyForecaster inner, string identity, int daysBack, IHolidays holidays, MinuteSeries? source = null) : IHourlyForecaster
{
    /// <summary>The horizon, and a day on which it depends whether the one before it is a working day between two days off.</summary>
    private const int DaysAhead = (HourGrid.LongestHorizon / HoursPer.Day) + 1;

    private readonly Lock access = new();
    private (MinuteSeries Series, DayDigests Digests)? last;

    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var seen = source ?? knownHours;
        UInt128 key;
        lock (access)
        {
            last = last is { } known && ReferenceEquals(known.Series, seen) ? known : (seen, new DayDigests(seen, holidays));
            key = last.Value.Digests.Of(identity, origin, daysBack, DaysAhead);
        }

        return new(PastForecasts.Of(key, () => inner.Forecast(knownHours, origin, HourGrid.LongestHorizon).P50)[..horizonHours]);
    }
}

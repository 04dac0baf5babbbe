using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// A forecaster whose parts remember what they forecast (<see cref="CachedForecaster"/>), made anew where the series is another one than
/// before: day after day of one sensor only the new origin is computed.
/// </summary>
/// <param name="make">Makes the parts, which remember nothing yet.</param>
internal sealed class RememberingForecaster(Func<IHourlyForecaster> make) : IHourlyForecaster
{
    private readonly Lock access = new();
    private IHourlyForecaster? inner;
    private MinuteSeries? known;

    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        IHourlyForecaster current;
        lock (access)
        {
            if (inner is null || !IsSame(knownHours))
            {
                (inner, known) = (make(), knownHours);
            }
            else if (knownHours.Values.Length > known!.Values.Length)
            {
                known = knownHours;
            }

            current = inner;
        }

        return current.Forecast(knownHours, origin, horizonHours);
    }

    /// <summary>One is the beginning of the other.</summary>
    private bool IsSame(MinuteSeries other)
    {
        var count = Math.Min(other.Values.Length, known!.Values.Length);
        return other.Start == known.Start && other.Values.AsSpan(0, count).SequenceEqual(known.Values.AsSpan(0, count));
    }
}

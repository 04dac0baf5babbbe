using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// A forecaster whose parts remember what they forecast (<see cref="CachedForecaster"/>), made anew where the series is another one than
/// before: day after day of one sensor only the new origin is computed.
/// </summary>
/// <param name="make">Makes the parts, which remember nothing yet.</param>
/// <param name="isWary">Whether the parts do not see hours that no water makes (<see cref="GrossHours"/>).</param>
internal sealed class RememberingForecaster(Func<IHourlyForecaster> make, bool isWary) : IHourlyForecaster
{
    private readonly Lock access = new();
    private IHourlyForecaster? inner;
    private GrossHours gross = new();
    private MinuteSeries? known;

    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var (current, seen) = (default(IHourlyForecaster), knownHours);
        lock (access)
        {
            if (inner is null || !IsSame(knownHours))
            {
                (inner, known, gross) = (make(), knownHours, new GrossHours());
            }
            else if (knownHours.Values.Length > known!.Values.Length)
            {
                known = knownHours;
            }

            (current, seen) = (inner, isWary ? gross.Without(knownHours) : knownHours);
        }

        return current.Forecast(seen, origin, horizonHours);
    }

    /// <summary>One is the beginning of the other.</summary>
    private bool IsSame(MinuteSeries other)
    {
        var count = Math.Min(other.Values.Length, known!.Values.Length);
        return other.Start == known.Start && other.Values.AsSpan(0, count).SequenceEqual(known.Values.AsSpan(0, count));
    }
}

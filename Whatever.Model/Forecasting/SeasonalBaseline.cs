using MathNet.Numerics.Statistics;
using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// The week as it was: for each hour the mean of the same hour of the week over the last weeks, younger weeks weighing more, and on top a
/// share of what the last days were off by. A holiday counts as a Sunday, as a target and in the history.
/// <code>
/// base(t) = sum w(d) x(d, hour of t) / sum w(d),   w(d) = decay ^ (days from d to t / 7)
///           over the measured days d of the last weeks before the origin that are of t's kind (Monday .. Saturday, or Sunday and holidays)
/// y(t)    = base(t) + shift * median(x - base' of the last days), base' made the same way where those days begin
/// </code>
/// A half day (<see cref="DayOff.IsHalf"/>) is the mean of its weekday and a Saturday, and counts for no other day. With a share of all
/// days, the mean over the days of every kind comes in with that share. Where no hour of that kind was measured, days that are working days
/// like t (or, like t, are none) stand in, then all days. Simple exponential smoothing of each hour of the week (Brown 1959) over a finite
/// memory, with a level correction.
/// </summary>
public sealed class SeasonalBaseline : IHourlyForecaster
{
    private readonly IHolidays holidays;
    private readonly SeasonalBaselineOptions options;
    private readonly double[] weights;

    /// <param name="holidays">Known in advance.</param>
    /// <param name="options">The defaults where null.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public SeasonalBaseline(IHolidays holidays, SeasonalBaselineOptions? options = null)
    {
        (this.holidays, this.options) = (holidays, options ?? new SeasonalBaselineOptions());
        if (this.options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        // A target lies up to a week and a day behind the youngest day, and the oldest day the weeks before that.
        weights = [.. Enumerable.Range(0, (7 * this.options.Weeks) + 9).Select(days => Math.Pow(this.options.DecayPerWeek, days / 7.0))];
    }

    /// <param name="knownHours">Hours on a wall clock; NaN where missing. What lies at or after the origin is not looked at.</param>
    /// <param name="origin">Start of the first hour forecast.</param>
    /// <param name="horizonHours">1 to 168.</param>
    /// <returns>No band; not negative where the weeks before the origin never were; NaN in the hours of the day that were never measured in
    /// the weeks before the origin.</returns>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var first = HourGrid.IndexOfOrigin(knownHours, origin, horizonHours);
        var history = History(knownHours, first);
        var level = Level(knownHours, first);
        var lowest = Lowest(history);
        return new HourlyForecast(Array.ConvertAll(history.MeansFrom(origin, horizonHours), mean => Math.Max(lowest, mean + level)));
    }

    /// <summary>What a forecast from an origin on does not fall below: 0 where the weeks before it never did.</summary>
    internal double LowestFrom(MinuteSeries hours, int origin) => Lowest(History(hours, origin));

    private static double Lowest(SeasonalHistory history) => history.IsNonNegative ? 0 : double.NegativeInfinity;

    /// <summary>The share of the median deviation of the last days; 0 where nothing was measured.</summary>
    private double Level(MinuteSeries hours, int first)
    {
        var count = options.ShiftDays * HoursPer.Day;
        var expected = History(hours, first - count).MeansFrom(hours.TimeAt(first - count), count);
        var deviations = hours.Slice(first - count, count).Zip(expected, (value, mean) => value - mean)
            .Where(deviation => !double.IsNaN(deviation)).ToArray();
        return deviations.Length == 0 ? 0 : options.Shift * ArrayStatistics.MedianInplace(deviations);
    }

    private SeasonalHistory History(MinuteSeries hours, int origin) => new(hours, origin, options, holidays, weights);
}

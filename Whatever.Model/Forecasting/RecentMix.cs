using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Several forecasts in one: for each lead day their weighted mean, and whoever did better there lately weighs more. Demand changes its
/// habits (the end of irrigation, a new large customer) faster than a model is trained anew.
/// <code>
/// weight(k, L) = e(k, L) ^ -power
/// e(k, L) = mean of 0.9 ^ age |y - f| over lead day L of the forecasts from the last days' origins, as far as it was measured before this
/// origin
/// </code>
/// Weights by inverse powers of past errors: Bates and Granger 1969; Stock and Watson 2004, with discounting.
/// </summary>
public sealed class RecentMix : IHourlyForecaster
{
    private const double DiscountPerDay = 0.9;

    private readonly IReadOnlyList<MixMember> members;
    private readonly int days;
    private readonly double power;

    /// <param name="members">At least one.</param>
    /// <param name="days">Origins that are looked back at for each lead day, 1..60.</param>
    /// <param name="power">0 for the plain mean; the larger, the more the best one counts alone. At most 64.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public RecentMix(IReadOnlyList<MixMember> members, int days = 14, double power = 16)
    {
        if (members.Count == 0 || days is < 1 or > 60 || power is not (>= 0 and <= 64))
        {
            throw new ArgumentException(
                $"There are {members.Count} members, {days} days and the power is {power}, expected at least 1, 1 to 60 and 0 to 64.");
        }

        (this.members, this.days, this.power) = (members, days, power);
    }

    /// <summary>Days before an origin of the members that are looked at, on top of what the members look back.</summary>
    public static int DaysBack(int days) => days + (HourGrid.LongestHorizon / HoursPer.Day) - 1;

    /// <param name="knownHours">Hours on a wall clock; NaN where missing. What lies at or after the origin is not looked at.</param>
    /// <param name="origin">Start of the first hour forecast.</param>
    /// <param name="horizonHours">1 to 168.</param>
    /// <returns>No band; NaN in the hours that no member forecasts.</returns>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var first = HourGrid.IndexOfOrigin(knownHours, origin, horizonHours);
        var leadDays = (horizonHours + HoursPer.Day - 1) / HoursPer.Day;
        var now = members.Select(member => member.Forecaster.Forecast(knownHours, origin, horizonHours).P50).ToList();
        if (members.Count == 1)
        {
            return new HourlyForecast(now[0]);
        }

        var weights = Weights(members.Select(member => Errors(member, knownHours, origin, first, leadDays)).ToList(), leadDays);
        return new HourlyForecast([.. Enumerable.Range(0, horizonHours).Select(hour => Mean(now, weights, hour))]);
    }

    private static double Mean(List<double[]> forecasts, List<double[]> weights, int hour)
    {
        var (sum, total) = (0.0, 0.0);
        for (var k = 0; k < forecasts.Count; k++)
        {
            if (!double.IsNaN(forecasts[k][hour]))
            {
                sum += weights[k][hour / HoursPer.Day] * forecasts[k][hour];
                total += weights[k][hour / HoursPer.Day];
            }
        }

        // Nobody has a past in this lead day: all count alike.
        return total > 0
            ? sum / total
            : forecasts.Select(forecast => forecast[hour]).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>
    /// Errors to weights, lead day by lead day, in units of the smallest of them so that neither the level nor the unit matters.
    /// </summary>
    private List<double[]> Weights(List<double[]> errors, int leadDays)
    {
        var weights = errors.ConvertAll(_ => new double[leadDays]);
        for (var day = 0; day < leadDays; day++)
        {
            var known = errors.Where(member => !double.IsNaN(member[day])).Select(member => member[day]).ToList();

            // One that was right to the last digit has no error to divide by.
            var smallest = known.Count == 0 ? 0 : Math.Max(known.Min(), double.Epsilon + (1e-9 * known.Max()));
            for (var k = 0; k < errors.Count; k++)
            {
                var error = errors[k][day];
                weights[k][day] = double.IsNaN(error) ? 0 : smallest > 0 ? Math.Pow(Math.Max(error, smallest) / smallest, -power) : 1;
            }
        }

        return weights;
    }

    /// <summary>Shape (lead days): mean errors of a member; NaN where nothing can be compared.</summary>
    private double[] Errors(MixMember member, MinuteSeries hours, DateTime origin, int first, int leadDays)
    {
        var (errors, totals) = (new double[leadDays], new double[leadDays]);
        for (var back = 1; back < days + leadDays; back++)
        {
            var from = origin.AddDays(-back);
            var forecast = member.Forecaster.Forecast(hours, from, Math.Min(back, leadDays) * HoursPer.Day).P50;
            for (var hour = 0; hour < forecast.Length; hour++)
            {
                // Lead day L has its target days behind it from L + 1 days back on; as many origins count for each.
                var age = back - 1 - (hour / HoursPer.Day);
                var index = first - (back * HoursPer.Day) + hour;
                var error = age >= days || index < 0 || index >= hours.Values.Length
                    ? double.NaN
                    : Math.Abs(hours.Values[index] - forecast[hour]);
                if (!double.IsNaN(error))
                {
                    var weight = Math.Pow(DiscountPerDay, age);
                    errors[hour / HoursPer.Day] += weight * error * (member.Learned?.FactorAt(from.AddHours(hour), hour) ?? 1);
                    totals[hour / HoursPer.Day] += weight;
                }
            }
        }

        return [.. errors.Zip(totals, (error, total) => total > 0 ? error / total : double.NaN)];
    }
}

/// <summary>One of several forecasts.</summary>
/// <param name="Forecaster">Gives it.</param>
/// <param name="Learned">What it has learned by heart; null for one that learns nothing.</param>
public sealed record MixMember(IHourlyForecaster Forecaster, LearnedSpan? Learned = null);

/// <summary>Hours that a forecaster was trained on: its errors there are smaller than those to come.</summary>
/// <param name="Until">Local time of the first hour that it was not trained on.</param>
/// <param name="FirstDayFactor">By which errors of the first lead day before that are to be multiplied, at least 1.</param>
/// <param name="LaterFactor">The same for the lead days after it.</param>
public sealed record LearnedSpan(DateTime Until, double FirstDayFactor, double LaterFactor)
{
    /// <summary>Of something that consists of it by half.</summary>
    internal LearnedSpan Half() => this with { FirstDayFactor = (1 + FirstDayFactor) / 2, LaterFactor = (1 + LaterFactor) / 2 };

    /// <summary>The factor for an hour.</summary>
    /// <param name="target">Its local time.</param>
    /// <param name="ahead">Hours from the origin to it.</param>
    public double FactorAt(DateTime target, int ahead) => target >= Until ? 1 : ahead < 24 ? FirstDayFactor : LaterFactor;
}

using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Puts a band of 80 % around a forecaster by what it was off by in the last weeks, for each lead day apart:
/// <code>
/// s(t)   = (y(t) - f(t)) / u(hour of t),   u the mean absolute error of that hour of the day
/// P10(t) = f(t) + u(hour of t) Q(a / 2),   P90(t) = f(t) + u(hour of t) Q(1 - a / 2)
/// a     := a + rate (0.2 - share of the day's values outside its band), day after day
/// </code>
/// Q are quantiles of s over the last 28 days that were known at the origin: split conformal prediction (Lei et al. 2018), whose level a
/// follows what was missed (adaptive conformal inference, Gibbs and Candès 2021).
/// </summary>
/// <param name="center">Is asked for the origins of the last weeks again and again: best one that remembers.</param>
/// <param name="daysBack">Days before an origin whose forecasts are looked at: with fewer than <see cref="DaysBack"/> the level has less to
/// follow.</param>
/// <param name="learned">Hours that the forecaster was trained on: its errors there are smaller than those to come. Null for one that
/// learns nothing.</param>
/// <param name="otherwise">Gives forecast and band while little is known of its errors; null for none.</param>
/// <param name="past">Gives the same from the origins of the last weeks, sooner; null for the forecaster itself.</param>
internal sealed class RollingBand(
    IHourlyForecaster center, int daysBack = RollingBand.DaysBack, LearnedSpan? learned = null, IHourlyForecaster? otherwise = null,
    IHourlyForecaster? past = null)
    : IHourlyForecaster
{
    private const int WindowDays = 28;
    private const double Outside = 0.2;
    private const double Rate = 0.05;
    /// <summary>Of fewer days the band says little: one that was measured before is better, else both sides count alike.</summary>
    private const int FewestDays = 7;
    private const double LeastOutside = 0.02;
    private const double MostOutside = 0.6;

    /// <summary>Of the mean over the day: an hour that was forecast well by luck is not certain.</summary>
    private const double LeastShareOfMean = 0.25;

    /// <summary>Twice the window: what the level followed, and what that was judged by.</summary>
    public const int DaysBack = (2 * WindowDays) + LeadDays;

    /// <summary>The window alone: enough where each day is dear to forecast once more.</summary>
    public const int FewerDaysBack = WindowDays + LeadDays;

    private const int LeadDays = HourGrid.LongestHorizon / HoursPer.Day;

    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var first = HourGrid.IndexOfOrigin(knownHours, origin, horizonHours);
        var forecast = center.Forecast(knownHours, origin, horizonHours).P50;
        var days = Enumerable.Range(0, LeadDays).Select(_ => new List<double[]>()).ToList();
        for (var back = 1; back <= daysBack && first - (back * HoursPer.Day) > 0; back++)
        {
            AddErrors(days, knownHours, origin.AddDays(-back), first - (back * HoursPer.Day), Math.Min(back, LeadDays));
        }

        if (days[0].Count < (otherwise is null ? 1 : FewestDays))
        {
            return otherwise?.Forecast(knownHours, origin, horizonHours) ?? new HourlyForecast(forecast);
        }

        var units = Units(days);
        var (lower, upper) = (new double[horizonHours], new double[horizonHours]);
        var lowest = knownHours.Values.AsSpan(0, Math.Min(first, knownHours.Values.Length))
            .ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon) ? double.NegativeInfinity : 0;
        var ends = (Low: 0.0, High: 0.0);
        for (var hour = 0; hour < horizonHours; hour++)
        {
            if (hour % HoursPer.Day == 0)
            {
                // A short history says little of the days further ahead: they are at least as uncertain as those before.
                var scores = Scores(days[hour / HoursPer.Day], units);
                var own = scores.Count > 0 ? Ends(scores, (hour / HoursPer.Day) + 1) : ends;
                ends = scores.Count < WindowDays ? (Math.Min(ends.Low, own.Low), Math.Max(ends.High, own.High)) : own;
            }

            var unit = units[hour % HoursPer.Day];
            (lower[hour], upper[hour]) = (Math.Max(lowest, forecast[hour] + (unit * ends.Low)), forecast[hour] + (unit * ends.High));
        }

        return new HourlyForecast(forecast, lower, upper);
    }

    /// <summary>By lead day, the youngest first: what each hour was off by; days without anything to compare are left out.</summary>
    private void AddErrors(List<List<double[]>> days, MinuteSeries hours, DateTime from, int index, int leadDays)
    {
        var known = (past ?? center).Forecast(hours, from, leadDays * HoursPer.Day).P50;
        for (var lead = 0; lead < leadDays; lead++)
        {
            var errors = new double[HoursPer.Day];
            for (var hour = 0; hour < HoursPer.Day; hour++)
            {
                var at = (lead * HoursPer.Day) + hour;
                errors[hour] = index + at < hours.Values.Length
                    ? (hours.Values[index + at] - known[at]) * (learned?.FactorAt(from.AddHours(at), at) ?? 1)
                    : double.NaN;
            }

            if (errors.Any(double.IsFinite))
            {
                days[lead].Add(errors);
            }
        }
    }

    /// <summary>Shape (24), from the hour of the origin on: the mean absolute error of each hour of the day, smoothed.</summary>
    private static double[] Units(List<List<double[]>> days)
    {
        var means = new double[HoursPer.Day];
        for (var hour = 0; hour < means.Length; hour++)
        {
            means[hour] = days.SelectMany(lead => lead.Take(WindowDays)).Select(errors => Math.Abs(errors[hour])).Where(double.IsFinite)
                .DefaultIfEmpty(double.NaN).Average();
        }

        var overall = means.Where(double.IsFinite).Average();
        double At(int hour) => double.IsNaN(means[(hour + 24) % 24]) ? overall : means[(hour + 24) % 24];
        return [
            .. means.Select(
                (_, hour) => Math.Max(LeastShareOfMean * overall, (At(hour - 1) + (2 * At(hour)) + At(hour + 1)) / 4))];
    }

    private static List<double[]> Scores(List<double[]> days, double[] units) =>
        days.ConvertAll(
            errors => errors.Zip(units, (error, unit) => unit > 0 ? error / unit : 0).Where(double.IsFinite).ToArray());

    /// <param name="scores">The youngest day first.</param>
    /// <param name="leadDay">1..7: so many days ago the youngest of them could be known at its origin.</param>
    private static (double Low, double High) Ends(List<double[]> scores, int leadDay)
    {
        var outside = Outside;
        for (var age = scores.Count - 1 - leadDay; age >= 0; age--)
        {
            var (low, high) = Quantiles(scores, age + leadDay, outside);
            var missed = scores[age].Count(score => score < low || score > high) / (double)scores[age].Length;
            outside = Math.Clamp(outside + (Rate * (Outside - missed)), LeastOutside, MostOutside);
        }

        return Quantiles(scores, 0, outside);
    }

    private static (double Low, double High) Quantiles(List<double[]> scores, int from, double outside)
    {
        // Hours of a day are off together: what makes the sample small is its days.
        var days = Math.Min(WindowDays, scores.Count - from);
        double[] sorted = [.. scores.Skip(from).Take(WindowDays).SelectMany(day => day)];
        Array.Sort(sorted);
        if (days < FewestDays)
        {
            // Which side the few errors lie on is chance.
            double[] sizes = [.. sorted.Select(Math.Abs).Order()];
            var size = Robust.Quantile(sizes, Math.Min(1, (1 - outside) * (1 + (1.0 / days))));
            return (-size, size);
        }

        var share = Math.Min(1, (1 - (outside / 2)) * (1 + (1.0 / days)));
        return (Math.Min(0, Robust.Quantile(sorted, 1 - share)), Math.Max(0, Robust.Quantile(sorted, share)));
    }
}

using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Trees;

/// <summary>
/// The seasonal baseline plus what boosted trees expect it to be off by (<see cref="TreeInputs"/>), refitted each Monday on the two years
/// before it; the fits of the last two Mondays are averaged. A fit is a function of what lies before its Monday and of nothing else, so it
/// need not be kept: whoever asks again gets the same one.
/// </summary>
internal sealed class TreeForecaster : IHourlyForecaster
{
    /// <summary>With less than two months of hours a tree learns by heart.</summary>
    private const int FewestDays = 56;

    private const int MostDays = 730;

    /// <summary>A day that stands out by more than this many scales says no more than that it did.</summary>
    private const double Largest = 6;

    /// <summary>Before the first origin that is learned from: the baseline's weeks of the oldest residual, the level of its days.</summary>
    private const int DaysBeforeFirst = 140;

    private static readonly TreeOptions Options = new();

    private readonly IHolidays holidays;
    private readonly IReadOnlyList<IHourlyForecaster> members;
    private readonly SeasonalBaseline unshifted;

    /// <param name="holidays">Known in advance.</param>
    /// <param name="members">What the trees stand on, and the other forecasts that they see; best ones that remember.</param>
    public TreeForecaster(IHolidays holidays, IReadOnlyList<IHourlyForecaster> members)
    {
        (this.holidays, this.members) = (holidays, members);
        unshifted = new SeasonalBaseline(holidays, new SeasonalBaselineOptions { Shift = 0 });
    }

    /// <summary>Days before an origin that have an influence on its forecast.</summary>
    public static int DaysBack => MostDays + DaysBeforeFirst + (2 * 7);

    /// <param name="knownHours">Hours on a wall clock; NaN where missing. What lies at or after the origin is not looked at.</param>
    /// <param name="origin">Start of the first hour forecast.</param>
    /// <param name="horizonHours">1 to 168.</param>
    /// <returns>No band; NaN throughout while there are fewer than eight weeks to learn from.</returns>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
    {
        var first = HourGrid.IndexOfOrigin(knownHours, origin, horizonHours);
        var forecast = new double[horizonHours];
        Array.Fill(forecast, double.NaN);
        var monday = origin.Date.AddDays(-(DateOnly.FromDateTime(origin).DayNumber % 7));
        var fits = new[] { monday.AddDays(-7), monday }.Select(day => FitAt(knownHours, day)).OfType<BoostedTrees>().ToList();
        var series = SeriesTo(knownHours, first, first);
        var scale = series.ResidualScale(first);
        if (fits.Count == 0 || double.IsNaN(scale))
        {
            return new HourlyForecast(forecast);
        }

        var forecasts = Members(knownHours, origin);
        var rows = TreeInputs.Of(series, first, origin, forecasts, scale, holidays);
        var count = TreeInputs.CountWith(forecasts.Count);
        var lowest = unshifted.LowestFrom(knownHours, first);
        for (var hour = 0; hour < horizonHours; hour++)
        {
            var row = rows.AsSpan(hour * count, count).ToArray();
            forecast[hour] = Math.Max(lowest, forecasts[0][hour] + (scale * fits.Average(fit => fit.Predict(row))));
        }

        return new HourlyForecast(forecast);
    }

    private ResidualSeries SeriesTo(MinuteSeries hours, int firstOrigin, int end) =>
        new(hours, unshifted, firstOrigin - (TreeInputs.DaysBack * HoursPer.Day), end);

    private List<double[]> Members(MinuteSeries hours, DateTime origin) =>
        [.. members.Select(member => member.Forecast(hours, origin, HoursPer.Week).P50)];

    /// <summary>
    /// Every other day is an origin: neighbours have nearly the same to say, and half of them take half of the time. Even and odd days in
    /// turn by fortnights, so that each weekday comes, and both of what comes every second day.
    /// </summary>
    private static bool IsLearnedFrom(int day) => (day + (day / 14)) % 2 == 0;

    /// <returns>Null where there is too little before that day.</returns>
    private BoostedTrees? FitAt(MinuteSeries hours, DateTime monday)
    {
        var end = Math.Min(hours.IndexOf(monday), hours.Values.Length);
        var from = Math.Max(0, end - ((MostDays + DaysBeforeFirst) * HoursPer.Day));
        var known = end > from ? Array.FindIndex(hours.Values, from, end - from, double.IsFinite) : -1;
        return known < 0 || hours.IndexOf(monday) - known < FewestDays * HoursPer.Day
            ? null
            : TreeFits.Of(hours, known, monday, holidays, members.Count, () => Fit(hours, known, monday));
    }

    private BoostedTrees? Fit(MinuteSeries hours, int known, DateTime monday)
    {
        var end = hours.IndexOf(monday);
        var first = Math.Max(known + (8 * HoursPer.Day), end - (MostDays * HoursPer.Day));
        var series = SeriesTo(hours, first, Math.Min(end, hours.Values.Length));
        var (rows, targets) = (new List<float>(), new List<float>());
        var count = TreeInputs.CountWith(members.Count);
        for (var day = monday.AddDays(-1); hours.IndexOf(day) >= first; day = day.AddDays(-1))
        {
            var origin = hours.IndexOf(day);
            var scale = IsLearnedFrom(DateOnly.FromDateTime(day).DayNumber) ? series.ResidualScale(origin) : double.NaN;
            if (double.IsNaN(scale))
            {
                continue;
            }

            var forecasts = Members(hours, day);
            var inputs = TreeInputs.Of(series, origin, day, forecasts, scale, holidays);
            for (var hour = 0; hour < HoursPer.Week && origin + hour < end; hour++)
            {
                var target = (series.ValueAt(origin + hour) - forecasts[0][hour]) / scale;
                if (double.IsFinite(target))
                {
                    rows.AddRange(inputs.AsSpan(hour * count, count));
                    targets.Add((float)Math.Clamp(target, -Largest, Largest));
                }
            }
        }

        return targets.Count < 2 * Options.FewestRows ? null : BoostedTrees.Fit([.. rows], count, [.. targets], Options);
    }
}

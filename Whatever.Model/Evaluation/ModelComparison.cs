using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Model.Evaluation;

/// <summary>
/// Judges models of any kind against each other as the station runs them: from the same base days, each with what the station hands it,
/// which is everything up to the end of the base day. A model of the seed's form does not use all of that: its forecast of hour h ends its
/// window where hour h of the base day begins. It is not given less than the others, it takes less, and that is part of what is compared.
/// Errors are over the same target hours.
/// </summary>
public static class ModelComparison
{
    /// <summary>
    /// One that leaves more than this share of the hours without a forecast is not judged: the few that it gives may be the easy ones.
    /// </summary>
    private const double EnoughHours = 0.5;

    /// <param name="models">Of one quantity; each takes the sampling interval of the series.</param>
    /// <param name="series">Wall-clock series that also holds the context before the first day and the six days after the last.</param>
    /// <param name="hours">The same in hours, for models that read hours; may begin earlier.</param>
    /// <param name="from">First base day.</param>
    /// <param name="to">Last base day.</param>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="cancellation">Looked at between days.</param>
    /// <returns>
    /// As many figures as models, over the hours that were measured and that all of those judged forecast. NaN and no hours for a model
    /// that forecast fewer than half as many of the hours measured as the one that forecast the most.
    /// </returns>
    /// <exception cref="UnusableModelException">A model is one that the station cannot forecast with.</exception>
    /// <exception cref="ArgumentException">A model does not take the sampling interval of the series.</exception>
    public static IReadOnlyList<ErrorFigures> Run(
        IReadOnlyList<IStationModel> models, MinuteSeries series, MinuteSeries hours, DateOnly from, DateOnly to, IHolidays holidays,
        CancellationToken cancellation = default)
    {
        var forecasts = models.Select(_ => new List<StepForecast?>()).ToList();
        var actual = new List<double>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            cancellation.ThrowIfCancellationRequested();
            var measured = Targets(day).Select(target => hours.HourMean(target.Time)).ToList();
            var end = ForecastTargets.WindowEnd(day, ForecastTargets.Hours);
            var knownHours = hours.Before(end);
            for (var i = 0; i < models.Count; i++)
            {
                // Weeks of minutes are not copied for a network: its windows end by the end of the base day, whatever comes after it.
                var known = models[i].ReadsHours ? knownHours : models[i] is ForecastModel ? series : series.Before(end);
                var values = models[i].Forecast(day, known, holidays).Values
                    .ToDictionary(value => (value.Step, value.Hour));
                forecasts[i].AddRange(Targets(day).Where((_, target) => !double.IsNaN(measured[target]))
                    .Select(target => values.TryGetValue((target.Step, target.Hour), out var value) ? value : (StepForecast?)null));
            }

            actual.AddRange(measured.Where(value => !double.IsNaN(value)));
        }

        return Tally(forecasts, actual);
    }

    private static List<ErrorFigures> Tally(List<List<StepForecast?>> forecasts, List<double> actual)
    {
        var counts = forecasts.ConvertAll(values => values.Count(value => value is not null));
        var fullest = counts.Max();
        var isJudged = counts.ConvertAll(count => count > 0 && count >= EnoughHours * fullest);
        var tallies = forecasts.ConvertAll(_ => new ErrorTally());
        for (var hour = 0; hour < actual.Count; hour++)
        {
            if (Enumerable.Range(0, forecasts.Count).Any(i => isJudged[i] && forecasts[i][hour] is null))
            {
                continue;
            }

            for (var i = 0; i < forecasts.Count; i++)
            {
                if (isJudged[i] && forecasts[i][hour] is { } value)
                {
                    tallies[i].Add(actual[hour], value.Value, value.P10 ?? double.NaN, value.P90 ?? double.NaN);
                }
            }
        }

        return tallies.ConvertAll(tally => tally.ToFigures());
    }

    private static IEnumerable<(int Step, int Hour, DateTime Time)> Targets(DateOnly day) =>
        from step in Enumerable.Range(1, ForecastTargets.Days)
        from hour in Enumerable.Range(0, ForecastTargets.Hours)
        select (step, hour, ForecastTargets.TargetHour(day, step, hour));
}

using Whatever.Model.Calendar;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// iD+1H: for each hour h of the base day, the window of the time that ends where h begins (an hour before it is an hour before it, on days
/// of 23 and 25 hours too) gives the means of hour h one to six days later. Nothing
/// measured at or after hour h of the base day has any influence on its forecasts. (A model of 144 outputs looks once, where the base day
/// ends.)
/// </summary>
public static class DayForecaster
{
    private static readonly Phrase NotFinite = new Phrase("forecast.not-finite");

    /// <param name="model">Its sampling interval has to be the series'.</param>
    /// <param name="baseDay">The last day looked at.</param>
    /// <param name="readings">
    /// Wall-clock series up to the end of the base day, from the model's context before it on (at least from 23:00 of the day before); NaN
    /// where missing.
    /// </param>
    /// <param name="holidays">For a model that looks at them; none where null.</param>
    /// <returns>Finite values; those of a series that was never negative are not negative either.</returns>
    /// <exception cref="UnusableModelException">The model is one that the station cannot forecast with.</exception>
    /// <exception cref="ArgumentException">The series has another sampling interval than the model.</exception>
    public static DayForecast Forecast(ForecastModel model, DateOnly baseDay, MinuteSeries readings, IHolidays? holidays = null)
    {
        if (model.ForecastProblem is { } problem)
        {
            throw new UnusableModelException(problem);
        }

        if (readings.Interval != TimeSpan.FromMinutes(model.SamplingIntervalMinutes))
        {
            throw new ArgumentException(
                $"{model.Name} reads a value every {model.SamplingIntervalMinutes} min, the series gives one every "
                    + $"{readings.Interval.TotalMinutes} min.");
        }

        var known = holidays ?? HolidayCalendars.Empty;
        return model.OutputSteps == ForecastTargets.Days * ForecastTargets.Hours
            ? ForecastAtOnce(model, baseDay, readings, known)
            : ForecastHourByHour(model, baseDay, readings, known);
    }

    private static DayForecast ForecastHourByHour(ForecastModel model, DateOnly baseDay, MinuteSeries readings, IHolidays holidays)
    {
        var windows = new List<(int Hour, ModelWindow Window)>();
        var skipped = new List<SkippedHour>();
        var sums = new HourSums(readings);
        for (var hour = 0; hour < ForecastTargets.Hours; hour++)
        {
            var window = ModelWindow.Build(model.Description, readings, ForecastTargets.WindowEnd(baseDay, hour), holidays, sums);
            if (Explain(window) is { } reason)
            {
                skipped.Add(new SkippedHour(hour, reason));
            }
            else
            {
                windows.Add((hour, window));
            }
        }

        var outputs = windows.Count == 0 ? [] : Predict(model, [.. windows.Select(pair => pair.Window)]);
        var isFinite = outputs.ConvertAll(hour => Array.TrueForAll(hour, double.IsFinite));
        skipped.AddRange(windows.Where((_, index) => !isFinite[index]).Select(pair => new SkippedHour(pair.Hour, NotFinite)));
        var values = windows.SelectMany((pair, index) => isFinite[index] ? ToSteps(baseDay, pair.Hour, pair.Window, outputs[index]) : []);
        return new DayForecast(
            model.Quantity, baseDay, model.Version, [.. values.OrderBy(value => value.Step).ThenBy(value => value.Hour)], skipped);
    }

    private static DayForecast ForecastAtOnce(ForecastModel model, DateOnly baseDay, MinuteSeries readings, IHolidays holidays)
    {
        var window = ModelWindow.Build(model.Description, readings, ForecastTargets.WindowEnd(baseDay, ForecastTargets.Hours), holidays);
        if (Explain(window) is { } reason)
        {
            return new DayForecast(
                model.Quantity, baseDay, model.Version, [],
                [.. Enumerable.Range(0, ForecastTargets.Hours).Select(hour => new SkippedHour(hour, reason))]);
        }

        var outputs = Predict(model, [window])[0];
        if (!Array.TrueForAll(outputs, double.IsFinite))
        {
            return new DayForecast(
                model.Quantity, baseDay, model.Version, [],
                [.. Enumerable.Range(0, ForecastTargets.Hours).Select(hour => new SkippedHour(hour, NotFinite))]);
        }

        var values = outputs.Select(
            (value, index) => ToStep(baseDay, (index / ForecastTargets.Hours) + 1, index % ForecastTargets.Hours, window, value));
        return new DayForecast(model.Quantity, baseDay, model.Version, [.. values], []);
    }

    private static Phrase? Explain(ModelWindow window) => window.RepairedShare > ModelWindow.LargestRepairedShare
        ? new Phrase("forecast.window-missing", window.RepairedShare, ModelWindow.LargestRepairedShare)
        : window.OtherRepairedShare > ModelWindow.LargestRepairedShare
        ? new Phrase(
            "forecast.other-missing", window.OtherRepairedShare, ModelWindow.LargestRepairedShare,
            new Phrase(window.Other == Quantity.FlowRate ? "quantity.flow-rate" : "quantity.pressure"))
        : null;

    /// <returns>For each window its outputs in the unit of the quantity.</returns>
    private static List<double[]> Predict(ForecastModel model, IReadOnlyList<ModelWindow> windows) =>
        model.Strategy == "recursive" ? PredictRecursively(model, windows) : PredictOnce(model, windows);

    /// <summary>A one-step model is fed its own output: the window moves on by one value for each further day.</summary>
    private static List<double[]> PredictRecursively(ForecastModel model, IReadOnlyList<ModelWindow> windows)
    {
        var outputs = windows.Select(_ => new double[ForecastTargets.Days]).ToList();
        var other = model.HeadOf(SensorSeries.OtherThan(model.Quantity));
        for (var step = 0; step < ForecastTargets.Days; step++)
        {
            var next = Run(model, windows);
            var values = next.Select((row, i) => ToValues(model, windows[i], row)[0]).ToList();
            for (var i = 0; i < windows.Count; i++)
            {
                outputs[i][step] = values[i];
            }

            // A network that gives both quantities goes on with what it gave of the other one, too.
            windows = [.. windows.Select((window, i) => window.Append(values[i], other?.Values(next[i])[0]))];
        }

        return outputs;
    }

    private static List<double[]> PredictOnce(ForecastModel model, IReadOnlyList<ModelWindow> windows) =>
        [.. Run(model, windows).Select((row, i) => ToValues(model, windows[i], row))];

    private static double[][] Run(ForecastModel model, IReadOnlyList<ModelWindow> windows) =>
        WindowOutputs.Compute(model.Network, [.. windows.Select(window => window.ToInputs())], model.WindowSteps);

    private static double[] ToValues(ForecastModel model, ModelWindow window, double[] outputs)
    {
        if (model.HeadOf(model.Quantity) is { } head)
        {
            return head.Values(outputs);
        }

        var origin = model.Description.Output.RelativeTo == "hour_mean" ? window.Context.HourMean : window.Context.Offset;
        return [.. outputs.Select(y => origin + (y * window.Context.Scale))];
    }

    private static IEnumerable<StepForecast> ToSteps(DateOnly baseDay, int hour, ModelWindow window, double[] outputs) =>
        outputs.Select((value, index) => ToStep(baseDay, index + 1, hour, window, value));

    private static StepForecast ToStep(DateOnly baseDay, int step, int hour, ModelWindow window, double value) =>
        new(
            step, hour, ForecastTargets.TargetHour(baseDay, step, hour), window.Context.IsNonNegative ? Math.Max(0, value) : value,
            window.IsLowConfidence);
}

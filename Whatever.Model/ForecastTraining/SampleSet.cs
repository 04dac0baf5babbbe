using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining;

/// <summary>Windows and targets, scaled.</summary>
/// <param name="Inputs">n arrays of shape (steps, features), row-major.</param>
/// <param name="Targets">n arrays of shape (outputs).</param>
/// <param name="WindowEnds">n local times.</param>
internal sealed record SampleSet(IReadOnlyList<float[]> Inputs, IReadOnlyList<double[]> Targets, IReadOnlyList<DateTime> WindowEnds)
{
    public int Count => Inputs.Count;

    /// <summary>A window every hour, where at most a fifth of it was made up and all six target hours were measured.</summary>
    public static SampleSet Build(ModelDescription model, MinuteSeries series)
    {
        var (inputs, targets, ends) = (new List<float[]>(), new List<double[]>(), new List<DateTime>());
        var sums = new HourSums(series);
        var first = series.Start.Date.AddDays(Math.Max(1, model.Window.ContextDays));
        var last = series.TimeAt(series.Values.Length - 1).AddDays(-ForecastTargets.Days);
        for (var end = first; end <= last; end = end.AddHours(1))
        {
            if (Measure(series, end) is not { } measured)
            {
                continue;
            }

            var window = ModelWindow.Build(model, series, end, sums: sums);
            if (window.RepairedShare <= ModelWindow.LowConfidenceShare)
            {
                inputs.Add(Array.ConvertAll(window.ToInputs(), value => (float)value));
                targets.Add(Array.ConvertAll(measured, value => (value - window.Context.HourMean) / window.Context.Scale));
                ends.Add(end);
            }
        }

        return new SampleSet(inputs, targets, ends);
    }

    /// <param name="steps">Of a window.</param>
    public ArraySamples ToSamples(int steps) => new(
        [.. Inputs.SelectMany(window => window)],
        [.. Targets.SelectMany(target => target, (_, value) => (float)value)],
        steps,
        Inputs[0].Length / steps,
        ForecastTargets.Days);

    public SampleSet Where(Func<DateTime, bool> keep)
    {
        var kept = Enumerable.Range(0, Count).Where(index => keep(WindowEnds[index])).ToList();
        return new SampleSet(
            [.. kept.Select(index => Inputs[index])], [.. kept.Select(index => Targets[index])],
            [.. kept.Select(index => WindowEnds[index])]);
    }

    private static double[]? Measure(MinuteSeries series, DateTime end)
    {
        var means = new double[ForecastTargets.Days];
        for (var step = 1; step <= means.Length; step++)
        {
            means[step - 1] = series.HourMean(end.AddDays(step));
            if (double.IsNaN(means[step - 1]))
            {
                return null;
            }
        }

        return means;
    }
}

using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>Learns from held-back days how much of the networks to add.</summary>
internal static class ResidualJudge
{
    /// <summary>More than the networks asked for is never added; less where they are too sure.</summary>
    private static readonly double[] Weights = [0, 0.25, 0.5, 0.75, 1];

    public static IReadOnlyList<ResidualPart> Weigh(
        IReadOnlyList<ResidualPart> parts, IReadOnlyList<ResidualSensor> sensors, DateTime split, int contextHours)
    {
        var days = sensors.SelectMany(sensor => Days(sensor, split, parts, contextHours)).ToList();
        if (days.Count == 0)
        {
            throw new TrainingDataException(new Problem("training.nothing-measured"));
        }

        return [.. parts.Select(part => part with { Weight = Weights.MinBy(weight => MeanError(days, part, weight)) })];
    }

    /// <summary>
    /// How much smaller the errors of networks are on days that they have learned than they were before: those of the first training over
    /// those of the second, on the same days. At least 1.
    /// </summary>
    public static IReadOnlyList<double> LearnedFactors(
        IReadOnlyList<ResidualPart> before, IReadOnlyList<ResidualPart> after, IReadOnlyList<ResidualSensor> sensors, DateTime split,
        int contextHours)
    {
        double[] Errors(IReadOnlyList<ResidualPart> parts)
        {
            var days = sensors.SelectMany(sensor => Days(sensor, split, parts, contextHours)).ToList();
            return [.. parts.Select(part => MeanError(days, part, part.Weight))];
        }

        return [
            .. Errors(before)
                .Zip(Errors(after), (honest, learned) => learned > 0 && double.IsFinite(honest) ? Math.Max(1, honest / learned) : 1)];
    }

    private static IEnumerable<HeldBackDay> Days(ResidualSensor sensor, DateTime split, IReadOnlyList<ResidualPart> parts, int contextHours)
    {
        var end = sensor.Hours.TimeAt(sensor.Hours.Values.Length);
        for (var origin = split; origin.AddDays(1) <= end; origin = origin.AddDays(1))
        {
            var (actual, expected, scale) = sensor.Outcome(origin);
            if (double.IsNaN(scale))
            {
                continue;
            }

            var outputs = new double[HoursPer.Week];
            var window = sensor.Window(origin);
            foreach (var part in parts)
            {
                foreach (var member in part.Members)
                {
                    var values = WindowOutputs.Compute(member, [window], contextHours)[0];
                    for (var i = 0; i < values.Length; i++)
                    {
                        outputs[part.FromHour + i] += values[i] / part.Members.Count;
                    }
                }
            }

            yield return new HeldBackDay([.. actual.Zip(expected, (value, mean) => (value - mean) / scale)], outputs);
        }
    }

    private static double MeanError(IReadOnlyList<HeldBackDay> days, ResidualPart part, double weight)
    {
        var errors = days.SelectMany(day => Enumerable.Range(part.FromHour, part.Hours).Select(hour => Math.Abs(day.ErrorAt(hour, weight))))
            .Where(error => !double.IsNaN(error)).ToList();
        return errors.Count == 0 ? double.PositiveInfinity : errors.Average();
    }

    /// <param name="Residuals">Shape (168), in scales; NaN where not measured.</param>
    /// <param name="Outputs">Shape (168): means of the networks.</param>
    private sealed record HeldBackDay(double[] Residuals, double[] Outputs)
    {
        public double ErrorAt(int hour, double weight) => Residuals[hour] - (weight * Outputs[hour]);
    }
}

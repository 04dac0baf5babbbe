using MathNet.Numerics.Statistics;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;

namespace Whatever.Model.Training.Residual;

/// <summary>Learns from held-back days how much of the networks to add and how far from the forecast the values lie.</summary>
internal static class ResidualJudge
{
    private const int Day = 24;
    private const int Week = HourGrid.LongestHorizon;
    private const double Lower = 0.1;
    private const double Upper = 0.9;

    /// <summary>More than the networks asked for is never added; less where they are too sure.</summary>
    private static readonly double[] Weights = [0, 0.25, 0.5, 0.75, 1];

    public static (IReadOnlyList<ResidualPart> Parts, ResidualBand Band) Judge(
        IReadOnlyList<ResidualPart> parts, IReadOnlyList<ResidualSensor> sensors, DateTime split, int contextHours)
    {
        var days = sensors.SelectMany(sensor => Days(sensor, split, parts, contextHours)).ToList();
        if (days.Count == 0)
        {
            throw new TrainingDataException("Nothing was measured in the held-back days; there are too many gaps.");
        }

        var weighted = parts.Select(part => part with { Weight = Weights.MinBy(weight => MeanError(days, part, weight)) }).ToList();
        return (weighted, Band(days, weighted));
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

            var outputs = new double[Week];
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
        var errors = days.SelectMany(day => Enumerable.Range(part.FromHour, part.Hours).Select(hour => Math.Abs(day.ErrorAt(hour, weight)))).Where(error => !double.IsNaN(error)).ToList();
        return errors.Count == 0 ? double.PositiveInfinity : errors.Average();
    }

    private static ResidualBand Band(List<HeldBackDay> days, List<ResidualPart> parts)
    {
        var (lower, upper) = (new double[Week], new double[Week]);
        foreach (var part in parts)
        {
            for (var hour = 0; hour < Day; hour++)
            {
                // The same hour of all days of a part, and its neighbours: one hour of one day alone has too few errors for a tenth of them to mean much.
                var errors = days.SelectMany(day => HoursLike(hour, part).Select(target => day.ErrorAt(target, part.Weight))).Where(error => !double.IsNaN(error)).Order().ToArray();
                for (var target = part.FromHour + hour; target < part.ToHour; target += Day)
                {
                    lower[target] = errors.Length == 0 ? 0 : Math.Min(0, SortedArrayStatistics.Quantile(errors, Lower));
                    upper[target] = errors.Length == 0 ? 0 : Math.Max(0, SortedArrayStatistics.Quantile(errors, Upper));
                }
            }
        }

        return new ResidualBand(lower, upper);
    }

    private static IEnumerable<int> HoursLike(int hour, ResidualPart part) =>
        Enumerable.Range(part.FromHour, part.Hours).Where(target => Math.Abs(((target - hour + 36) % Day) - 12) <= 1);

    /// <param name="Residuals">Shape (168), in scales; NaN where not measured.</param>
    /// <param name="Outputs">Shape (168): means of the networks.</param>
    private sealed record HeldBackDay(double[] Residuals, double[] Outputs)
    {
        public double ErrorAt(int hour, double weight) => Residuals[hour] - (weight * Outputs[hour]);
    }
}

using MathNet.Numerics.LinearRegression;
using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Behaviour;

/// <summary>
/// Pressure at a metering point as a quadratic function of its flow: head loss grows with the square of the flow (Darcy-Weisbach). Where
/// the hourly means of both leave the curve for hours, the water cannot have done it: one of the sensors drifts.
/// </summary>
/// <param name="Constant">Pressure at no flow.</param>
/// <param name="Linear">Change of pressure per flow.</param>
/// <param name="Quadratic">Change of pressure per square of flow.</param>
/// <param name="Deviation">Standard deviation of the mean residual of <see cref="HoursJudged"/> hours, unit of the pressure.</param>
/// <param name="Explained">Share of the pressure's variance that the flow explains, 0..1.</param>
public sealed record FlowPressureRelation(double Constant, double Linear, double Quadratic, double Deviation, double Explained)
{
    /// <summary>Hours whose mean residual is judged.</summary>
    public const int HoursJudged = 6;

    /// <summary>With less the pressure is ruled by something else, such as a pump or a valve.</summary>
    public const double LeastExplained = 0.5;

    private const int LeastHours = 7 * 24;
    private const double LeastShareOfSpread = 0.01;
    private const double LeastCurvature = 0.01;

    /// <summary>Fits the curve to hourly means by least squares, once more without the hours that lie far off.</summary>
    /// <param name="flow">Hourly means; NaN where an hour was not measured.</param>
    /// <param name="pressure">Hourly means of the same hours.</param>
    /// <returns>Null where fewer than a week of hours has both, or the flow has no more than two levels.</returns>
    public static FlowPressureRelation? Fit(ReadOnlySpan<double> flow, ReadOnlySpan<double> pressure)
    {
        var hours = new List<(double Flow, double Pressure)>();
        for (var i = 0; i < flow.Length; i++)
        {
            if (double.IsFinite(flow[i]) && double.IsFinite(pressure[i]))
            {
                hours.Add((flow[i], pressure[i]));
            }
        }

        if (hours.Count < LeastHours || !DeterminesACurve(hours))
        {
            return null;
        }

        var first = Solve(hours);
        var limit = 4 * Robust.DeviationsPerMedian * Robust.Median(
            [.. hours.Select(hour => Math.Abs(hour.Pressure - first.At(hour.Flow)))]);
        var near = hours.Where(hour => Math.Abs(hour.Pressure - first.At(hour.Flow)) <= limit).ToList();
        return near.Count < LeastHours || !DeterminesACurve(near) ? Judged(first, hours) : Judged(Solve(near), near);
    }

    /// <summary>Pressure expected at a flow.</summary>
    /// <param name="flow">Unit of the flow rate.</param>
    public double At(double flow) => Constant + (flow * (Linear + (flow * Quadratic)));

    /// <summary>
    /// Kurtosis is at least skewness² + 1, and as much only of two levels (Pearson 1916): then the square says nothing that the flow does
    /// not.
    /// </summary>
    private static bool DeterminesACurve(List<(double Flow, double Pressure)> hours)
    {
        var mean = hours.Average(hour => hour.Flow);
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var (flow, _) in hours)
        {
            var square = (flow - mean) * (flow - mean);
            (second, third, fourth) = (
                second + (square / hours.Count), third + (square * (flow - mean) / hours.Count), fourth + (square * square / hours.Count));
        }

        return second > 0 && (fourth / (second * second)) - (third * third / (second * second * second)) - 1 > LeastCurvature;
    }

    private static FlowPressureRelation Solve(List<(double Flow, double Pressure)> hours)
    {
        var rows = hours.Select(hour => new[] { 1, hour.Flow, hour.Flow * hour.Flow }).ToArray();
        var solved = MultipleRegression.QR(rows, [.. hours.Select(hour => hour.Pressure)]);
        return new FlowPressureRelation(solved[0], solved[1], solved[2], 0, 0);
    }

    private static FlowPressureRelation Judged(FlowPressureRelation curve, List<(double Flow, double Pressure)> hours)
    {
        var residuals = hours.Select(hour => hour.Pressure - curve.At(hour.Flow)).ToArray();
        var mean = hours.Average(hour => hour.Pressure);
        var spread = hours.Sum(hour => (hour.Pressure - mean) * (hour.Pressure - mean));
        var explained = spread > 0 ? 1 - (residuals.Sum(residual => residual * residual) / spread) : 0;
        var blocks = residuals.Chunk(HoursJudged).Where(block => block.Length == HoursJudged).Select(block => Math.Abs(block.Average()))
            .Order().ToArray();
        var deviation = Math.Max(
            Math.Max(Robust.DeviationsPerMedian * Robust.Median(blocks), Robust.Quantile(blocks, 0.95) / 1.96),
            LeastShareOfSpread * Math.Sqrt(spread / hours.Count));
        return curve with { Deviation = deviation, Explained = explained };
    }
}

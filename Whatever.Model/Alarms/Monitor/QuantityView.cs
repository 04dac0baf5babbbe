using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// A quantity less what is normal, from the first minute looked at to the one that the view stands at. Not everybody keeps every holiday of
/// the calendar, so on one the day is also seen as the weekday that it falls on.
/// </summary>
internal sealed class QuantityView(QuantityProfile? profile, double[] values)
{
    private int known;

    /// <summary>Value less normal value, unit of the quantity; NaN where nothing was measured or nothing is known.</summary>
    public double[] Residuals { get; } = new double[values.Length];

    /// <summary>The same in standard deviations.</summary>
    public double[] Scaled { get; } = new double[values.Length];

    /// <summary>The same as <see cref="Residuals"/>, a holiday taken for a weekday.</summary>
    public double[] ResidualsAsWeekday { get; } = new double[values.Length];

    /// <summary>The same as <see cref="Scaled"/>, a holiday taken for a weekday.</summary>
    public double[] ScaledAsWeekday { get; } = new double[values.Length];

    /// <summary>What is normal for the minute that the view stands at.</summary>
    public double Normal { get; private set; } = double.NaN;

    /// <summary>Its standard deviation, unit of the quantity.</summary>
    public double Deviation { get; private set; } = double.NaN;

    public void MoveTo(MonitorInput input, int minute, int index, int interval)
    {
        for (; known <= index; known++)
        {
            var at = minute - ((index - known) * interval);
            var (mean, deviation) = profile is null ? (double.NaN, double.NaN) : profile.Criteria.NormalAt(input.Cells, at);
            (Normal, Deviation) = (mean, deviation);
            (Residuals[known], Scaled[known]) = Set(values[known], mean, deviation);
            (ResidualsAsWeekday[known], ScaledAsWeekday[known]) = (Residuals[known], Scaled[known]);
            if (profile is { Criteria.Cells.Count: > 0 } && input.Cells.IsHoliday(at))
            {
                (mean, deviation) = profile.Criteria.NormalAt(input.Cells, at, asWeekday: true);
                (ResidualsAsWeekday[known], ScaledAsWeekday[known]) = Set(values[known], mean, deviation);
            }
        }
    }

    private static (double Residual, double Scaled) Set(double value, double mean, double deviation) =>
        (value - mean, NormalCriteria.DeviationOf(value, mean, deviation));
}

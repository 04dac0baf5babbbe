using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>
/// What the network sees of an origin: the hours before it, each with what it was off by, its value, its place in day and calendar, and
/// what is expected of the same hour of the week to come. All in standard deviations, so that one network serves sensors of any size.
/// </summary>
internal static class ResidualInputs
{
    /// <summary>Goes into model.json: a model is used with the inputs that it was trained with, in this order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["residual", "value", "week_ahead", "sin_hour", "cos_hour", "day_off", "day_off_week_ahead", "holiday", "holiday_week_ahead"];

    /// <summary>Beyond five standard deviations an input says no more than that it is large.</summary>
    private const double Largest = 5;

    /// <summary>Shape (contextHours, <see cref="Names"/>), row-major; finite.</summary>
    /// <param name="series">Of the sensor.</param>
    /// <param name="origin">Index of the first hour that is not looked at.</param>
    /// <param name="time">Its local time.</param>
    /// <param name="weekAhead">Shape (168): what the week as it was gives for the hours from the origin on.</param>
    /// <param name="scale">Of the residuals.</param>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="inputs">Shape (contextHours, <see cref="Names"/>), is filled.</param>
    public static void Fill(
        ResidualSeries series, int origin, DateTime time, double[] weekAhead, double scale, IHolidays holidays, Span<float> inputs)
    {
        var steps = inputs.Length / Names.Count;
        var (mean, deviation) = series.Level(origin);
        for (var step = 0; step < steps; step++)
        {
            var back = step - steps;
            var hour = time.AddHours(back);
            var row = inputs.Slice(step * Names.Count, Names.Count);
            var ahead = ((back % HoursPer.Week) + HoursPer.Week) % HoursPer.Week;
            row[0] = Limit(series.ResidualAt(origin + back) / scale);
            row[1] = Limit((series.ValueAt(origin + back) - mean) / deviation);
            row[2] = Limit((weekAhead[ahead] - mean) / deviation);
            row[3] = (float)Math.Sin(hour.Hour * Math.PI / 12);
            row[4] = (float)Math.Cos(hour.Hour * Math.PI / 12);
            (row[5], row[7]) = Off(hour, holidays);
            (row[6], row[8]) = Off(time.AddHours(ahead), holidays);
        }
    }

    private static (float DayOff, float Holiday) Off(DateTime time, IHolidays holidays)
    {
        var day = DateOnly.FromDateTime(time);
        return ((float)DayOff.ShareOf(holidays, day), holidays.Contains(day) ? 1 : 0);
    }

    /// <summary>What is not known counts as what is usual.</summary>
    private static float Limit(double value) => double.IsNaN(value) ? 0 : (float)Math.Clamp(value, -Largest, Largest);
}

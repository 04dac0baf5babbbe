using Whatever.Model.Calendar;

namespace Whatever.Model.Simulation;

/// <summary>
/// How much water a district draws at a time as a share of its nominal mean: a morning and an evening peak on working days, later and
/// flatter mornings on weekends and holidays, a little more in summer. The shape follows published diurnal curves (e.g. Buchberger and
/// Wells 1996) by eye.
/// </summary>
public static class DemandProfile
{
    private const double SeasonSwing = 0.08;
    private const int WarmestDayOfYear = 210;

    // A base, then peaks as (hour, width in hours, height). Over the day a working day has a mean of 0.94, a free one of 1.01.
    private static readonly Peak[] WorkingDay = [new(7.5, 1.5, 0.95), new(12.5, 2.2, 0.42), new(19.8, 2.4, 0.88)];
    private static readonly Peak[] FreeDay = [new(9.8, 2.3, 0.92), new(14.0, 3.0, 0.40), new(19.5, 2.6, 0.72)];
    private const double Base = 0.47;

    /// <summary>Share of the nominal mean flow drawn at <paramref name="time"/>, about 0.4 to 1.7.</summary>
    public static double At(DateTime time) => Season(time) * DayShape(time);

    private static double Season(DateTime time) => 1 + (SeasonSwing * Math.Cos(2 * Math.PI * (time.DayOfYear - WarmestDayOfYear) / 365.25));

    private static double DayShape(DateTime time)
    {
        var hour = time.TimeOfDay.TotalHours;
        var share = Base;
        foreach (var peak in IsFree(time) ? FreeDay : WorkingDay)
        {
            share += peak.At(hour);
        }

        return share;
    }

    private static bool IsFree(DateTime time) =>
        time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || KoreanHolidays.WithoutSubstitutes.Contains(DateOnly.FromDateTime(time));

    private readonly record struct Peak(double Hour, double Width, double Height)
    {
        /// <summary>A bell on the circle of the day, so that midnight has no step.</summary>
        public double At(double hour)
        {
            var distance = Math.Abs(hour - Hour);
            distance = Math.Min(distance, 24 - distance) / Width;
            return Height * Math.Exp(-0.5 * distance * distance);
        }
    }
}

using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>The weeks before an origin, by kind of day. What lies at or after the origin is not looked at.</summary>
internal sealed class SeasonalHistory
{
    private readonly MinuteSeries hours;
    private readonly IHolidays holidays;
    private readonly double[] weights;
    private readonly double allDaysShare;
    private readonly int from;
    private readonly int to;
    private readonly DateOnly firstDay;
    private readonly DayKind[] days;

    /// <param name="hours">Hourly.</param>
    /// <param name="origin">Index of the first hour that is not looked at; may lie outside the series.</param>
    /// <param name="options">How many weeks before it are, and how much days of other kinds count.</param>
    /// <param name="holidays">Count as Sundays.</param>
    /// <param name="weights">Of a value by its age in days.</param>
    public SeasonalHistory(MinuteSeries hours, int origin, SeasonalBaselineOptions options, IHolidays holidays, double[] weights)
    {
        (this.hours, this.holidays, this.weights, allDaysShare) = (hours, holidays, weights, options.AllDaysShare);
        (from, to) = (Math.Max(0, origin - (options.Weeks * HourGrid.LongestHorizon)), Math.Min(hours.Values.Length, origin));
        firstDay = DateOnly.FromDateTime(hours.TimeAt(from));
        days = to <= from
            ? []
            : [
                .. Enumerable.Range(0, DateOnly.FromDateTime(hours.TimeAt(to - 1)).DayNumber - firstDay.DayNumber + 1)
                    .Select(day => KindOf(firstDay.AddDays(day)))];
    }

    private enum Likeness
    {
        SameKind = 0,
        BothWorkOrNeither = 1,
        Any = 2,
    }

    /// <summary>Whether nothing below zero was measured.</summary>
    public bool IsNonNegative =>
        to <= from || !hours.Values.AsSpan(from, to - from).ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon);

    /// <summary>Shape (count): the means for the hours from a time on.</summary>
    public double[] MeansFrom(DateTime first, int count) => [.. Enumerable.Range(0, count).Select(hour => MeanFor(first.AddHours(hour)))];

    /// <summary>
    /// The weighted mean of the hour of day of <paramref name="target"/> over the days most like its day; for a half day the mean of its
    /// weekday and a Saturday, because there are too few half days to learn from. NaN where there is none.
    /// </summary>
    private double MeanFor(DateTime target)
    {
        var day = DateOnly.FromDateTime(target);
        var kind = KindOf(day);
        var mean = kind.IsHalf
            ? (MeanFor(day, target.Hour, kind with { IsHalf = false }) + MeanFor(day, target.Hour, DayKind.Saturday)) / 2
            : MeanFor(day, target.Hour, kind);
        return allDaysShare > 0 && Mean(day.DayNumber - firstDay.DayNumber, target.Hour, kind, Likeness.Any) is { } all
            ? ((1 - allDaysShare) * mean) + (allDaysShare * all)
            : mean;
    }

    private double MeanFor(DateOnly day, int hour, DayKind kind)
    {
        for (var likeness = Likeness.SameKind; likeness <= Likeness.Any; likeness++)
        {
            if (Mean(day.DayNumber - firstDay.DayNumber, hour, kind, likeness) is { } mean)
            {
                return mean;
            }
        }

        return double.NaN;
    }

    private double? Mean(int targetDay, int hour, DayKind kind, Likeness likeness)
    {
        var (sum, total) = (0.0, 0.0);
        var i = hours.IndexOf(firstDay.ToDateTime(new TimeOnly(hour, 0)));
        for (var day = 0; day < days.Length; day++, i += 24)
        {
            if (i >= from && i < to && kind.IsLike(days[day], likeness) && !double.IsNaN(hours.Values[i]))
            {
                sum += weights[targetDay - day] * hours.Values[i];
                total += weights[targetDay - day];
            }
        }

        return total > 0 ? sum / total : null;
    }

    private DayKind KindOf(DateOnly day)
    {
        var ofWeek = holidays.Contains(day) ? DayOfWeek.Sunday : day.DayOfWeek;
        return new DayKind(ofWeek, ofWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday), holidays.IsHalf(day));
    }

    private readonly record struct DayKind(DayOfWeek OfWeek, bool IsWorking, bool IsHalf)
    {
        public static DayKind Saturday { get; } = new(DayOfWeek.Saturday, false, false);

        public bool IsLike(DayKind other, Likeness likeness) => likeness switch
        {
            Likeness.SameKind => OfWeek == other.OfWeek && IsHalf == other.IsHalf,
            Likeness.BothWorkOrNeither => IsWorking == other.IsWorking && IsHalf == other.IsHalf,
            _ => true,
        };
    }
}

using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Trees;

/// <summary>
/// What a tree sees of an hour to come: what simple forecasts say of it, where the level has gone lately (over one day to four weeks,
/// working days and others apart), what the same hour was off by, and its place in day and calendar. All of size is in standard deviations
/// of the residuals of the last four weeks (<see cref="ResidualSeries.ResidualScale"/>), relative to the first of the forecasts.
/// </summary>
internal static class TreeInputs
{
    /// <summary>Days that the levels are taken from; the residuals of the oldest need the weeks before it.</summary>
    public const int DaysBack = 28;

    private const int ShortDays = 3;
    private const int LevelDays = 14;
    private static readonly int[] Levels = [1, 2, ShortDays, HoursPer.Week / HoursPer.Day, DaysBack];
    private static readonly int[] LastHours = [3, 8];

    /// <summary>The numbers of an hour, given so many forecasts; the first forecast is what the others are relative to.</summary>
    public static int CountWith(int forecasts) => forecasts - 1 + Calendar + Levels.Length + 4 + 4 + LastHours.Length;

    private const int Calendar = 8;

    /// <summary>Shape (168, <see cref="CountWith"/>), row-major; NaN where missing.</summary>
    /// <param name="series">Of the sensor, with residuals over <see cref="DaysBack"/> before the origin.</param>
    /// <param name="origin">Index of the first hour that is not looked at.</param>
    /// <param name="time">Its local time.</param>
    /// <param name="forecasts">Each of shape (168), from the origin on.</param>
    /// <param name="scale">Of the residuals.</param>
    /// <param name="holidays">Known in advance.</param>
    public static float[] Of(
        ResidualSeries series, int origin, DateTime time, IReadOnlyList<double[]> forecasts, double scale, IHolidays holidays)
    {
        var count = CountWith(forecasts.Count);
        var rows = new float[HoursPer.Week * count];
        var levels = LevelsOf(series, origin, time, scale, holidays);
        var days = DaysOf(time, holidays);
        for (var hour = 0; hour < HoursPer.Week; hour++)
        {
            var row = rows.AsSpan(hour * count, count);
            var next = 0;
            for (var k = 1; k < forecasts.Count; k++)
            {
                row[next++] = (float)((forecasts[k][hour] - forecasts[0][hour]) / scale);
            }

            AddCalendar(row.Slice(next, Calendar), time, hour, days);
            next += Calendar;
            levels.CopyTo(row[next..]);
            next += levels.Length;
            var clock = hour % HoursPer.Day;
            row[next++] = (float)(series.ResidualAt(origin + clock - HoursPer.Day) / scale);
            row[next++] = (float)(MeanOfDays(series, origin + clock, ShortDays) / scale);
            row[next++] = (float)(MeanOfDays(series, origin + clock, HoursPer.Week / HoursPer.Day) / scale);
            row[next] = (float)(series.ResidualAt(origin + hour - HoursPer.Week) / scale);
        }

        return rows;
    }

    private static void AddCalendar(Span<float> row, DateTime time, int hour, (float Off, float Holiday)[] days)
    {
        var target = time.AddHours(hour);
        var day = (target.Date - time.Date).Days + 1;
        (row[0], row[1], row[2], row[3]) = (hour, target.Hour, (float)target.DayOfWeek, (float)time.DayOfWeek);
        (row[4], row[5]) = days[day];
        (row[6], row[7]) = (days[day - 1].Off, days[day + 1].Off);
    }

    /// <summary>From the day before the origin to the day after the last hour.</summary>
    private static (float Off, float Holiday)[] DaysOf(DateTime time, IHolidays holidays) =>
    [
        .. Enumerable.Range(-1, 1 + (HoursPer.Week / HoursPer.Day) + 2).Select(
            day => DateOnly.FromDateTime(time.AddDays(day)))
            .Select(day => ((float)DayOff.ShareOf(holidays, day), holidays.Contains(day) ? 1f : 0f)),
    ];

    private static float[] LevelsOf(ResidualSeries series, int origin, DateTime time, double scale, IHolidays holidays)
    {
        // Index 0 is the day before the origin.
        var residuals = DayMeans(series.ResidualAt, origin);
        var values = DayMeans(series.ValueAt, origin);
        var isOff = Enumerable.Range(1, LevelDays)
            .Select(back => DayOff.ShareOf(holidays, DateOnly.FromDateTime(time.AddDays(-back))) >= 0.5).ToArray();
        var working = Mean(residuals.Take(LevelDays).Where((_, day) => !isOff[day]));
        var off = Mean(residuals.Take(LevelDays).Where((_, day) => isOff[day]));
        var levels = Array.ConvertAll(Levels, days => Mean(residuals.Take(days)));
        double[] all =
        [
            .. levels, working, off, levels[2] - Mean(residuals.Take(LevelDays)), Mean(values.Take(7)) - Mean(values),
            .. LastHours.Select(hours => Mean(Enumerable.Range(1, hours).Select(back => series.ResidualAt(origin - back)))),
        ];
        return Array.ConvertAll(all, level => (float)(level / scale));
    }

    private static double[] DayMeans(Func<int, double> valueAt, int origin) =>
    [
        .. Enumerable.Range(1, DaysBack).Select(
            day => Mean(Enumerable.Range(origin - (day * HoursPer.Day), HoursPer.Day).Select(valueAt))),
    ];

    private static double MeanOfDays(ResidualSeries series, int index, int days) =>
        Mean(Enumerable.Range(1, days).Select(day => series.ResidualAt(index - (day * HoursPer.Day))));

    /// <summary>Of those that are known; NaN where none is.</summary>
    private static double Mean(IEnumerable<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }
}

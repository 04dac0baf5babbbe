using CsCheck;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;

namespace Whatever.Tests.Model.Outliers.Criteria;

public sealed class CriteriaFitTests
{
    private const int Day = 1440;

    /// <summary>Monday 2024-01-08, 0:00.</summary>
    private static readonly int Monday = (int)(new DateTime(2024, 1, 8) - DateTime.UnixEpoch).TotalMinutes;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(60)]
    public void Fit_ValuesDifferByWeekday_HourOfWeekTellsThemApart(int interval)
    {
        var cells = Utc();
        var values = Made(interval, 140, minute => 10 * (((int)DateTime.UnixEpoch.AddMinutes(minute).DayOfWeek + 6) % 7));
        var fitted = CriteriaFit.Fit(Monday, interval, values, CriteriaContext.HourOfWeek, cells)!;
        for (var type = 0; type < 7; type++)
        {
            // Twenty weeks against a prior of two days of the same hour.
            Assert.Equal(10 * type, fitted.At(cells, Monday + (type * Day) + 750).Mean, 2.5);
        }

        var hour = CriteriaFit.Fit(Monday, interval, values, CriteriaContext.HourOfDay, cells)!;
        Assert.All(Enumerable.Range(0, 7), type => Assert.Equal(30, hour.At(cells, Monday + (type * Day) + 750).Mean, 0.5));
        Assert.True(hour.At(cells, Monday + 750).StandardDeviation > 3 * fitted.At(cells, Monday + 750).StandardDeviation);
    }

    [Fact]
    public void Fit_Holiday_CountsAsSunday()
    {
        var holiday = new DateOnly(2024, 1, 17);
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), new Days(holiday));
        var values = Made(1, 70, minute => cells.DayTypeOf(DateOnly.FromDateTime(DateTime.UnixEpoch.AddMinutes(minute))) == 6 ? 50 : 20);
        var fitted = CriteriaFit.Fit(Monday, 1, values, CriteriaContext.HourOfWeek, cells)!;
        var wednesdayThe17th = Monday + (9 * Day) + 700;
        Assert.Equal(fitted.At(cells, Monday + (6 * Day) + 700), fitted.At(cells, wednesdayThe17th));
        Assert.InRange(fitted.At(cells, wednesdayThe17th).Mean, 45, 50);
        Assert.Equal(20, fitted.At(cells, wednesdayThe17th + (7 * Day)).Mean, 1.0);
        Assert.Equal(11 * 60, fitted.Cells[(6 * 24) + 11].Count);
        Assert.Equal(9 * 60, fitted.Cells[(2 * 24) + 11].Count);
    }

    /// <summary>One Sunday alone hardly counts against all other days; ten do.</summary>
    [Fact]
    public void Fit_ThinCells_AreDrawnTowardsTheOthers()
    {
        double Sunday(int minute) => DateTime.UnixEpoch.AddMinutes(minute).DayOfWeek == DayOfWeek.Sunday ? 40 : 0;
        var cells = Utc();
        var thin = CriteriaFit.Fit(Monday, 1, Made(1, 7, Sunday), CriteriaContext.HourOfWeek, cells)!.Cells[(6 * 24) + 12].Mean;
        var thick = CriteriaFit.Fit(Monday, 1, Made(1, 70, Sunday), CriteriaContext.HourOfWeek, cells)!.Cells[(6 * 24) + 12].Mean;
        Assert.InRange(thin, 5, 30);
        Assert.InRange(thick, 30, 40);
        Assert.True(thin < thick);
    }

    [Fact]
    public void Fit_AllHours_IsThatOfTheOriginal()
    {
        var values = Made(1, 10, minute => minute % 100);
        values[77] = double.NaN;
        var fitted = CriteriaFit.Fit(Monday, 1, values, CriteriaContext.AllHours, Utc())!;
        Assert.Equal(NormalCriteria.Fit(values), fitted.All);
        Assert.Equal(fitted.All, fitted.At(Utc(), Monday + 12_345));
        Assert.Equal((fitted.All.Mean, fitted.All.StandardDeviation), fitted.NormalAt(Utc(), Monday));
        Assert.Empty(fitted.Cells);
    }

    [Theory]
    [InlineData(CriteriaContext.AllHours)]
    [InlineData(CriteriaContext.HourOfDay)]
    [InlineData(CriteriaContext.HourOfWeek)]
    public void Fit_FewerValuesThanADayOfMinutes_IsNull(CriteriaContext context)
    {
        var values = Made(15, 16, _ => 5);
        Array.Fill(values, double.NaN, 0, values.Length - 1439);
        Assert.Null(CriteriaFit.Fit(Monday, 15, values, context, Utc()));
        values[0] = 5;
        Assert.NotNull(CriteriaFit.Fit(Monday, 15, values, context, Utc()));
    }

    [Theory]
    [InlineData(CriteriaContext.HourOfDay)]
    [InlineData(CriteriaContext.HourOfWeek)]
    public void Fit_AnHourThatWasNeverMeasured_TakesItsNormalFromAll(CriteriaContext context)
    {
        var values = Made(1, 28, minute => 100 + (minute % Day / 60));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i % Day / 60 == 4 ? double.NaN : values[i];
        }

        var fitted = CriteriaFit.Fit(Monday, 1, values, context, Utc())!;
        for (var type = 0; type < 7; type++)
        {
            var cell = fitted.Cells[(type * 24) + 4];
            Assert.Equal((fitted.All.Mean, 0), (cell.Mean, cell.Count), new Near());
            Assert.True(cell.StandardDeviation >= fitted.All.StandardDeviation);
        }
    }

    [Fact]
    public void Fit_ADayTypeThatWasNeverMeasured_TakesItsNormalFromItsKin()
    {
        var fitted = CriteriaFit.Fit(Monday, 1, Made(1, 4, minute => minute % Day / 60), CriteriaContext.HourOfWeek, Utc())!;
        Assert.Equal(12, fitted.Cells[(4 * 24) + 12].Mean, 0.5);
        Assert.Equal(12, fitted.Cells[(6 * 24) + 12].Mean, 3.0);
    }

    /// <summary>
    /// A minute before and after midnight, a change of day type, a change of the clock, and where hours begin beside those of UTC.
    /// </summary>
    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Europe/Rome")]
    [InlineData("Asia/Seoul")]
    public void NormalAt_MinuteByMinute_HasNoStep(string zone)
    {
        var cells = In(zone);
        var random = new Random(4);
        NormalCriteria[] made =
        [
            .. Enumerable.Range(0, HourCells.Count).Select(_ => new NormalCriteria(60 * random.NextDouble(), 60 * random.NextDouble(), 1)),
        ];
        var criteria = new ContextCriteria(CriteriaContext.HourOfWeek, made[0], made);
        foreach (var first in new[] { new DateTime(2024, 3, 29), new DateTime(2024, 10, 25), new DateTime(2024, 12, 30) })
        {
            var start = (int)(first - DateTime.UnixEpoch).TotalMinutes;
            var before = criteria.NormalAt(cells, start);
            for (var minute = start + 1; minute < start + (4 * Day); minute++)
            {
                // Between the middles of two hours, sixty minutes apart, lie at most 60.
                var now = criteria.NormalAt(cells, minute);
                Assert.InRange(Math.Abs(now.Mean - before.Mean), 0, 1 + 1e-9);
                Assert.InRange(Math.Abs(now.StandardDeviation - before.StandardDeviation), 0, 1 + 1e-9);
                before = now;
            }
        }
    }

    [Fact]
    public void NormalAt_MiddleOfAnHour_IsItsOwn()
    {
        var cells = In("Asia/Kolkata");
        NormalCriteria[] made = [.. Enumerable.Range(0, HourCells.Count).Select(cell => new NormalCriteria(cell, 1, cell))];
        var criteria = new ContextCriteria(CriteriaContext.HourOfWeek, made[0], made);

        // 18:30 in London is midnight in Kolkata: the hour of Tuesday 0:00 has its middle at 19:00.
        Assert.Equal(24, criteria.At(cells, Monday + (18 * 60) + 59 + 1).Mean, 0.01);
        Assert.Equal((24, 0), cells.Find(Monday + (18 * 60) + 30));
        Assert.Equal((23, 59), cells.Find(Monday + (18 * 60) + 29));
        Assert.Equal(24, criteria.At(cells, Monday + (19 * 60)).Count);
    }

    [Fact]
    public void Find_ClockGoesForthAndBack_IsTheHourOnTheWall()
    {
        var cells = In("Europe/Rome");
        var spring = (int)(new DateTime(2024, 3, 31, 1, 0, 0) - DateTime.UnixEpoch).TotalMinutes;
        Assert.Equal(((6 * 24) + 1, 59), cells.Find(spring - 1));
        Assert.Equal(((6 * 24) + 3, 0), cells.Find(spring));
        var autumn = (int)(new DateTime(2024, 10, 27, 1, 0, 0) - DateTime.UnixEpoch).TotalMinutes;
        Assert.Equal(((6 * 24) + 2, 59), cells.Find(autumn - 1));
        Assert.Equal(((6 * 24) + 2, 0), cells.Find(autumn));
    }

    [Fact]
    public void Fit_AnyValues_HasSpreadsThatAreNumbers() =>
        Gen.Select(
            Gen.Int, Gen.Double[-1e5, 1e5], Gen.Double[0, 1e4], Gen.Double[0, 0.9],
            Gen.OneOf(Gen.Const(1), Gen.Const(5), Gen.Const(15), Gen.Const(60)), Gen.Enum<CriteriaContext>())
            .Sample(
            (seed, level, spread, missing, interval, context) =>
            {
                var random = new Random(seed);
                var values = Made(
                    interval, 4 * interval, _ => random.NextDouble() < missing ? double.NaN : level + (spread * random.NextDouble()));
                var cells = Utc();
                if (CriteriaFit.Fit(Monday, interval, values, context, cells) is not { } fitted)
                {
                    Assert.InRange(values.Count(double.IsFinite), 0, 1439);
                    return;
                }

                for (var minute = Monday; minute < Monday + (7 * Day); minute += 17)
                {
                    var (mean, deviation) = fitted.NormalAt(cells, minute);
                    Assert.InRange(mean, level - 0.5, level + spread + 0.5);
                    Assert.InRange(deviation, 0, 3 * (spread + 1));
                }
            },
            iter: 60);

    private static double[] Made(int interval, int days, Func<int, double> value)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, days * Day / interval).Select(i => value(Monday + (i * interval)) + random.NextDouble() - 0.5)];
    }

    private static HourCells Utc() => new(minute => DateTime.UnixEpoch.AddMinutes(minute), new Days());

    private static HourCells In(string zone)
    {
        var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return new(minute => TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddMinutes(minute), found), new Days());
    }

    private sealed class Days(params DateOnly[] days) : IHolidays
    {
        public bool Contains(DateOnly day) => days.Contains(day);
    }

    private sealed class Near : IEqualityComparer<(double Mean, int Count)>
    {
        public bool Equals((double Mean, int Count) x, (double Mean, int Count) y) => x.Count == y.Count && Math.Abs(x.Mean - y.Mean) < 0.1;

        public int GetHashCode((double Mean, int Count) pair) => pair.Count;
    }
}

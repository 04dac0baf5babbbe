using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Evaluation;

public sealed class ModelComparisonTests
{
    private static readonly DateOnly First = new(2024, 3, 1);
    private static readonly DateOnly From = First.AddDays(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_EveryModel_IsJudgedOverTheHoursThatAllForecast()
    {
        var series = Constant(100, 12);
        var figures = Run(series, From, From.AddDays(1), new Fixed(101), new Fixed(103) { Leaves = (1, 5) });
        Assert.Equal([2 * 143, 2 * 143], figures.Select(each => each.Hours));
        Assert.Equal([1.0, 3.0], figures.Select(each => each.MeanAbsoluteError));
    }

    [Fact]
    public void Run_ModelThatLeavesMostHoursOut_IsNotJudgedAndTakesNoHoursFromTheOthers()
    {
        var figures = Run(Constant(100, 12), From, From, new Fixed(101), new Fixed(100) { Hours = 3 }, new Fixed(102));
        Assert.Equal([144, 0, 144], figures.Select(each => each.Hours));
        Assert.Equal([1, double.NaN, 2], figures.Select(each => each.MeanAbsoluteError));
    }

    [Fact]
    public void Run_HourThatWasNotMeasured_CountsForNobody()
    {
        var series = Constant(100, 12);
        Array.Fill(series.Values, double.NaN, series.IndexOf(From.AddDays(2).ToDateTime(new TimeOnly(7, 0))), 60);
        Assert.Equal(143, Run(series, From, From, new Fixed(101))[0].Hours);
    }

    [Fact]
    public void Run_EveryModel_SeesTheBaseDayToItsEndAndNothingLater()
    {
        var model = new Fixed(1);
        Run(Constant(100, 12), From, From.AddDays(1), model);
        Assert.Equal([From.AddDays(1).ToDateTime(TimeOnly.MinValue), From.AddDays(2).ToDateTime(TimeOnly.MinValue)], model.Ends);
    }

    [Fact]
    public void Run_NothingForecast_GivesNoFigures() =>
        Assert.Equal(
            (0, double.NaN),
            Run(Constant(100, 12), From, From, new Fixed(1) { Hours = 0 }).Select(each => (each.Hours, each.MeanAbsoluteError)).Single());

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => ModelComparison.Run(
                [new Fixed(1)], Constant(100, 12), Constant(100, 12).ToHours(), From, From, HolidayCalendars.Empty, source.Token));
    }

    private static IReadOnlyList<ErrorFigures> Run(MinuteSeries series, DateOnly from, DateOnly to, params IStationModel[] models) =>
        ModelComparison.Run(models, series, series.ToHours(), from, to, HolidayCalendars.Empty, Cancellation);

    private static MinuteSeries Constant(double value, int days) =>
        new(First.ToDateTime(TimeOnly.MinValue), TimeSpan.FromMinutes(1), [.. Enumerable.Repeat(value, days * 1440)]);

    /// <summary>Gives the same number for every hour but the one that it leaves out.</summary>
    private sealed class Fixed(double value) : IStationModel
    {
        public List<DateTime> Ends { get; } = [];
        public (int Step, int Hour) Leaves { get; init; } = (-1, -1);
        public int Hours { get; init; } = 24;
        public string Name => "fixed";
        public string Version => "fixed-1";
        public Quantity Quantity => Quantity.FlowRate;
        public int ContextDays => 0;
        public bool ReadsHours { get; init; }
        public Problem? ForecastProblem => null;

        public bool Takes(int samplingIntervalMinutes) => true;

        public DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays)
        {
            Ends.Add(readings.TimeAt(readings.Values.Length));
            var all = from step in Enumerable.Range(1, 6)
                      from hour in Enumerable.Range(0, Hours)
                      where (
                step, hour) != Leaves
                      select (step, hour);
            return new DayForecast(
                Quantity, baseDay, Version,
                [
                    .. all.Select(
                        target =>
                            new StepForecast(
                                target.step, target.hour, ForecastTargets.TargetHour(baseDay, target.step, target.hour), value, false))],
                []);
        }
    }
}

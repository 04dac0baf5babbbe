using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Alarms;

public sealed class MonitorSettingsTests
{
    [Theory]
    [InlineData(90, 1, 1440, null, null, 0)]
    [InlineData(99.9999, 30, 15, 0.0, 500.0, 0)]
    [InlineData(99.9, 30, 15, null, 500.0, 0)]
    [InlineData(89.999, 30, 15, null, null, 1)]
    [InlineData(100, 30, 15, null, null, 1)]
    [InlineData(double.NaN, 30, 15, null, null, 1)]
    [InlineData(99.9, 0, 1441, null, null, 2)]
    [InlineData(99.9, 30, 15, 5.0, 5.0, 1)]
    [InlineData(99.9, 30, 15, double.NaN, null, 1)]
    [InlineData(99.9, 30, 15, 5.0, double.NaN, 1)]
    [InlineData(99.9, 30, 15, 5.0, double.PositiveInfinity, 1)]
    [InlineData(99.9, 30, 15, null, double.PositiveInfinity, 1)]
    public void Validate_Settings_SayEachThingThatIsWrong(
        double alarmAt, int onDelay, int offDelay, double? minimum, double? maximum, int problems) =>
        Assert.Equal(
            problems,
            new OutlierSettings
            {
                AlarmAt = alarmAt,
                OnDelayMinutes = onDelay,
                OffDelayMinutes = offDelay,
                RangeMinimum = minimum,
                RangeMaximum = maximum,
            }
                .Validate(Quantity.FlowRate).Count);

    [Fact]
    public void Validate_ChoiceThatIsNone_IsRefused() => Assert.Equal(
        [
            "tail is 7, expected upper, lower or both.", "context is 9, expected all_hours, hour_of_day or hour_of_week.",
            "distribution is 3, expected normal or empirical."],
        new OutlierSettings { Tail = (Tail)7, Context = (CriteriaContext)9, Distribution = (ValueDistribution)3 }
            .Validate(Quantity.FlowRate).Select(Whatever.Model.Problems.ProblemTexts.English));

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1440, 12.5, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(1441, -0.1, 2)]
    [InlineData(10, double.NaN, 1)]
    [InlineData(10, double.PositiveInfinity, 1)]
    public void Validate_NightAndNoData_SayEachThingThatIsWrong(int noDataMinutes, double nightUse, int problems) =>
        Assert.Equal(
            problems,
            new OutlierSettings { NoDataMinutes = noDataMinutes, LegitimateNightUse = nightUse }.Validate(Quantity.FlowRate).Count);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(365, 0)]
    [InlineData(366, 1)]
    public void Validate_BurstOnceInDays_IsTwoToAYear(int days, int problems) =>
        Assert.Equal(problems, new OutlierSettings { BurstOnceInDays = days }.Validate(Quantity.FlowRate).Count);

    [Theory]
    [InlineData(5, true)]
    [InlineData(10, false)]
    public void DetectsBursts_ValuesFarApart_IsFalse(int interval, bool expected) =>
        Assert.Equal(expected, new MonitorSettings { IntervalMinutes = interval }.DetectsBursts);

    [Fact]
    public void Default_OfAQuantity_LooksWhereItMatters()
    {
        Assert.Equal(
            (Tail.Upper, Tail.Both), (OutlierSettings.Default(Quantity.FlowRate).Tail, OutlierSettings.Default(Quantity.Pressure).Tail));
        Assert.Equal(95, OutlierSettings.Default(Quantity.FlowRate).ClearBelow);
        Assert.Equal(90, new OutlierSettings { AlarmAt = 90 }.ClearBelow);
        Assert.Equal(
            (10, 0.0),
            (OutlierSettings.Default(Quantity.FlowRate).NoDataMinutes, OutlierSettings.Default(Quantity.FlowRate).LegitimateNightUse));
    }
}

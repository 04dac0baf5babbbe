using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Outliers;

public sealed class PhysicalRangeTests
{
    private static readonly PhysicalRange Flow = PhysicalRange.OfUnit(Quantity.FlowRate, 1);
    private static readonly PhysicalRange Pressure = PhysicalRange.OfUnit(Quantity.Pressure, 1);

    [Theory]
    [InlineData(Quantity.FlowRate, 1.0, -5000.0, 1e6)]
    [InlineData(Quantity.FlowRate, 3.6, -1388.9, 277_777.8)]
    [InlineData(Quantity.Pressure, 1.0, -101.325, 10_000)]
    [InlineData(Quantity.Pressure, 100.0, -1.01325, 100)]
    [InlineData(Quantity.Pressure, null, -1e9, 1e9)]
    public void OfUnit_KnownOrNot_IsTheSameWaterInEachUnit(Quantity quantity, double? inBase, double low, double high)
    {
        var range = PhysicalRange.OfUnit(quantity, inBase);
        Assert.Equal(low, range.Low, 0.1);
        Assert.Equal(high, range.High, 0.1);
    }

    [Theory]
    [InlineData(-9999)]
    [InlineData(65_535)]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    public void Narrow_OrdinaryFlow_LeavesCodesOut(double code)
    {
        var learned = Flow.Narrow(Quantity.FlowRate, Day(100, 30), 1440, fewest: 100);
        Assert.True(learned!.Value.Excludes(code));
        Assert.True(Pressure.Narrow(Quantity.Pressure, Day(300, 20), 1440, fewest: 100)!.Value.Excludes(code));
    }

    [Fact]
    public void Narrow_BurstsHydrantsAndBackFlow_Count()
    {
        var learned = Flow.Narrow(Quantity.FlowRate, Day(5, 3), 1440, fewest: 100)!.Value;
        Assert.All(new[] { 0.0, 100, 240, -5, -15 }, value => Assert.True(learned.Contains(value)));
        Assert.True(Pressure.Narrow(Quantity.Pressure, Day(50, 5), 1440, fewest: 100)!.Value.Contains(600));
    }

    /// <summary>A tank that is filled for an hour a day: most of the day is no measure of what flows then.</summary>
    [Fact]
    public void Narrow_FlowThatIsMostlyNothing_KnowsTheRest()
    {
        double[] values = [.. Enumerable.Range(0, 2880).Select(minute => minute % 1440 < 60 ? 200.0 : 0)];
        Assert.True(Flow.Narrow(Quantity.FlowRate, values, 1440, fewest: 100)!.Value.Contains(400));
        Assert.Null(Flow.Narrow(Quantity.FlowRate, new double[2880], 1440, fewest: 100));
    }

    /// <summary>A line that creeps, and a tank that is filled for four minutes a day.</summary>
    [Fact]
    public void Narrow_WhatIsReachedDayAfterDay_IsInside()
    {
        double[] values = [.. Enumerable.Range(0, 4 * 1440).Select(minute => minute % 1440 < 4 ? 100.0 : 0.02)];
        Assert.True(Flow.Narrow(Quantity.FlowRate, values, 1440, fewest: 100)!.Value.Contains(150));
    }

    [Fact]
    public void Narrow_MainThatWasTurned_MayFlowBackAsMuch()
    {
        double[] values = [.. Day(6000, 300).Select(value => -value)];
        Assert.True(Flow.Narrow(Quantity.FlowRate, values, 1440, fewest: 100)!.Value.Contains(-7000));
    }

    [Fact]
    public void Narrow_CodesDayAfterDay_DoNotWiden()
    {
        double[] values = [.. Enumerable.Range(0, 4 * 1440).Select(minute => minute % 100 == 0 ? 65_535.0 : 100)];
        Assert.Equal(5000, Flow.Narrow(Quantity.FlowRate, values, 1440, fewest: 100)!.Value.High);
    }

    [Fact]
    public void Narrow_RareCodesAmongTheReadings_DoNotWiden()
    {
        var values = Day(100, 30);
        var clean = Flow.Narrow(Quantity.FlowRate, values, 1440, fewest: 100);
        (values[7], values[70], values[700]) = (999_999, double.NaN, -9999);
        Assert.Equal(clean, Flow.Narrow(Quantity.FlowRate, values, 1440, fewest: 100));
    }

    [Fact]
    public void Narrow_NegativePressure_StaysAboveNoneAtAll() =>
        Assert.Equal(-101.325, Pressure.Narrow(Quantity.Pressure, Day(300, 20), 1440, fewest: 100)!.Value.Low);

    [Theory]
    [InlineData(null, null, -200.0, 6500.0)]
    [InlineData(0.0, 500.0, 0.0, 500.0)]
    [InlineData(null, 500.0, -200.0, 500.0)]
    [InlineData(7000.0, null, 7000.0, double.MaxValue)]
    [InlineData(null, -300.0, -double.MaxValue, -300.0)]
    public void Within_WhatAPersonSaid_ComesFirst(double? low, double? high, double expectedLow, double expectedHigh) =>
        Assert.Equal(new PhysicalRange(expectedLow, expectedHigh), new PhysicalRange(-200, 6500).Within(low, high));

    [Fact]
    public void Contains_MissingValue_IsNeitherInsideNorOutside() =>
        Assert.Equal((false, false), (Flow.Contains(double.NaN), Flow.Excludes(double.NaN)));

    private static double[] Day(double middle, double swing) =>
        [.. Enumerable.Range(0, 1440).Select(minute => middle + (swing * Math.Sin(minute * Math.Tau / 1440)))];
}

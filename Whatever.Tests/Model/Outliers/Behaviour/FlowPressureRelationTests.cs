using Whatever.Model.Alarms;
using Whatever.Model.Outliers.Behaviour;

namespace Whatever.Tests.Model.Outliers.Behaviour;

public sealed class FlowPressureRelationTests
{
    private static readonly double[] Flow =
        [.. Enumerable.Range(0, 500).Select(hour => 200 + (120 * Math.Sin(hour * Math.Tau / 24)) + (10 * Math.Sin(hour)))];

    [Fact]
    public void Fit_KnownCurve_IsRecovered()
    {
        var random = new Random(2);
        var pressure = Flow.Select(flow => 480 - (0.02 * flow) - (0.001 * flow * flow) + random.NextDouble() - 0.5).ToArray();
        var relation = FlowPressureRelation.Fit(Flow, pressure)!;
        Assert.Equal(480, relation.Constant, 1.0);
        Assert.Equal(-0.02, relation.Linear, 0.01);
        Assert.Equal(-0.001, relation.Quadratic, 3e-5);
        Assert.InRange(relation.Explained, 0.99, 1);
        Assert.Equal(480 - 2 - 10, relation.At(100), 0.5);

        // Six independent hours of a uniform width of one: 1 / sqrt(12) / sqrt(6).
        Assert.InRange(relation.Deviation, 0.09, 0.4);
    }

    [Fact]
    public void Fit_SomeHoursFarOff_AreLeftOut()
    {
        var pressure = Flow.Select((flow, hour) => 480 - (0.001 * flow * flow) + (hour % 2) + (hour is > 100 and < 120 ? 300 : 0))
            .ToArray();
        var relation = FlowPressureRelation.Fit(Flow, pressure)!;
        Assert.Equal(480.5 - 40, relation.At(200), 0.5);
        Assert.InRange(relation.Explained, 0.99, 1);
    }

    [Theory]
    [InlineData(168, true)]
    [InlineData(167, false)]
    public void Fit_FewerHoursThanAWeekWithBoth_IsNull(int hours, bool expected)
    {
        double[] flow = [double.NaN, 1, .. Flow[..hours]];
        double[] pressure = [300, double.NaN, .. Flow[..hours].Select(value => 400 - value)];
        Assert.Equal(expected, FlowPressureRelation.Fit(flow, pressure) is not null);
    }

    [Fact]
    public void Fit_ConstantFlow_IsNull() => Assert.Null(FlowPressureRelation.Fit(Enumerable.Repeat(5.0, 500).ToArray(), Flow));

    [Fact]
    public void FitRelation_PressureGoesItsOwnWay_IsNull()
    {
        var random = new Random(2);
        Assert.Null(SensorProfile.FitRelation(60, Flow, [.. Flow.Select(_ => 400 + random.NextDouble())]));
        Assert.Null(SensorProfile.FitRelation(60, Flow, [.. Flow.Select(_ => 400.0)]));
        Assert.NotNull(SensorProfile.FitRelation(60, Flow, [.. Flow.Select(flow => 400 - flow)]));
    }

    /// <summary>A pump that is on or off: no curve can be told from two points.</summary>
    [Fact]
    public void Fit_FlowOfTwoLevels_IsNull()
    {
        double[] flow = [.. Enumerable.Range(0, 500).Select(hour => hour % 3 == 0 ? 100.0 : 0)];
        var random = new Random(2);
        Assert.Null(FlowPressureRelation.Fit(flow, [.. flow.Select(value => 400 - value + random.NextDouble())]));
        Assert.NotNull(
            FlowPressureRelation.Fit(
                [.. flow.Select((value, hour) => hour % 7 == 0 ? 50 : value)],
                [.. flow.Select(value => 400 - value + random.NextDouble())]));
    }

    /// <summary>An hour counts where half of its minutes have values.</summary>
    [Fact]
    public void FitRelation_MinutesMissing_HalfAnHourIsEnough()
    {
        double[] minutes = [.. Flow.SelectMany(value => Enumerable.Range(0, 60).Select(minute => minute < 30 ? value : double.NaN))];
        double[] fewer = [.. Flow.SelectMany(value => Enumerable.Range(0, 60).Select(minute => minute < 29 ? value : double.NaN))];
        double[] pressure = [.. Flow.SelectMany(value => Enumerable.Repeat(400 - value, 60))];
        Assert.Equal(200, SensorProfile.FitRelation(1, minutes, pressure)!.At(200), 0.5);
        Assert.Null(SensorProfile.FitRelation(1, fewer, pressure));
    }
}

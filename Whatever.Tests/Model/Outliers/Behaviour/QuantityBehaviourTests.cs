using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Tests.Model.Alarms.Monitor;

namespace Whatever.Tests.Model.Outliers.Behaviour;

public sealed class QuantityBehaviourTests
{
    private const int Count = 20_000;

    [Fact]
    public void Learn_QuantisedPressure_KnowsRunsOfTheSameNumber()
    {
        var random = new Random(6);
        var fine = Learn([.. Enumerable.Range(0, Count).Select(_ => 300 + random.NextDouble())]);
        var coarse = Learn(
            [.. Enumerable.Range(0, Count).Select(i => Math.Round(300 + (3 * Math.Sin(i / 200.0)) + (0.1 * random.NextDouble())))]);
        Assert.Equal(1, fine.LongestRun);
        Assert.InRange(coarse.LongestRun, 60, 300);
    }

    /// <summary>One time that the sensor stood still is no habit.</summary>
    [Fact]
    public void Learn_StoodStillOnce_IsNoHabit()
    {
        var random = new Random(6);
        double[] values = [.. Enumerable.Range(0, Count).Select(_ => 300 + random.NextDouble())];
        Array.Fill(values, 300.5, 5000, 700);
        Assert.Equal(1, Learn(values).LongestRun);
    }

    [Fact]
    public void Learn_ValueMissingInARun_IsNoValueOfIt()
    {
        double[] values = [.. Enumerable.Range(0, Count).Select(i => (double)(i / 10))];
        Assert.Equal(10, Learn(values).LongestRun);
        Array.Fill(values, double.NaN, 3000, 5000);
        Assert.Equal(10, Learn(values).LongestRun);
    }

    [Fact]
    public void Learn_Noise_KnowsItsJumpsAndItsRange()
    {
        var random = new Random(6);
        double[] values = [.. Enumerable.Range(0, Count).Select(_ => 300 + random.NextDouble())];
        (values[3], values[9]) = (double.NaN, 301.2);
        var habits = Learn(values);
        Assert.InRange(habits.JumpLimit, 1.2, 2);
        Assert.Equal((values.Where(double.IsFinite).Min(), 301.2), (habits.Lowest, habits.Highest));
        Assert.Equal(24, habits.StepDeviations.Count);
        Assert.All(habits.StepDeviations, deviation => Assert.InRange(deviation, 0.1, 0.3));
    }

    [Fact]
    public void Learn_EveryOtherValueMissing_KnowsNoJumps() =>
        Assert.Equal(double.NaN, Learn([.. Enumerable.Range(0, Count).Select(i => i % 2 == 0 ? i % 7 : double.NaN)]).JumpLimit);

    private static QuantityBehaviour Learn(double[] values)
    {
        var cells = MonitoredWater.Cells();
        return QuantityBehaviour.Learn(0, 1, values, CriteriaFit.Fit(0, 1, values, CriteriaContext.AllHours, cells)!, cells);
    }
}

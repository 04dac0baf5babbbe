using Whatever.Model.Outliers.Behaviour;

namespace Whatever.Tests.Model.Outliers.Behaviour;

public sealed class JumpAndStepTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2, 3, 10, 3, 2 }, 7)]
    [InlineData(new[] { 5.0, 5, 5, -5, 4, 6 }, 9)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6 }, 0)]
    [InlineData(new[] { 5.0, 5, 5, 5, 5, 5 }, 0)]
    [InlineData(new[] { 5.0, 5, 5, 20, 20, 20 }, 0)]
    [InlineData(new[] { 5.0, 5, 5, 20, 20, 5 }, 0)]
    [InlineData(new[] { 99.0, 5, 5, 20, 6, 5 }, 14)]
    public void SizeAt_SixValues_IsTheSmallerWayOutOrBack(double[] values, double expected)
    {
        Assert.Equal(expected, JumpAndBack.SizeAt(values));
        Assert.Equal(expected, JumpAndBack.SizeAt([1000, .. values]));
        Assert.Equal(expected, JumpAndBack.SizeAt([.. values.Select(value => -value)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void SizeAt_AValueIsMissing_IsUnknown(int missing)
    {
        double[] values = [1, 2, 3, 10, 3, 2];
        values[missing] = double.NaN;
        Assert.Equal(double.NaN, JumpAndBack.SizeAt(values));
        Assert.Equal(double.NaN, JumpAndBack.SizeAt([1, 2, 3, 10, 3]));
    }

    [Fact]
    public void At_LevelsByHand_AreMedianLessMean()
    {
        double[] values = [9999, .. Enumerable.Range(0, 15).Select(i => (double)i), 20, 17, 18, 500, 19];
        Assert.Equal((19 - 7, 7), LevelStep.Of(1).At(values));
        Assert.Equal((double.NaN, double.NaN), LevelStep.Of(1).At(values.AsSpan(2..)));
    }

    [Fact]
    public void At_ValuesMissing_IsUnknownWithFewerThanThreeNewOrEightOld()
    {
        double[] values = [.. Enumerable.Repeat(10.0, 15), .. Enumerable.Repeat(30.0, 5)];
        Array.Fill(values, double.NaN, 0, 7);
        Array.Fill(values, double.NaN, 15, 2);
        Assert.Equal((20, 10), LevelStep.Of(1).At(values));
        values[7] = double.NaN;
        Assert.Equal(double.NaN, LevelStep.Of(1).At(values).Step);
        (values[7], values[17]) = (10, double.NaN);
        Assert.Equal(double.NaN, LevelStep.Of(1).At(values).Step);
    }

    /// <summary>
    /// Wherever the step stands in the window, none of its minutes is a spike; wherever the spikes stand, they are no step.
    /// </summary>
    [Fact]
    public void SizeAtAndAt_StepAndSpike_AreNotEachOther()
    {
        double[] step = [.. Enumerable.Repeat(10.0, 40), .. Enumerable.Repeat(90.0, 40)];
        double[] spike = [.. Enumerable.Range(0, 80).Select(i => i % 15 == 7 ? 90.0 : 10)];
        var (steps, spikes) = (new List<double>(), new List<double>());
        for (var end = LevelStep.Of(1).Length; end <= 80; end++)
        {
            Assert.Equal(0, JumpAndBack.SizeAt(step.AsSpan(..end)));
            Assert.InRange(LevelStep.Of(1).At(spike.AsSpan(..end)).Step, -12, 0);
            steps.Add(LevelStep.Of(1).At(step.AsSpan(..end)).Step);
            spikes.Add(JumpAndBack.SizeAt(spike.AsSpan(..end)));
        }

        Assert.Equal(80, steps.Max());
        Assert.Equal(80, spikes.Max());
    }
}

using Whatever.Model.Outliers.Sequences;

namespace Whatever.Tests.Model.Outliers.Sequences;

public sealed class SequenceNormalTests
{
    [Fact]
    public void Fit_Ramp_LearnsRangeLevelAndRun()
    {
        // 0, 1, ... 100: the 1 % and 99 % quantiles are 1 and 99, levels run from the mean of 0..14 to that of 86..100.
        var normal = NormalChannel.Fit([.. Enumerable.Range(0, 101).Select(value => (double)value)])!;
        Assert.Equal((1.0, 99.0, 98.0, 1), (normal.Low, normal.High, normal.Range, normal.LongestRun));
        Assert.Equal(50, normal.Level, 10);
        Assert.Equal(Math.Sqrt(((87 * 87) - 1) / 12.0), normal.LevelDeviation, 10);
    }

    [Fact]
    public void Fit_SeveralStates_TakesTheirSpanForMoreThanTheirScatter()
    {
        // One row in fifty is at 20, the others at 10: the levels span ten and scatter 1.4.
        double[] values = [.. Enumerable.Range(0, 1000).Select(row => row is >= 400 and < 420 ? 20.0 : 10.0)];
        Assert.Equal(
            (10 / 2 / SequenceSettings.SpanDeviations, 10.0),
            (NormalChannel.Fit(values)!.LevelDeviation, NormalChannel.Fit(values)!.Range));
    }

    [Theory]
    [InlineData(5.0, 5e-6)]
    [InlineData(0.0, 1e-6)]
    public void Fit_Constant_HasASmallRange(double value, double range)
    {
        var normal = NormalChannel.Fit([.. Enumerable.Repeat(value, 100)])!;
        Assert.Equal(range, normal.Range, 12);
        Assert.True(normal.LevelDeviation > 0);
        Assert.Equal(int.MaxValue, normal.StuckAfter);
    }

    [Fact]
    public void Fit_RareOtherValue_IsOneStepOfTheMeter() =>
        Assert.Equal(0.5, NormalChannel.Fit([.. Enumerable.Range(0, 500).Select(row => row == 250 ? 10.5 : 10.0)])!.Range, 12);

    [Fact]
    public void Fit_AFewWildValues_HardlyWidenTheRange()
    {
        var made = new MadeUpSequence(1000);
        var before = NormalChannel.Fit(made.Flow)!;
        MadeUpSequence.Change(made.Flow, 500, 5, _ => 5000);
        var after = NormalChannel.Fit(made.Flow)!;
        Assert.InRange(after.Range / before.Range, 1, 1.2);
        Assert.Equal(before.LevelDeviation, after.LevelDeviation, 1);
    }

    [Fact]
    public void Fit_TooFewLevels_IsNothing()
    {
        var enough = SequenceSettings.FewestLevels + SequenceSettings.Window - 1;
        Assert.NotNull(NormalChannel.Fit(new double[enough]));
        Assert.Null(NormalChannel.Fit(new double[enough - 1]));
        Assert.Null(NormalChannel.Fit([]));
        Assert.Null(SequenceNormal.Fit([.. Enumerable.Repeat(double.NaN, 1000)], new double[10]));
    }
}

using Whatever.Model.Evaluation;

namespace Whatever.Tests.Model.Evaluation;

public sealed class ErrorTallyTests
{
    [Fact]
    public void ToFigures_FourHours_AreThoseOfHandWork()
    {
        var tally = new ErrorTally();
        tally.Add(10, 12);
        tally.Add(20, 16);
        tally.Add(0, 1);
        tally.Add(-4, -4);
        var figures = tally.ToFigures();
        Assert.Equal(4, figures.Hours);
        Assert.Equal(7 / 4.0, figures.MeanAbsoluteError, 1e-12);
        Assert.Equal(Math.Sqrt(21 / 4.0), figures.RootMeanSquareError, 1e-12);
        Assert.Equal(100 * (0.2 + 0.2 + 0) / 3, figures.MeanAbsolutePercentageError, 1e-12);
        Assert.Equal(1, figures.ZerosLeftOut);
        Assert.Equal((2 - 4 + 1) / 4.0, figures.Bias, 1e-12);
        Assert.Null(figures.Coverage);
        Assert.Null(figures.PinballLoss);
    }

    /// <summary>Below, on the lower end, within, on the upper end, above: three of five are covered, ends count.</summary>
    [Fact]
    public void ToFigures_Band_CountsWhatLiesWithin()
    {
        var tally = new ErrorTally();
        foreach (var actual in new double[] { 7, 8, 10, 12, 14 })
        {
            tally.Add(actual, 10, 8, 12);
        }

        Assert.Equal(0.6, tally.ToFigures().Coverage!.Value, 1e-12);

        // q 0.1: 0.9 * 1, 0, 0.1 * 2, 0.1 * 4, 0.1 * 6; q 0.5: half of 3, 2, 0, 2, 4; q 0.9: 0.1 * 5, 0.1 * 4, 0.1 * 2, 0, 0.9 * 2.
        Assert.Equal((2.1 + 5.5 + 2.9) / 15, tally.ToFigures().PinballLoss!.Value, 1e-12);
    }

    [Fact]
    public void ToFigures_HoursWithoutABand_DoNotCountForIt()
    {
        var tally = new ErrorTally();
        tally.Add(10, 10, 9, 11);
        tally.Add(10, 10);
        Assert.Equal((2, 1.0), (tally.ToFigures().Hours, tally.ToFigures().Coverage));
    }

    [Fact]
    public void ToFigures_Nothing_IsNotANumber()
    {
        var figures = new ErrorTally().ToFigures();
        Assert.Equal(0, figures.Hours);
        Assert.All(
            [figures.MeanAbsoluteError, figures.RootMeanSquareError, figures.MeanAbsolutePercentageError, figures.Bias],
            value => Assert.True(double.IsNaN(value)));
    }

    [Theory]
    [InlineData(1, 2, 0.5)]
    [InlineData(0, 2, 1)]
    [InlineData(3, 2, -0.5)]
    [InlineData(1, 0, double.NaN)]
    [InlineData(1, double.NaN, double.NaN)]
    [InlineData(double.NaN, 1, double.NaN)]
    public void Skill_ErrorAgainstBaseline_IsTheShareSaved(double error, double baseline, double expected) =>
        Assert.Equal(expected, ErrorFigures.Skill(error, baseline), 1e-12);
}

using Whatever.Model.Outliers;

namespace Whatever.Tests.Model.Outliers;

public sealed class ValueJudgeTests
{
    private static readonly NormalCriteria Criteria = new(200, 10, 1440);

    /// <summary>z = 1.3, 1.7, 2.1 and 2.4 lie in the four stages of the upper tail, at 90.3, 95.5, 98.2 and 99.2 %.</summary>
    [Theory]
    [InlineData(212, Tail.Upper, OutlierStage.Normal)]
    [InlineData(213, Tail.Upper, OutlierStage.Interest)]
    [InlineData(217, Tail.Upper, OutlierStage.Caution)]
    [InlineData(221, Tail.Upper, OutlierStage.Alert)]
    [InlineData(224, Tail.Upper, OutlierStage.Serious)]
    [InlineData(100, Tail.Upper, OutlierStage.Normal)]
    [InlineData(176, Tail.Lower, OutlierStage.Serious)]
    [InlineData(300, Tail.Lower, OutlierStage.Normal)]
    [InlineData(224, Tail.Both, OutlierStage.Alert)]
    [InlineData(176, Tail.Both, OutlierStage.Alert)]
    [InlineData(226, Tail.Both, OutlierStage.Serious)]
    [InlineData(174, Tail.Both, OutlierStage.Serious)]
    [InlineData(200, Tail.Both, OutlierStage.Normal)]
    public void Judge_DefaultThresholds_FindsTheStageOfItsTail(double value, Tail tail, OutlierStage expected) =>
        Assert.Equal(expected, ValueJudge.Judge(value, Criteria, tail, OutlierThresholds.Default).Stage);

    [Fact]
    public void Judge_Percentile_IsThatOfTheCriteria() =>
        Assert.Equal(Criteria.Percentile(217, Tail.Both), ValueJudge.Judge(217, Criteria, Tail.Both, OutlierThresholds.Default).Percentile);

    [Fact]
    public void Judge_MissingValue_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueJudge.Judge(double.NaN, Criteria, Tail.Upper, OutlierThresholds.Default));
}

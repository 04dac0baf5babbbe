using Whatever.Model.Outliers;
using Whatever.Model.Problems;

namespace Whatever.Tests.Model.Outliers;

public sealed class OutlierThresholdsTests
{
    [Theory]
    [InlineData(0, OutlierStage.Normal)]
    [InlineData(89.99999999999999, OutlierStage.Normal)]
    [InlineData(90, OutlierStage.Interest)]
    [InlineData(94.99999999999999, OutlierStage.Interest)]
    [InlineData(95, OutlierStage.Caution)]
    [InlineData(97.99999999999999, OutlierStage.Caution)]
    [InlineData(98, OutlierStage.Alert)]
    [InlineData(98.99999999999999, OutlierStage.Alert)]
    [InlineData(99, OutlierStage.Serious)]
    [InlineData(100, OutlierStage.Serious)]
    public void StageOf_DefaultBoundary_BelongsToTheHigherStage(double percentile, OutlierStage expected) =>
        Assert.Equal(expected, OutlierThresholds.Default.StageOf(percentile));

    [Fact]
    public void OutlierStage_Numbers_AreThoseOfTheMessages() =>
        Assert.Equal([0, 1, 2, 3, 4], Enum.GetValues<OutlierStage>().Select(stage => (int)stage));

    [Fact]
    public void StageOf_EditedThresholds_UsesThem()
    {
        var thresholds = new OutlierThresholds(50, 60, 70, 99.9);
        Assert.Equal([0, 1, 2, 3, 4], new[] { 49.9, 50, 69.9, 99.8, 99.9 }.Select(percentile => (int)thresholds.StageOf(percentile)));
    }

    [Theory]
    [InlineData(50, 50.1, 50.2, 99.999)]
    [InlineData(90, 95, 98, 99)]
    public void Validate_InOrderAndInRange_FindsNothing(double interest, double caution, double alert, double serious)
    {
        Assert.Empty(OutlierThresholds.Validate(interest, caution, alert, serious));
        var made = new OutlierThresholds(interest, caution, alert, serious);
        Assert.Equal((interest, caution, alert, serious), (made.Interest, made.Caution, made.Alert, made.Serious));
    }

    [Theory]
    [InlineData(49.999, 95, 98, 99, "The threshold of interest is 49.999, expected 50 or more and below 100.")]
    [InlineData(90, 95, 98, 100, "The threshold of serious is 100, expected 50 or more and below 100.")]
    [InlineData(95, 95, 98, 99, "The threshold of caution is 95, expected more than 95, the threshold of interest.")]
    [InlineData(90, 95, 94, 99, "The threshold of alert is 94, expected more than 95, the threshold of caution.")]
    [InlineData(90, 95, 98, 98, "The threshold of serious is 98, expected more than 98, the threshold of alert.")]
    public void Validate_OneThingWrong_SaysItInOneSentence(double interest, double caution, double alert, double serious, string sentence)
    {
        Assert.Equal([sentence], OutlierThresholds.Validate(interest, caution, alert, serious).Select(ProblemTexts.English));
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new OutlierThresholds(interest, caution, alert, serious)).Message);
    }

    [Fact]
    public void Validate_SeveralThingsWrong_SaysAllOfThem() => Assert.Equal(
        [
            "The threshold of interest is 101, expected 50 or more and below 100.",
            "The threshold of caution is 40, expected 50 or more and below 100.",
            "The threshold of caution is 40, expected more than 101, the threshold of interest.",
        ],
        OutlierThresholds.Validate(101, 40, 98, 99).Select(ProblemTexts.English));

    [Theory]
    [InlineData(double.NaN, 95, 98, 99)]
    [InlineData(90, 95, 98, double.NaN)]
    [InlineData(90, 95, 98, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 95, 98, 99)]
    public void Validate_NotANumber_IsRefused(double interest, double caution, double alert, double serious) =>
        Assert.NotEmpty(OutlierThresholds.Validate(interest, caution, alert, serious));
}

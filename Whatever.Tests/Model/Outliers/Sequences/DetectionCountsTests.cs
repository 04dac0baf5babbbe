using Whatever.Model.Outliers.Sequences;

namespace Whatever.Tests.Model.Outliers.Sequences;

public sealed class DetectionCountsTests
{
    private static readonly bool[] Faulty = [false, true, true, true, false, false, true, true, false, true];
    private static readonly bool[] Found = [true, false, true, true, true, false, false, false, false, true];

    [Fact]
    public void Of_Rows_CountsAndShares()
    {
        var counts = DetectionCounts.Of(Found, Faulty);
        Assert.Equal(new DetectionCounts(3, 2, 3, 2), counts);
        Assert.Equal(
            (3.0 / 5, 0.5, 6.0 / 11, 0.5, 0.5),
            (counts.Precision, counts.Recall, counts.F1, counts.FalseAlarmRate, counts.MissedAlarmRate));
        Assert.Equal(new DetectionCounts(6, 4, 6, 4), counts + counts);
    }

    [Fact]
    public void Of_NothingFaulty_HasNoShareOfIt()
    {
        var quiet = DetectionCounts.Of(new bool[4], new bool[4]);
        Assert.Equal((null, null, null, 0.0, null), (quiet.Precision, quiet.Recall, quiet.F1, quiet.FalseAlarmRate, quiet.MissedAlarmRate));
        var loud = DetectionCounts.Of([true, false, false, false], new bool[4]);
        Assert.Equal((0.0, null, 0.0, 0.25, null), (loud.Precision, loud.Recall, loud.F1, loud.FalseAlarmRate, loud.MissedAlarmRate));
    }

    [Fact]
    public void LabelledEvents_Runs_SayWhenTheyWereFound() =>
        Assert.Equal(
            [new LabelledEvent(1, 3, 2), new LabelledEvent(6, 7, null), new LabelledEvent(9, 9, 9)], LabelledEvent.Find(Found, Faulty));

    [Fact]
    public void Of_OtherNumberOfLabels_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => DetectionCounts.Of(new bool[3], new bool[4]));
        Assert.Throws<ArgumentException>(() => LabelledEvent.Find(new bool[3], new bool[4]));
    }
}

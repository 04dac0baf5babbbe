using CsCheck;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Sequences;
using Whatever.Model.Series;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.Outliers.Sequences;

public sealed class SequenceDetectorTests
{
    private const int Rows = 1200;
    private const int Start = 700;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Judge_WhiteNoise_FindsNothing(int seed) => Assert.Empty(new MadeUpSequence(2000, seed).FindEvents());

    /// <summary>
    /// A third of the file, as the command learns by default: a short look at noise with a long memory does not show how far it goes.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Judge_NoiseWithMemory_TakesLessThanOneInAHundredForFaulty(int seed)
    {
        const int Long = 9000;
        var made = new MadeUpSequence(Long, seed, memory: 0.95);
        var normal = SequenceNormal.Fit(made.Flow.AsSpan(0, Long / 3), made.Pressure.AsSpan(0, Long / 3))!;
        Assert.InRange(SequenceDetector.Judge(made.Flow, made.Pressure, normal).Count(row => row.IsEvent), 0, (Long / 100) - 1);
    }

    [Theory]
    [InlineData(3, 0, AlarmCause.High, Quantity.FlowRate)]
    [InlineData(-3, 0, AlarmCause.Low, Quantity.FlowRate)]
    [InlineData(0, 0.15, AlarmCause.High, Quantity.Pressure)]
    [InlineData(0, -0.15, AlarmCause.Low, Quantity.Pressure)]
    [InlineData(3, -0.15, AlarmCause.Burst, null)]
    public void Judge_LevelThatMoves_IsOneEventOfItsCause(double flow, double pressure, AlarmCause cause, Quantity? quantity)
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value + flow);
        MadeUpSequence.Change(made.Pressure, Start, 200, value => value + pressure);
        var found = Assert.Single(made.FindEvents());
        Assert.Equal((cause, quantity), (found.Cause, found.Quantity));
        Assert.InRange(found.First, Start + SequenceSettings.Confirm - 1, Start + SequenceSettings.Window + SequenceSettings.Confirm);
        Assert.InRange(found.Last, Start + 200, Start + 200 + SequenceSettings.Window + SequenceSettings.Confirm);
    }

    [Fact]
    public void Judge_OneValueFarOff_IsASpike()
    {
        var made = new MadeUpSequence(Rows);
        made.Flow[Start] = 400;
        var found = Assert.Single(made.FindEvents());
        Assert.Equal((AlarmCause.Spike, Quantity.FlowRate, Start), (found.Cause, found.Quantity, found.First));
        Assert.Equal(Start + SequenceSettings.Confirm - 1, found.Last);
        Assert.Equal(OutlierStage.Serious, found.Stage);
    }

    [Fact]
    public void Judge_ValuesThatStayFarOff_AreOutOfRange()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Pressure, Start, 60, value => value - 17);
        var found = Assert.Single(made.FindEvents());
        Assert.Equal(
            (AlarmCause.OutOfRange, Quantity.Pressure, Start, Start + 59 + SequenceSettings.Confirm - 1),
            (found.Cause, found.Quantity, found.First, found.Last));
    }

    [Fact]
    public void Judge_TheSameValueOverAndOver_IsStuckUntilItMoves()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 120, _ => 100.25);
        var found = Assert.Single(made.FindEvents());
        Assert.Equal((AlarmCause.Stuck, Quantity.FlowRate), (found.Cause, found.Quantity));
        Assert.Equal((Start + SequenceSettings.ShortestStuck - 1, Start + 119), (found.First, found.Last));
    }

    [Fact]
    public void Judge_RowsWithoutAValue_AreNoDataOnceTheyAreMany()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 40, _ => double.NaN);
        MadeUpSequence.Change(made.Pressure, Start, 40, _ => double.NaN);
        var found = Assert.Single(made.FindEvents());
        Assert.Equal((AlarmCause.NoData, Start + SequenceSettings.Confirm - 1, Start + 39), (found.Cause, found.First, found.Last));
        Assert.Equal(SequenceNotJudgedReason.NoValue, made.Judge()[Start - MadeUpSequence.FitRows].Reason);
    }

    [Fact]
    public void Judge_ValuesMissingHereAndThere_HideNothing()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value + 3);
        for (var row = 0; row < Rows; row += 4)
        {
            made.Flow[row] = double.NaN;
        }

        Assert.Equal((AlarmCause.High, Quantity.FlowRate), made.FindEvents().Select(found => (found.Cause, found.Quantity)).Single());
    }

    /// <summary>The other quantity is well all the time.</summary>
    [Fact]
    public void Judge_OneQuantityMissingDuringItsEvent_DoesNotEndIt()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value + 3);
        MadeUpSequence.Change(made.Flow, Start + 50, 100, _ => double.NaN);
        var found = Assert.Single(made.FindEvents());
        Assert.InRange(found.Last, Start + 200, Start + 230);
        Assert.Equal(Quantity.FlowRate, found.Quantity);
    }

    [Fact]
    public void Judge_NothingMeasuredDuringAnEvent_DoesNotEndIt()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value + 3);
        MadeUpSequence.Change(made.Flow, Start + 50, 100, _ => double.NaN);
        MadeUpSequence.Change(made.Pressure, Start + 50, 100, _ => double.NaN);
        Assert.InRange(Assert.Single(made.FindEvents()).Last, Start + 200, Start + 230);
    }

    [Fact]
    public void Judge_LevelThatComesMostOfTheWayBack_IsANewNormal()
    {
        var made = new MadeUpSequence(2000);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value + 6);
        MadeUpSequence.Change(made.Flow, Start + 200, 1100, value => value + 1.5);
        MadeUpSequence.Change(made.Flow, Start + 900, 100, value => value + 3);
        Assert.Equal([true, true], made.FindEvents().Select(found => found.Last - found.First is > 80 and < 230));
    }

    [Fact]
    public void Judge_LaterRows_ChangeNoEarlierVerdict()
    {
        var made = new MadeUpSequence(Rows);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value + 3);
        made.Pressure[Start + 300] = 50;
        var all = made.Judge();
        foreach (var rows in new[] { MadeUpSequence.FitRows, Start, Start + 10, Start + 205, Start + 301 })
        {
            Assert.Equal(
                all[..(rows - MadeUpSequence.FitRows)],
                SequenceDetector.Judge(made.Flow.AsSpan(0, rows), made.Pressure.AsSpan(0, rows), made.Normal, MadeUpSequence.FitRows));
        }
    }

    [Fact]
    public void Judge_QuantityThatNeverVaried_IsNoFaultUntilItDoes()
    {
        var made = new MadeUpSequence(Rows);
        Array.Fill(made.Pressure, 4);
        Assert.Empty(made.FindEvents());
        made.Pressure[Start] = 4.1;
        Assert.Equal((AlarmCause.Spike, Quantity.Pressure), made.FindEvents().Select(found => (found.Cause, found.Quantity)).Single());
    }

    [Fact]
    public void Judge_OneQuantityAlone_IsEnough()
    {
        var made = new MadeUpSequence(Rows);
        Array.Fill(made.Pressure, double.NaN);
        Assert.Null(made.Normal.Pressure);
        MadeUpSequence.Change(made.Flow, Start, 200, value => value - 3);
        Assert.Equal((AlarmCause.Low, Quantity.FlowRate), made.FindEvents().Select(found => (found.Cause, found.Quantity)).Single());
    }

    [Fact]
    public void Judge_FirstRows_HaveNoVerdict()
    {
        var made = new MadeUpSequence(MadeUpSequence.FitRows);
        var reasons = SequenceDetector.Judge(made.Flow, made.Pressure, made.Normal).Select(row => row.Reason).ToList();
        Assert.Equal(
            Enumerable.Repeat(SequenceNotJudgedReason.TooFewValues, SequenceSettings.Confirm - 1),
            reasons[..(SequenceSettings.Confirm - 1)]);
        Assert.All(reasons[(SequenceSettings.Confirm - 1)..], reason => Assert.Equal(SequenceNotJudgedReason.None, reason));
    }

    /// <summary>Values near normal, wild ones, and none, in any order.</summary>
    [Fact]
    public void Judge_AnyRows_ScoresFromZeroToAHundred()
    {
        var value = Gen.Frequency(
            (6, Gen.Double[98, 102]), (2, Gen.Const(double.NaN)), (1, Gen.Double[-1e9, 1e9]), (1, Gen.Const(double.PositiveInfinity)));
        Seeded.Holds(Gen.Select(value.Array[100], value.Array[100]), 200, rows =>
        {
            var normal = new MadeUpSequence(MadeUpSequence.FitRows).Normal;
            Assert.All(SequenceDetector.Judge(rows.Item1, rows.Item2, normal), row =>
            {
                Assert.Equal(row.Reason != SequenceNotJudgedReason.None, double.IsNaN(row.Score));
                Assert.Equal(row.Cause is not null, row.IsEvent);
                Assert.True(double.IsNaN(row.Score) || row.Score is >= 0 and <= 100, Seeded.Text($"{row.Score}"));
            });
        });
    }

    [Fact]
    public void Judge_RowsThatAreNotThere_AreRefused()
    {
        var normal = new MadeUpSequence(MadeUpSequence.FitRows).Normal;
        Assert.Throws<ArgumentException>(() => SequenceDetector.Judge(new double[3], new double[4], normal));
        Assert.Throws<ArgumentException>(() => SequenceDetector.Judge(new double[3], new double[3], normal, 4));
        Assert.Empty(SequenceDetector.Judge(new double[3], new double[3], normal, 3));
    }
}

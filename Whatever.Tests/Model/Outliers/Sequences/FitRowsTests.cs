using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Sequences;

namespace Whatever.Tests.Model.Outliers.Sequences;

/// <summary>What a fit makes of rows that are not normal: noise of one seed a case, and spells put into its first 400 rows.</summary>
public sealed class FitRowsTests
{
    private const int Rows = 1200;
    private const int Fault = 900;
    private const int FaultRows = 60;

    public static TheoryData<int, double, int> SharesOfFaults()
    {
        var data = new TheoryData<int, double, int>();
        foreach (var share in new[] { 0.1, 0.2, 0.3 })
        {
            foreach (var seed in new[] { 11, 12 })
            {
                data.Add(0, share, seed);
                data.Add(130, share, seed);
                data.Add((int)(MadeUpSequence.FitRows * (1 - share)), share, seed);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(SharesOfFaults))]
    public void Fit_SensorFailsAmongTheLearnedRows_FindsItsNextFailure(int from, double share, int seed)
    {
        var made = new MadeUpSequence(Rows, seed);
        var count = (int)(share * MadeUpSequence.FitRows);
        MadeUpSequence.Change(made.Pressure, from, count, value => value - 17.7);
        MadeUpSequence.Change(made.Pressure, Fault, FaultRows, value => value - 17.7);
        Assert.Equal(count, made.Normal.Pressure!.LeftOut);
        Assert.Equal(0, made.Normal.FlowRate!.LeftOut);
        AssertFound(made, AlarmCause.OutOfRange);
    }

    [Theory]
    [InlineData(12, 21)]
    [InlineData(-12, 22)]
    public void Fit_LevelIsElsewhereInTheMiddle_FindsItThereAgain(double by, int seed)
    {
        var made = new MadeUpSequence(Rows, seed, memory: 0.6);
        MadeUpSequence.Change(made.Flow, 150, 100, value => value + by);
        MadeUpSequence.Change(made.Flow, Fault, FaultRows, value => value + by);
        AssertFound(made, AlarmCause.OutOfRange);
    }

    [Fact]
    public void Fit_PumpCycles_TakesBothLevelsForNormal()
    {
        var made = new MadeUpSequence(Rows, seed: 31);
        for (var from = 40; from + 25 < Rows; from += 120)
        {
            MadeUpSequence.Change(made.Flow, from, 25, value => value - 60);
        }

        Assert.Equal(0, made.Normal.FlowRate!.LeftOut);
        Assert.Empty(made.FindEvents());
    }

    [Fact]
    public void Fit_PumpStopsOnce_IsNoNormalLevel()
    {
        var made = new MadeUpSequence(Rows, seed: 32);
        MadeUpSequence.Change(made.Flow, 100, 60, value => value - 60);
        Assert.Equal(60, made.Normal.FlowRate!.LeftOut);
    }

    [Fact]
    public void Fit_PlantIsStarted_LearnsTheStart()
    {
        // From rest to normal within eighty rows; the pressure is above normal meanwhile and drops at once.
        var made = new MadeUpSequence(Rows, seed: 33);
        for (var row = 0; row < 80; row++)
        {
            made.Flow[row] *= row / 80.0;
            made.Pressure[row] *= 1.5;
        }

        Assert.Equal((0, 0), (made.Normal.FlowRate!.LeftOut, made.Normal.Pressure!.LeftOut));
    }

    [Fact]
    public void Fit_SensorReadsNothingAtFirst_IsNoStart()
    {
        var made = new MadeUpSequence(Rows, seed: 34);
        MadeUpSequence.Change(made.Flow, 0, 80, _ => 0);
        Assert.Equal(80, made.Normal.FlowRate!.LeftOut);
        var judgements = SequenceDetector.Judge(made.Flow, made.Pressure, made.Normal);
        Assert.All(judgements[10..80], judgement => Assert.True(judgement.IsEvent));
        Assert.DoesNotContain(judgements[100..], judgement => judgement.IsEvent);
    }

    [Fact]
    public void Fit_CoarseMeter_LeavesItsNeighbouringStepsIn()
    {
        // Four values of five are 32; a spell at the next step, and one at the next but one, is not apart.
        var values = Enumerable.Range(0, MadeUpSequence.FitRows)
            .Select(row => row % 5 == 0 ? 33.0 : row is >= 200 and < 240 ? 34.0 : 32.0).ToArray();
        Assert.Equal(0, SequenceNormal.Fit(values, values)!.FlowRate!.LeftOut);
    }

    [Fact]
    public void Fit_NothingMeasured_IsNothing()
    {
        double[] missing = [.. Enumerable.Repeat(double.NaN, 200)];
        Assert.Null(SequenceNormal.Fit(missing, missing));
    }

    private static void AssertFound(MadeUpSequence made, AlarmCause cause)
    {
        var found = Assert.Single(made.FindEvents());
        Assert.Equal(cause, found.Cause);
        Assert.InRange(found.First, Fault, Fault + 10);
        Assert.InRange(found.Last, Fault + FaultRows - 1, Fault + FaultRows + 10);
    }
}

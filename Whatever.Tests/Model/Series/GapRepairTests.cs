using CsCheck;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Series;

public sealed class GapRepairTests
{
    private const double X = double.NaN;

    /// <summary>Series with runs of missing values of every length from 0 to 8.</summary>
    private static readonly Gen<double[]> Gappy =
        Gen.Select(
            Gen.Int[0, 8], Gen.Double[-1000, 1000].Array[0, 3], (gap, values) => Enumerable.Repeat(X, gap).Concat(values)).Array[0, 8]
            .Select(parts => parts.SelectMany(part => part).ToArray());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Repair_GapOfUpToThree_TakesThePreviousValue(int missing)
    {
        var repaired = GapRepair.Repair([5, .. Enumerable.Repeat(X, missing), 9]);
        Assert.Equal([5, .. Enumerable.Repeat(5.0, missing), 9], repaired.Values);
        Assert.Equal([false, .. Enumerable.Repeat(true, missing), false], repaired.IsRepaired);
    }

    [Fact]
    public void Repair_GapOfFour_IsLinearBetweenItsEnds() =>
        Assert.Equal([10, 12, 14, 16, 18, 20], GapRepair.Repair([10, X, X, X, X, 20]).Values);

    [Fact]
    public void Repair_GapOfFourThatFalls_IsLinearBetweenItsEnds() =>
        Assert.Equal([20, 18, 16, 14, 12, 10], GapRepair.Repair([20, X, X, X, X, 10]).Values);

    [Fact]
    public void Repair_SeveralGaps_TreatsEachByItsOwnLength()
    {
        var repaired = GapRepair.Repair([1, X, 3, X, X, X, X, 8, X, X, X, 0]);
        Assert.Equal([1, 1, 3, 4, 5, 6, 7, 8, 8, 8, 8, 0], repaired.Values);
    }

    [Fact]
    public void Repair_MissingEnds_AreLeftAndNotMarked()
    {
        var repaired = GapRepair.Repair([X, X, 4, X, 6, X]);
        Assert.Equal([X, X, 4, 4, 6, X], repaired.Values);
        Assert.Equal([false, false, false, true, false, false], repaired.IsRepaired);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Repair_NothingMeasured_StaysMissing(int length)
    {
        var repaired = GapRepair.Repair(Enumerable.Repeat(X, length).ToArray());
        Assert.Equal(Enumerable.Repeat(X, length), repaired.Values);
        Assert.Equal(new bool[length], repaired.IsRepaired);
    }

    [Fact]
    public void Repair_AnySeries_ChangesNoMeasuredValueAndNotItsInput() => Gappy.Sample(values =>
    {
        var before = values.ToArray();
        var repaired = GapRepair.Repair(values);
        Assert.Equal(before, values);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(double.IsNaN(values[i]) || (repaired.Values[i].Equals(values[i]) && !repaired.IsRepaired[i]));
        }
    });

    [Fact]
    public void Repair_AnySeries_FillsEveryInnerGapWithinItsEndsAndMarksIt() => Gappy.Sample(values =>
    {
        var repaired = GapRepair.Repair(values);
        for (var i = 0; i < values.Length; i++)
        {
            var left = Array.FindLastIndex(values, i, value => !double.IsNaN(value));
            var right = Array.FindIndex(values, i, value => !double.IsNaN(value));
            var isInner = left >= 0 && right >= 0;
            Assert.Equal(!isInner, double.IsNaN(repaired.Values[i]));
            Assert.Equal(isInner && left != right, repaired.IsRepaired[i]);
            if (isInner)
            {
                Assert.InRange(
                    repaired.Values[i], Math.Min(values[left], values[right]) - 1e-9, Math.Max(values[left], values[right]) + 1e-9);
            }
        }
    });
}

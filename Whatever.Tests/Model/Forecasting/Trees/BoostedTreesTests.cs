using Whatever.Model.Forecasting.Trees;

namespace Whatever.Tests.Model.Forecasting.Trees;

public sealed class BoostedTreesTests
{
    private static readonly TreeOptions OneStump = new(Trees: 1, MostLeaves: 2, LearningRate: 1, FewestRows: 1, Shrinkage: 0);

    [Fact]
    public void Fit_OneStep_IsSplitThereIntoItsMeans()
    {
        float[] rows = [1, 2, 3, 4, 5, 6];
        var trees = BoostedTrees.Fit(rows, 1, [0, 1, 2, 10, 11, 12], OneStump);
        Assert.Equal([1, 1, 1, 11, 11, 11], rows.Select(row => trees.Predict([row])), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(1, trees.Predict([3.0f]), 5);
        Assert.Equal(11, trees.Predict([3.1f]), 5);
    }

    /// <summary>By hand: bias 6, deviations -5 and 5 three times each, and a leaf is their sum over three rows and the shrinkage.</summary>
    [Fact]
    public void Fit_Shrinkage_PullsLeavesToTheMean()
    {
        var trees = BoostedTrees.Fit([1, 2, 3, 4, 5, 6], 1, [1, 1, 1, 11, 11, 11], OneStump with { Shrinkage = 2 });
        Assert.Equal(6 - 3, trees.Predict([1]), 5);
        Assert.Equal(6 + 3, trees.Predict([6]), 5);
    }

    [Fact]
    public void Fit_LearningRate_AddsItsShareOfEachTree()
    {
        var trees = BoostedTrees.Fit([1, 2, 3, 4], 1, [0, 0, 8, 8], OneStump with { Trees = 2, LearningRate = 0.5 });
        Assert.Equal(4 - 2 - 1, trees.Predict([1]), 5);
        Assert.Equal(4 + 2 + 1, trees.Predict([4]), 5);
    }

    [Fact]
    public void Fit_FewestRows_LeavesNoSmallerLeaf()
    {
        float[] rows = [1, 2, 3, 4, 5, 6], targets = [0, 0, 0, 0, 0, 60];
        var trees = BoostedTrees.Fit(rows, 1, targets, OneStump with { FewestRows = 3 });
        Assert.Equal([0, 0, 0, 20, 20, 20], rows.Select(row => trees.Predict([row])), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(10, BoostedTrees.Fit(rows, 1, targets, OneStump with { FewestRows = 4 }).Predict([6]), 5);
    }

    [Fact]
    public void Fit_MissingInputs_LieBelowEverything()
    {
        float[] rows = [float.NaN, float.NaN, float.NaN, -1e30f, 0, 7];
        var trees = BoostedTrees.Fit(rows, 1, [5, 5, 5, 1, 1, 1], OneStump);
        Assert.Equal(5, trees.Predict([float.NaN]), 5);
        Assert.Equal(1, trees.Predict([-1e30f]), 5);
    }

    /// <summary>Product of two inputs among eight: no sum of functions of one input each explains it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_Interaction_IsLearnedAndTheSameToTheBit(int seed)
    {
        var (rows, targets) = Product(6000, seed);
        var options = new TreeOptions(Trees: 100, LearningRate: 0.1, FewestRows: 20, Shrinkage: 1);
        var (trees, again) = (BoostedTrees.Fit(rows, 8, targets, options), BoostedTrees.Fit(rows, 8, targets, options));
        var (others, expected) = Product(2000, seed + 100);
        var (errors, spread) = (0.0, 0.0);
        for (var row = 0; row < expected.Length; row++)
        {
            var predicted = trees.Predict(others.AsSpan(row * 8, 8));
            Assert.Equal(predicted, again.Predict(others.AsSpan(row * 8, 8)));
            errors += Math.Pow(predicted - expected[row], 2);
            spread += Math.Pow(expected[row], 2);
        }

        Assert.InRange(errors / spread, 0, 0.1);
    }

    [Fact]
    public void Fit_NothingToTell_IsTheMean() => Assert.Equal(3, BoostedTrees.Fit([1, 1, 1, 1], 1, [2, 4, 2, 4], OneStump).Predict([1]), 6);

    [Fact]
    public void Fit_LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => BoostedTrees.Fit([], 1, [], OneStump));
        Assert.Throws<ArgumentException>(() => BoostedTrees.Fit([1, 2, 3], 2, [1], OneStump));
    }

    private static (float[] Rows, float[] Targets) Product(int count, int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, count * 8).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray();
        return (rows, [.. Enumerable.Range(0, count).Select(row => rows[row * 8] * rows[(row * 8) + 1])]);
    }
}

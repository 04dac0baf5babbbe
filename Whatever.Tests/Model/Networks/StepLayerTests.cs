using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

public sealed class StepLayerTests
{
    private static readonly RandomNetworks Make = new(11);

    /// <summary>Windows 1, 2, 3, 4, 5 of one feature with the kernel 1, 10, 100: the digits say which steps were looked at.</summary>
    [Theory]
    [InlineData("valid", 1, 1, "321 432 543")]
    [InlineData("valid", 2, 1, "321 543")]
    [InlineData("valid", 1, 2, "531")]
    [InlineData("same", 1, 1, "210 321 432 543 54")]
    [InlineData("same", 2, 1, "210 432 54")]
    [InlineData("same", 1, 2, "310 420 531 42 53")]
    [InlineData("same", 3, 1, "321 54")]
    [InlineData("causal", 1, 1, "100 210 321 432 543")]
    [InlineData("causal", 1, 2, "100 200 310 420 531")]
    [InlineData("causal", 2, 1, "100 321 543")]
    public void Conv1D_PaddingStrideAndDilation_LookAtTheStepsThatKerasLooksAt(string padding, int stride, int dilation, string expected)
    {
        Matrix<double>[] kernels =
            [Matrix<double>.Build.Dense(1, 1, 1), Matrix<double>.Build.Dense(1, 1, 10), Matrix<double>.Build.Dense(1, 1, 100)];
        var layer = new Conv1DLayer(kernels, Vector<double>.Build.Dense(1), new StepWindows(3, stride, padding, dilation), "linear");
        var y = layer.Forward(Count(5)).Steps.Select(step => step[0, 0]);
        Assert.Equal(expected, string.Join(" ", y));
    }

    [Fact]
    public void Conv1D_ManyFeaturesAndFilters_AgreesWithTheScalarSum()
    {
        Matrix<double>[] kernels = [Make.Matrix(3, 2), Make.Matrix(3, 2)];
        var (bias, window) = (Make.Vector(2), Make.Window(4, 3));
        var y = new Conv1DLayer(kernels, bias, new StepWindows(2, 1, "valid"), "relu")
            .Forward(Signal.OfSequence(RandomNetworks.Steps(window)));
        for (var o = 0; o < 3; o++)
        {
            for (var filter = 0; filter < 2; filter++)
            {
                var sum = bias[filter] + Enumerable.Range(0, 6).Sum(at => window[o + (at / 3)][at % 3] * kernels[at / 3][at % 3, filter]);
                Assert.Equal(Math.Max(0, sum), y.Steps[o][0, filter], 1e-14);
            }
        }
    }

    [Theory]
    [InlineData("valid", 2, 2, false, "2 4")]
    [InlineData("same", 2, 2, false, "2 4 5")]
    [InlineData("same", 3, 2, false, "2 4 5")]
    [InlineData("valid", 3, 1, false, "3 4 5")]
    [InlineData("same", 3, 1, true, "1.5 2 3 4 4.5")]
    [InlineData("valid", 2, 3, true, "1.5 4.5")]
    public void Pooling_OfOneToFive_IsTheLargestOrTheMeanOfItsSteps(string padding, int size, int stride, bool average, string expected)
    {
        var y = new PoolingLayer(new StepWindows(size, stride, padding), average).Forward(Count(5));
        Assert.Equal(expected, string.Join(" ", y.Steps.Select(step => FormattableString.Invariant($"{step[0, 0]}"))));
    }

    [Fact]
    public void Pooling_OfNegativeValuesWithPadding_DoesNotSeeThePadding()
    {
        var y = new PoolingLayer(new StepWindows(2, 2, "same"), false).Forward(Count(3).Map(step => -step));
        Assert.Equal([-1.0, -3], y.Steps.Select(step => step[0, 0]));
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 3)]
    public void Pooling_OfEverything_GivesAVector(bool average, double expected)
    {
        var y = new PoolingLayer(null, average).Forward(Count(5));
        Assert.Equal((false, expected), (y.IsSequence, y.Steps[0][0, 0]));
    }

    [Fact]
    public void BatchNormalization_OfTwoFeatures_IsTheFormula()
    {
        var layer = new BatchNormalizationLayer(Of(2, 1), Of(0.5, 0), Of(10, -1), Of(4, 0.25), 1e-3);
        var y = layer.Forward(Signal.OfVector(Matrix<double>.Build.DenseOfRowArrays([13, -0.5]))).Steps[0];
        Assert.Equal((2 * 3 / Math.Sqrt(4.001)) + 0.5, y[0, 0], 1e-14);
        Assert.Equal(0.5 / Math.Sqrt(0.251), y[0, 1], 1e-14);
    }

    [Theory]
    [InlineData(0, 0, double.PositiveInfinity, -2, 0, 7)]
    [InlineData(0.3, 0, double.PositiveInfinity, -2, -0.6, 7)]
    [InlineData(0, 0, 6, 1, 1, 6)]
    [InlineData(0.1, 1, 6, 0.5, -0.05, 6)]
    public void Relu_SlopeThresholdAndMaximum_AreThoseOfKeras(
        double slope, double threshold, double maximum, double x, double expected, double atSeven)
    {
        var y = StepwiseLayer.Relu(slope, threshold, maximum)
            .Forward(Signal.OfVector(Matrix<double>.Build.DenseOfRowArrays([x, 7]))).Steps[0];
        Assert.Equal(expected, y[0, 0], 1e-15);
        Assert.Equal(atSeven, y[0, 1]);
    }

    [Fact]
    public void Elu_OfAlpha_ScalesWhatIsNegative()
    {
        var y = StepwiseLayer.Elu(0.5).Forward(Signal.OfVector(Matrix<double>.Build.DenseOfRowArrays([-1, 2]))).Steps[0];
        Assert.Equal(-0.31606027941427883, y[0, 0], 1e-15);
        Assert.Equal(2, y[0, 1]);
    }

    [Fact]
    public void Shapes_FlattenReshapeAndRepeat_KeepTheNumbersInTheirOrder()
    {
        var window = Make.Window(4, 3);
        var flat = new FlattenLayer().Forward(Signal.OfSequence(RandomNetworks.Steps(window)));
        Assert.Equal(window.SelectMany(step => step), flat.Steps[0].Row(0));
        var six = new ReshapeLayer(new SignalShape(6, 2)).Forward(flat);
        Assert.Equal((6, true), (six.Steps.Count, six.IsSequence));
        Assert.Equal(window.SelectMany(step => step), six.Steps.SelectMany(step => step.Row(0)));
        Assert.Equal([flat.Steps[0], flat.Steps[0]], new RepeatVectorLayer(2).Forward(flat).Steps);
    }

    [Fact]
    public void TimeDistributed_Dense_DoesTheSameAtEveryStep()
    {
        var dense = Make.Dense(3, 2, "softmax");
        var steps = RandomNetworks.Steps(Make.Window(4, 3));
        var y = new TimeDistributedLayer(dense).Forward(Signal.OfSequence(steps));
        Assert.Equal(steps.Select(dense.Forward), y.Steps);
        Assert.Equal(y.Steps, dense.Forward(Signal.OfSequence(steps)).Steps);
    }

    private static Signal Count(int steps) =>
        Signal.OfSequence([.. Enumerable.Range(1, steps).Select(step => Matrix<double>.Build.Dense(1, 1, step))]);

    private static Vector<double> Of(params double[] values) => Vector<double>.Build.DenseOfArray(values);
}

using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Kernels;
using Whatever.Model.Networks;
using Whatever.Model.Training;
using Whatever.Model.Training.Kernels;

namespace Whatever.Tests.Model.Training;

/// <summary>The kernels' gradients against central differences of the loss of the textbook forward pass in double precision.</summary>
public sealed class GradientTests
{
    private const double Nudge = 1e-5;

    /// <summary>Parameters that are nudged: each costs two forward passes.</summary>
    private const int Nudged = 20;

    /// <summary>Of the longest part of the gradient: single precision over tens of steps.</summary>
    private const double Tolerance = 2e-5;

    public static TheoryData<KernelPath> Paths => [.. TrainingRuns.Paths];

    public static TheoryData<KernelPath, LossKind> PathsAndLosses =>
        new MatrixTheoryData<KernelPath, LossKind>(TrainingRuns.Paths, [LossKind.Mse, LossKind.Absolute, LossKind.Huber, LossKind.Pinball]);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Differentiate_OneLayerOfEveryWidthUpTo40_AgreesWithCentralDifferences(KernelPath path)
    {
        for (var units = 1; units <= 40; units++)
        {
            Compare(
                path, new NetworkShape(1 + (units % 6), 1 + (units % 9), [units], 1 + (units % 7)), 1 + (units % 5), LossKind.Mse,
                seed: units);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Differentiate_EveryBatchUpTo37_AgreesWithCentralDifferences(KernelPath path)
    {
        for (var batch = 1; batch <= 37; batch++)
        {
            Compare(path, new NetworkShape(4, 3, [5, 9], 2), batch, LossKind.Mse, seed: batch);
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndLosses))]
    public void Differentiate_ThreeLayersOfOddWidths_AgreesWithCentralDifferences(KernelPath path, LossKind loss)
    {
        Compare(path, new NetworkShape(12, 7, [40, 17, 33], 6), 11, loss, seed: 1);
        Compare(path, new NetworkShape(9, 2, [3, 24, 1], 75), 5, loss, seed: 2);
    }

    /// <summary>Long and wide enough that shards are cut into chunks and steps into groups.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Differentiate_LongWindowsInALargeBatch_AgreesWithCentralDifferences(KernelPath path) =>
        Compare(path, new NetworkShape(31, 3, [6, 4], 3), 330, LossKind.Mse, seed: 3);

    [Fact]
    public void Shards_EveryBatch_CoverItWithoutOverlap() => Assert.All(Enumerable.Range(1, 4096), batch =>
    {
        var (count, rows) = GradientEngine.Shards(batch);
        Assert.InRange(count, 1, 8);
        Assert.True((count - 1) * rows < batch && count * rows >= batch, $"{count} x {rows} for {batch}");
    });

    private static void Compare(KernelPath path, NetworkShape shape, int batch, LossKind kind, int seed)
    {
        var random = new Random(seed);
        var layout = new ParameterLayout(shape);
        var engine = new GradientEngine(layout, path, shape.Steps, batch, threads: 1);
        var plain = Enumerable.Range(0, shape.Parameters).Select(_ => (float)((1.2 * random.NextDouble()) - 0.6)).ToArray();
        layout.Pack(plain, engine.Parameters);
        engine.Update();
        var samples = RandomSamples.Create(shape, batch, random);
        var loss = new FitOptions { HuberDelta = 0.7 }.LossOf(kind, shape.Outputs);
        var sum = engine.Differentiate(samples, Enumerable.Range(0, batch).ToArray(), loss);
        var found = layout.ToPlain(engine.Gradient);

        double LossAt(double[] parameters) => MeanLoss(layout, parameters, samples, loss);
        var exact = Array.ConvertAll(plain, value => (double)value);
        Assert.Equal(LossAt(exact), sum.Mean, 1e-5 * Math.Max(1, sum.Mean));
        var longest = found.Max(Math.Abs);
        foreach (var k in Enumerable.Range(0, Nudged).Select(_ => random.Next(plain.Length)))
        {
            var expected = (LossAt(With(exact, k, Nudge)) - LossAt(With(exact, k, -Nudge))) / (2 * Nudge);
            Assert.True(
                Math.Abs(expected - found[k]) <= Tolerance * longest,
                $"{path}, {shape}, batch {batch}, {kind}, parameter {k}: {found[k]}, expected {expected}, longest {longest}");
        }
    }

    private static double[] With(double[] parameters, int k, double shift) =>
        [.. parameters[..k], parameters[k] + shift, .. parameters[(k + 1)..]];

    /// <summary>By the textbook: NaN targets do not count.</summary>
    private static double MeanLoss(ParameterLayout layout, double[] parameters, ArraySamples samples, OutputLoss loss)
    {
        var y = ReferenceNetwork(layout, parameters).Forward(RandomSamples.Steps(samples));
        var (total, count) = (0.0, 0);
        var target = new float[samples.Outputs];
        for (var row = 0; row < samples.Count; row++)
        {
            samples.CopyTarget(row, target);
            for (var output = 0; output < y.ColumnCount; output++)
            {
                if (!float.IsNaN(target[output]))
                {
                    (total, count) = (total + loss.At(y[row, output], target[output], output, out _), count + 1);
                }
            }
        }

        return total / count;
    }

    /// <summary>In double precision, since a nudge would be lost in a float.</summary>
    private static LstmNetwork ReferenceNetwork(ParameterLayout layout, double[] plain)
    {
        var at = 0;
        Matrix<double> Take(int rows, int columns)
        {
            var start = at;
            at += rows * columns;
            return Matrix<double>.Build.Dense(rows, columns, (row, column) => plain[start + (row * columns) + column]);
        }

        var lstm = layout.Lstm.Select(
            place =>
                new LstmLayer(Take(place.Features, 4 * place.Units), Take(place.Units, 4 * place.Units), Take(1, 4 * place.Units).Row(0)))
            .ToList();
        return new LstmNetwork(
            lstm, [new DenseLayer(Take(layout.Dense.Units, layout.Dense.Outputs), Take(1, layout.Dense.Outputs).Row(0), "linear")]);
    }
}

using MathNet.Numerics.LinearAlgebra.Double;
using Whatever.Model.Training;

namespace Whatever.Tests.Training;

public sealed class GradientTests
{
    private const double Nudge = 1e-5;

    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1 },
        { 1, 2, 3, 2, 4 },
        { 3, 2, 3, 2, 5 },
        { 2, 4, 2, 6, 12 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Differentiate_EveryParameter_AgreesWithCentralDifferences(int batch, int features, int units, int outputs, int steps)
    {
        var random = new Random(batch + steps);
        var network = Network(features, units, outputs, random);
        var (xs, targets) = Batch(batch, features, outputs, steps, random);
        var gradient = network.Differentiate(xs, targets).Gradient;
        var parameters = network.Parameters;
        Assert.Equal((4 * units * (features + units + 1)) + (outputs * (units + 1)), gradient.Length);
        for (var k = 0; k < parameters.Length; k++)
        {
            double LossAt(double shift)
            {
                network.Parameters = [.. parameters[..k], parameters[k] + shift, .. parameters[(k + 1)..]];
                return network.Differentiate(xs, targets).Loss;
            }

            var expected = (LossAt(Nudge) - LossAt(-Nudge)) / (2 * Nudge);
            Assert.True(Math.Abs(expected - gradient[k]) < 1e-8 + (1e-6 * Math.Abs(expected)), $"parameter {k}: {gradient[k]}, expected {expected}");
        }
    }

    [Fact]
    public void Differentiate_AnyBatch_LossIsTheMeanSquaredErrorOfThePredictions()
    {
        var random = new Random(3);
        var network = Network(2, 3, 4, random);
        var (xs, targets) = Batch(5, 2, 4, 6, random);
        var errors = (network.Predict(xs) - targets).Enumerate().ToList();
        Assert.Equal(errors.Average(error => error * error), network.Differentiate(xs, targets).Loss, 1e-14);
    }

    [Fact]
    public void Differentiate_PerfectPredictions_GivesNoGradient()
    {
        var random = new Random(4);
        var network = Network(2, 3, 4, random);
        var (xs, _) = Batch(5, 2, 4, 6, random);
        var (loss, gradient) = network.Differentiate(xs, (DenseMatrix)network.Predict(xs).Clone());
        Assert.Equal(0, loss);
        Assert.All(gradient, value => Assert.Equal(0, value));
    }

    [Fact]
    public void ToNetwork_AnyBatch_GivesWhatTheTrainerPredicts()
    {
        var random = new Random(5);
        var network = Network(3, 4, 6, random);
        var (xs, _) = Batch(7, 3, 6, 20, random);
        var expected = network.Predict(xs);
        var found = network.ToNetwork().Forward([.. xs]);
        Assert.True((expected - found).L1Norm() < 1e-12);
    }

    [Fact]
    public void ToNetwork_TrainedOnAfterwards_IsNotChanged()
    {
        var network = Network(2, 2, 2, new Random(6));
        var snapshot = network.ToNetwork();
        var before = snapshot.Lstm[0].Kernel.ToArray();
        network.Parameters = new double[network.Parameters.Length];
        Assert.Equal(before, snapshot.Lstm[0].Kernel.ToArray());
    }

    [Fact]
    public void Constructor_ForgetGates_BeginOpen()
    {
        var bias = new TrainableNetwork(2, 3, 1, new Random(1)).ToNetwork().Lstm[0].Bias;
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], bias);
    }

    /// <summary>Every parameter away from where it begins: biases of zero would hide mistakes.</summary>
    private static TrainableNetwork Network(int features, int units, int outputs, Random random)
    {
        var network = new TrainableNetwork(features, units, outputs, random);
        network.Parameters = [.. network.Parameters.Select(_ => (1.6 * random.NextDouble()) - 0.8)];
        return network;
    }

    private static (List<DenseMatrix> Steps, DenseMatrix Targets) Batch(int batch, int features, int outputs, int steps, Random random)
    {
        DenseMatrix Numbers(int columns) => DenseMatrix.Create(batch, columns, (_, _) => (4 * random.NextDouble()) - 2);
        return ([.. Enumerable.Range(0, steps).Select(_ => Numbers(features))], Numbers(outputs));
    }
}

using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

public sealed class DenseLayerTests
{
    private static readonly Matrix<double> Kernel = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, -2 }, { 3, 0.5 } });
    private static readonly Vector<double> Bias = Vector<double>.Build.DenseOfArray([10, -1]);

    [Fact]
    public void Forward_Linear_IsTheProductAndTheBias()
    {
        var y = new DenseLayer(Kernel, Bias, "linear").Forward(Matrix<double>.Build.DenseOfArray(new double[,] { { 2, 4 }, { 0, 0 } }));
        Assert.Equal(new double[,] { { 24, -3 }, { 10, -1 } }, y.ToArray());
    }

    [Theory]
    [InlineData("relu", 0)]
    [InlineData("sigmoid", 0.2689414213699951)]
    [InlineData("tanh", -0.7615941559557649)]
    public void Forward_Activation_IsAppliedAfterTheBias(string activation, double expected)
    {
        var y = new DenseLayer(Kernel, Bias, activation).Forward(Matrix<double>.Build.Sparse(1, 2));
        Assert.Equal(expected, y[0, 1], 1e-15);
    }

    [Fact]
    public void Constructor_OneBiasTooMany_Throws() =>
        Assert.Contains(
            "bias 3", Assert.Throws<ArgumentException>(() => new DenseLayer(Kernel, Vector<double>.Build.Dense(3), "linear")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Constructor_UnknownActivation_NamesItAndTheKnownOnes()
    {
        var problem = Assert.Throws<ArgumentException>(() => new DenseLayer(Kernel, Bias, "swash"));
        Assert.Contains("Activation is \"swash\", expected linear, relu, sigmoid, tanh", problem.Message, StringComparison.Ordinal);
    }
}

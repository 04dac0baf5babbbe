using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

public sealed class ActivationsTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.7310585786300049)]
    [InlineData(-1, 0.2689414213699951)]
    [InlineData(40, 1)]
    [InlineData(-40, 4.248354255291589e-18)]
    [InlineData(-1e4, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Sigmoid_KnownValues_AreMet(double x, double expected) => Assert.Equal(expected, Activations.Sigmoid(x), 1e-16);

    [Theory]
    [InlineData("linear", -3.5)]
    [InlineData("relu", 0)]
    [InlineData("sigmoid", 0.029312230751356316)]
    [InlineData("tanh", -0.9981778976111987)]
    public void Find_KnownName_IsThatFunction(string name, double expected) => Assert.Equal(expected, Activations.Find(name)!(-3.5), 1e-15);

    [Theory]
    [InlineData("")]
    [InlineData("ReLU")]
    [InlineData("softmax")]
    public void Find_UnknownName_IsNull(string name) => Assert.Null(Activations.Find(name));
}

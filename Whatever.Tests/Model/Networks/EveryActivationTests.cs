using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

public sealed class EveryActivationTests
{
    /// <summary>Computed with Python's math module.</summary>
    [Theory]
    [InlineData("linear", -0.7, 1.3, 8.5)]
    [InlineData("relu", 0, 1.3, 8.5)]
    [InlineData("sigmoid", 0.3318122278318339, 0.7858349830425586, 0.9997965730219448)]
    [InlineData("tanh", -0.6043677771171636, 0.8617231593133063, 0.999999917201249)]
    [InlineData("hard_sigmoid_keras2", 0.36, 0.76, 1)]
    [InlineData("hard_sigmoid_keras3", 0.38333333333333336, 0.7166666666666667, 1)]
    [InlineData("softsign", -0.4117647058823529, 0.5652173913043479, 0.8947368421052632)]
    [InlineData("softplus", 0.4031860488854579, 1.5410084538329922, 8.50020344767213)]
    [InlineData("elu", -0.5034146962085905, 1.3, 8.5)]
    [InlineData("selu", -0.8850530455772052, 1.3659112835621245, 8.930958392521584)]
    [InlineData("exponential", 0.4965853037914095, 3.6692966676192444, 4914.768840299134)]
    [InlineData("silu", -0.2322685594822837, 1.0215854779553262, 8.49827087068653)]
    [InlineData("gelu", -0.1693745565561511, 1.1741593700387067, 8.5)]
    [InlineData("leaky_relu", -0.13999999999999999, 1.3, 8.5)]
    [InlineData("relu6", 0, 1.3, 6)]
    [InlineData("mish", -0.2678702347955009, 1.185976571527536, 8.499999296496927)]
    [InlineData("hard_silu", -0.2683333333333333, 0.9316666666666668, 8.5)]
    [InlineData("hard_tanh", -0.7, 1, 1)]
    [InlineData("log_sigmoid", -1.103186048885458, -0.2410084538329922, -0.00020344767212944308)]
    public void Find_EveryName_HasTheValuesOfItsFormula(string name, double atMinus07, double at13, double at85)
    {
        var function = Activations.Find(name)!;
        Assert.Equal(
            [atMinus07, at13, at85], [function(-0.7), function(1.3), function(8.5)],
            (expected, found) => Math.Abs(expected - found) <= 1e-14 * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void Find_NamesThatAreListed_AreAllKnown() =>
        Assert.All(Activations.Names, name => Assert.NotNull(Activations.FindForRows(name)));

    [Theory]
    [InlineData("elu")]
    [InlineData("selu")]
    [InlineData("softplus")]
    [InlineData("gelu")]
    public void Find_NearAndFarFromZero_StaysSmoothAndFinite(string name)
    {
        var function = Activations.Find(name)!;
        Assert.All([-1e9, -1e3, -40.0, 40.0], x => Assert.True(double.IsFinite(function(x))));
        Assert.All([1e-5, -1e-5], x => Assert.Equal(function(x * 0.999999), function(x * 1.000001), 1e-10));
    }

    [Fact]
    public void Softmax_HugeNumbers_SumsToOneInEachRow()
    {
        var y = Activations.FindForRows("softmax")!(Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 2, 3 }, { 1e6, 1e6, -1e6 } }));
        Assert.Equal(0.09003057317038046, y[0, 0], 1e-15);
        Assert.Equal(0.6652409557748219, y[0, 2], 1e-15);
        Assert.Equal([0.5, 0.5, 0], y.Row(1).ToArray());
    }
}

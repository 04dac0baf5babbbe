using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Tests.Model.Networks;

public sealed class LstmNetworkTests
{
    public static TheoryData<string, int[], int[]> Shapes => new()
    {
        { "one and one", [3], [6] },
        { "two lstm", [5, 4], [6] },
        { "three lstm, three dense", [4, 2, 5], [7, 3, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_SeveralLayers_AgreesWithTheScalarEquations(string shape, int[] lstm, int[] dense)
    {
        var make = new RandomNetworks(shape.Length);
        string[] activations = ["relu", "tanh", "sigmoid"];
        var network = make.Network(
            2, lstm, [.. dense.Select((units, index) => (units, index == dense.Length - 1 ? "linear" : activations[index]))]);
        var windows = Enumerable.Range(0, 4).Select(_ => make.Window(9, 2)).ToArray();
        var outputs = network.Forward(RandomNetworks.Steps(windows));
        Assert.Equal((4, dense[^1]), (outputs.RowCount, outputs.ColumnCount));
        for (var row = 0; row < windows.Length; row++)
        {
            Assert.All(ScalarLstm.Run(windows[row], network), (y, index) => Assert.Equal(y, outputs[row, index], 1e-12));
        }
    }

    [Fact]
    public void Forward_Batch_GivesEachWindowWhatItGetsAlone()
    {
        var make = new RandomNetworks(3);
        var network = make.Network(4, [6, 5], (6, "linear"));
        var windows = Enumerable.Range(0, 11).Select(_ => make.Window(20, 4)).ToArray();
        var together = network.Forward(RandomNetworks.Steps(windows));
        for (var row = 0; row < windows.Length; row++)
        {
            var alone = network.Forward(Matrix<double>.Build.DenseOfRowArrays(windows[row]));
            Assert.All(alone, (y, index) => Assert.Equal(y, together[row, index], 1e-13));
        }
    }

    [Fact]
    public void Forward_LastStepChanged_ChangesTheOutputs()
    {
        var make = new RandomNetworks(5);
        var network = make.Network(2, [3], (2, "linear"));
        var window = make.Window(6, 2);
        var before = network.Forward(Matrix<double>.Build.DenseOfRowArrays(window));
        window[^1][0] += 0.5;
        Assert.NotEqual(before, network.Forward(Matrix<double>.Build.DenseOfRowArrays(window)));
    }

    [Fact]
    public void FeaturesAndOutputs_OfANetwork_AreThoseOfItsFirstAndLastLayer()
    {
        var network = new RandomNetworks(1).Network(7, [2, 3], (4, "relu"), (6, "linear"));
        Assert.Equal((7, 6), (network.Features, network.Outputs));
    }
}

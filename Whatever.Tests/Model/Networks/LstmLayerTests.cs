using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

public sealed class LstmLayerTests
{
    private const double Close = 1e-14;
    private static readonly double Half = Math.Atanh(0.5);

    /// <summary>Each gate another value, by biases alone: i = 3/4, f = 1/4, c~ = 1/2, o = 4/5. A swap of any two gates shows.</summary>
    [Fact]
    public void Forward_OneUnitOfFourDifferentGates_IsWhatTheEquationsGiveByHand()
    {
        var layer = Cell(w: [0, 0, 0, 0], u: [0, 0, 0, 0], b: [Math.Log(3), -Math.Log(3), Half, Math.Log(4)]);
        var h = Run(layer, 1, 1);

        // c = 0 / 4 + 3/4 * 1/2 = 0.375, then 0.375 / 4 + 0.375 = 0.46875; h = 0.8 tanh(c).
        Assert.Equal(0.28668591868062876, h[0], Close);
        Assert.Equal(0.34975102811336983, h[1], Close);
    }

    [Fact]
    public void Forward_OneUnitWithOnlyItsCandidateFed_HalvesItsCellEachStep()
    {
        var h = Run(Cell(w: [0, 0, 1, 0], u: [0, 0, 0, 0], b: [0, 0, 0, 0]), Half, 0);
        Assert.Equal(0.12245933120185457, h[0], Close);
        Assert.Equal(0.0621765008857981, h[1], Close);
    }

    [Fact]
    public void Forward_RecurrentKernel_IsFedWithTheOutputBeforeIt()
    {
        // c~ of the second step is tanh(h1), everything else 1/2: c2 = c1 / 2 + tanh(h1) / 2.
        var h = Run(Cell(w: [0, 0, 1, 0], u: [0, 0, 1, 0], b: [0, 0, 0, 0]), Half, 0);
        Assert.Equal(0.5 * Math.Tanh(0.125 + (0.5 * Math.Tanh(0.12245933120185457))), h[1], Close);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 5, 3, 7)]
    [InlineData(3, 2, 4, 5)]
    [InlineData(7, 12, 24, 60)]
    public void Forward_AnyShape_AgreesWithTheScalarEquations(int batch, int features, int units, int steps)
    {
        var make = new RandomNetworks(units);
        var layer = make.Lstm(features, units);
        var windows = Enumerable.Range(0, batch).Select(_ => make.Window(steps, features)).ToArray();
        var outputs = layer.Forward(RandomNetworks.Steps(windows));
        Assert.Equal(steps, outputs.Count);
        for (var row = 0; row < batch; row++)
        {
            var expected = ScalarLstm.Run(windows[row], layer);
            for (var step = 0; step < steps; step++)
            {
                Assert.All(expected[step], (h, unit) => Assert.Equal(h, outputs[step][row, unit], 1e-12));
            }
        }
    }

    [Fact]
    public void Forward_SecondCall_StartsFromNothingAgain()
    {
        var layer = new RandomNetworks(1).Lstm(2, 3);
        var steps = RandomNetworks.Steps(new RandomNetworks(2).Window(4, 2));
        Assert.Equal(layer.Forward(steps)[^1], layer.Forward(steps)[^1]);
    }

    [Fact]
    public void Forward_SparseInput_GivesWhatADenseOneGives()
    {
        var layer = new LstmLayer(Matrix<double>.Build.Sparse(2, 12), new RandomNetworks(4).Matrix(3, 12), Vector<double>.Build.Sparse(12));
        var dense = new LstmLayer(Matrix<double>.Build.Dense(2, 12), layer.RecurrentKernel, Vector<double>.Build.Dense(12));
        var steps = new[] { Matrix<double>.Build.Sparse(1, 2), Matrix<double>.Build.Sparse(1, 2) };
        Assert.Equal(
            dense.Forward([.. steps.Select(step => Matrix<double>.Build.DenseOfMatrix(step))])[^1].ToArray(),
            layer.Forward(steps)[^1].ToArray());
    }

    [Fact]
    public void Forward_HugeInputs_StayFiniteAndWithinOne()
    {
        var h = Run(Cell(w: [1, -1, 1, 1], u: [1, 1, 1, 1], b: [0, 0, 0, 0]), 1e6, -1e6, 1e300, -1e300);
        Assert.All(h, value => Assert.InRange(value, -1, 1));
    }

    [Theory]
    [InlineData(2, 8, 2, 12, 8)]
    [InlineData(2, 12, 2, 8, 8)]
    [InlineData(2, 8, 2, 8, 12)]
    [InlineData(2, 6, 2, 6, 6)]
    public void Constructor_ShapesThatDoNotBelongTogether_Throws(int features, int columns, int units, int recurrentColumns, int biases)
    {
        var make = new RandomNetworks(1);
        var problem = Assert.Throws<ArgumentException>(
            () => new LstmLayer(make.Matrix(features, columns), make.Matrix(units, recurrentColumns), make.Vector(biases)));
        Assert.Contains("expected 8 columns each", problem.Message, StringComparison.Ordinal);
    }

    private static LstmLayer Cell(double[] w, double[] u, double[] b) => new(
        Matrix<double>.Build.DenseOfRowArrays(w), Matrix<double>.Build.DenseOfRowArrays(u), Vector<double>.Build.DenseOfArray(b));

    private static double[] Run(LstmLayer layer, params double[] xs) =>
        [.. layer.Forward([.. xs.Select(x => Matrix<double>.Build.Dense(1, 1, x))]).Select(h => h[0, 0])];
}

using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.ModelFiles;
using Whatever.Tests.Support;

namespace Whatever.Tests.Golden;

/// <summary>Files and outputs made by make_golden.py beside this file, which shares no code with the product.</summary>
public sealed class GoldenModelTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "Whatever.Tests", "Golden", "two_layers");

    [Fact]
    public void Load_ModelOfAnotherProgram_GivesItsOutputs()
    {
        var network = ForecastModelFile.Load(Folder).Network;
        var expected = JsonSerializer.Deserialize<Expected>(
            File.ReadAllText(Path.Combine(Folder, "expected.json")), JsonSerializerOptions.Web)!;
        Assert.Equal((2, 6), (expected.Windows.Length, expected.Outputs[0].Length));
        foreach (var (window, outputs) in expected.Windows.Zip(expected.Outputs))
        {
            Assert.All(
                network.Forward(Matrix<double>.Build.DenseOfRowArrays(window)), (y, index) => Assert.Equal(outputs[index], y, 1e-13));
        }
    }

    private sealed record Expected(double[][][] Windows, double[][] Outputs);
}

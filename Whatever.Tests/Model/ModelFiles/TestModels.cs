using System.Security.Cryptography;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Forecasting;
using Whatever.Model.Networks;
using Whatever.Tests.Model.Networks;

namespace Whatever.Tests.Model.ModelFiles;

/// <summary>Small models: valid as they stand, to be changed in the one thing that a test is about.</summary>
internal static class TestModels
{
    /// <summary>60 minutes and a week before them in, six days out, relative to the mean of the hour: what the product trains.</summary>
    public static ModelDescription Direct { get; } = new()
    {
        Format = ModelDescription.CurrentFormat,
        Name = "test",
        Version = "test-1",
        Quantity = "flow_rate",
        SamplingIntervalMinutes = 1,
        Window = new WindowDescription(60, 7),
        Features = FeatureNames.All,
        Scaler = new ScalerDescription("context"),
        Strategy = "direct",
        Output = new OutputDescription(6, "hour_mean"),
        Layers = [new LayerDescription("lstm", 4), new LayerDescription("dense", 6, "linear")],
        Weights = new WeightsDescription("weights.safetensors", ""),
    };

    /// <summary>One output that is fed back, nothing but the values of the window in.</summary>
    public static ModelDescription Recursive { get; } = Direct with
    {
        Window = new WindowDescription(60, 0),
        Features = [FeatureNames.Value],
        Scaler = new ScalerDescription("fixed", 200, 50),
        Strategy = "recursive",
        Output = new OutputDescription(1, "nothing"),
        Layers = [new LayerDescription("lstm", 4), new LayerDescription("dense", 1, "linear")],
    };

    /// <summary>All 144 values at once.</summary>
    public static ModelDescription AtOnce { get; } = Direct with
    {
        Output = new OutputDescription(144, "nothing"),
        Layers = [new LayerDescription("lstm", 4), new LayerDescription("dense", 144, "linear")],
    };

    /// <summary>
    /// A model of seeded weights that fits the description, its forget gates open so that the first step of the window reaches the output.
    /// </summary>
    public static ForecastModel WithRandomWeights(this ModelDescription description, int seed = 1)
    {
        var lstm = description.Layers.TakeWhile(layer => layer.Type == "lstm").Select(layer => layer.Units).ToArray();
        var dense = description.Layers.Skip(lstm.Length).Select(layer => (layer.Units, layer.Activation ?? "linear")).ToArray();
        var network = new RandomNetworks(seed).Network(description.Features.Count, lstm, dense);
        foreach (var layer in network.Lstm)
        {
            layer.Bias.SetSubVector(layer.Units, layer.Units, Vector<double>.Build.Dense(layer.Units, 5));
        }

        return new ForecastModel(description, network);
    }

    /// <summary>A model that says the same whatever it sees: the outputs of its network are the numbers given.</summary>
    public static ForecastModel ThatGives(this ModelDescription description, params double[] outputs)
    {
        var lstm = new LstmLayer(
            Matrix<double>.Build.Dense(description.Features.Count, 4), Matrix<double>.Build.Dense(1, 4), Vector<double>.Build.Dense(4));
        var dense = new DenseLayer(Matrix<double>.Build.Dense(1, outputs.Length), Vector<double>.Build.DenseOfArray(outputs), "linear");
        return new ForecastModel(
            description with { Layers = [new("lstm", 1), new("dense", outputs.Length, "linear")] }, new LstmNetwork([lstm], [dense]));
    }

    /// <summary>Puts other bytes into the weights file of a saved model and makes its checksum right again.</summary>
    public static void ReplaceWeights(string folder, byte[] weights)
    {
        var path = Path.Combine(folder, "weights.safetensors");
        var before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        File.WriteAllBytes(path, weights);
        ReplaceInDescription(folder, before, Convert.ToHexStringLower(SHA256.HashData(weights)));
    }

    public static void ReplaceInDescription(string folder, string text, string by)
    {
        var path = Path.Combine(folder, "model.json");
        var before = File.ReadAllText(path);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(path, before.Replace(text, by, StringComparison.Ordinal));
    }
}

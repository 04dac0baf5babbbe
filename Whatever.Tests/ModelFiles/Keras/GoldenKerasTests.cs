using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Series;
using Whatever.Tests.Support;

namespace Whatever.Tests.ModelFiles.Keras;

/// <summary>Public files as their authors saved them; each folder holds where it comes from, its licence, and outputs that no code of the product made.</summary>
public sealed class GoldenKerasTests
{
    private static readonly KerasImportOptions Options = new("golden", Quantity.FlowRate);

    [Theory]
    [InlineData("keras3_archive_lstm/model.keras", "3.9.2", "lstm(50, relu) → dense(1)", 1e-12)]
    [InlineData("keras2_functional_bidirectional/model.h5", "2.2.4-tf", "bidirectional(lstm(6, tanh), concat) → activation(relu) → repeat_vector(5 steps) → bidirectional(lstm(4, tanh), concat) → activation(relu)", 1e-12)]
    [InlineData("keras2_sequence_output/model.h5", "2.1.3", "bidirectional(lstm(10, tanh), concat)", 1e-12)]
    [InlineData("keras1_lstm/model.h5", "1.2.2", "lstm(50, tanh) → dense(1)", 1e-5)]
    public void Read_RealFile_GivesTheRecordedOutputsAlsoAfterItWasSaved(string file, string version, string layers, double close)
    {
        using var folder = new TestFolder();
        var result = KerasImport.Read(PathOf(file), Options);
        Assert.Equal((version, layers), (result.KerasVersion, string.Join(" → ", result.Model.Description.Layers)));
        AssertOutputs(result.Model, file, close);
        result.Model.Save(folder.File("model"));
        AssertOutputs(ForecastModel.Load(folder.File("model")), file, close);
    }

    [Theory]
    [InlineData("keras2_weights_only/model.h5", "model.h5: there is no model_config in it, so it holds weights only")]
    [InlineData("keras2_masking/model.h5", "layer \"masking_2\" (Masking): Masking is not supported, expected one of LSTM")]
    public void Read_FileThatCannotBeTaken_NamesTheReason(string file, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ModelFileException>(() => KerasImport.Read(PathOf(file), Options)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("minmax", "MinMaxScaler", "scale_", "min_")]
    [InlineData("minmax_5", "MinMaxScaler", "scale_", "data_range_")]
    [InlineData("standard", "StandardScaler", "mean_", "scale_")]
    [InlineData("robust_20", "RobustScaler", "center_", "scale_")]
    public void Read_RealScaler_HasEveryNumberOfItExactly(string name, string kind, params string[] keys)
    {
        var scaler = ScalerFile.Read(PathOf($"scalers/{name}.pkl"));
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf($"scalers/{name}.json")));
        var values = document.RootElement.GetProperty("values");
        Assert.Equal(kind, scaler.Kind);
        Assert.All(keys, key => Assert.Equal(Numbers(values.GetProperty(key)), scaler.Stored[key]));
        Assert.Equal(values.GetProperty("n_features_in_").GetInt32(), scaler.Offsets.Count);
        var (factor, shift) = kind == "MinMaxScaler" ? (scaler.Stored["scale_"][0], scaler.Stored["min_"][0])
            : (1 / scaler.Stored["scale_"][0], -scaler.Stored[kind == "RobustScaler" ? "center_" : "mean_"][0] / scaler.Stored["scale_"][0]);
        Assert.Equal((7.25 * factor) + shift, (7.25 - scaler.Offsets[0]) / scaler.Scales[0], 1e-9);
    }

    internal static string PathOf(string file) => Path.Combine(Repository.Root, "Whatever.Tests", "Golden", file);

    private static void AssertOutputs(ForecastModel model, string file, double close)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(PathOf(file))!, "cases.json")));
        var cases = document.RootElement.TryGetProperty("keras_recorded", out var recorded) ? recorded : document.RootElement;
        var outputs = cases.TryGetProperty("outputs", out var exact) ? exact : cases.GetProperty("predictions");
        Assert.NotEqual(0, outputs.GetArrayLength());
        foreach (var (window, expected) in cases.GetProperty("inputs").EnumerateArray().Zip(outputs.EnumerateArray()))
        {
            var rows = window.EnumerateArray().Select(Numbers).ToArray();
            Assert.Equal(Numbers(expected), model.Network.Forward(Matrix<double>.Build.DenseOfRowArrays(rows)), (x, y) => Math.Abs(x - y) <= close * Math.Max(1, Math.Abs(x)));
        }
    }

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];
}

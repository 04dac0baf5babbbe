using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Forecasting;
using Whatever.Model.Kernels;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Networks;
using Whatever.Model.Series;
using Whatever.Tests.Model.Kernels;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.ModelFiles.Keras;

/// <summary>
/// Public files as their authors saved them; each folder holds where it comes from, its licence, and outputs that no code of the product
/// made. Those of keras_made are made by make_keras.py with all that is known of them.
/// </summary>
public sealed class GoldenKerasTests
{
    private static readonly KerasImportOptions Options = new("golden", Quantity.FlowRate);

    [Theory]
    [InlineData("keras3_archive_lstm/model.keras", "3.9.2", "lstm(50, relu) → dense(1)", 1e-12)]
    [
        InlineData(
            "keras2_functional_bidirectional/model.h5", "2.2.4-tf",
            "bidirectional(lstm(6, tanh), concat) → activation(relu) → repeat_vector(5 steps) → bidirectional(lstm(4, tanh), concat) → "
                + "activation(relu)",
            1e-12)]
    [InlineData("keras2_sequence_output/model.h5", "2.1.3", "bidirectional(lstm(10, tanh), concat)", 1e-12)]
    [InlineData("keras1_lstm/model.h5", "1.2.2", "lstm(50, tanh) → dense(1)", 1e-5)]
    [InlineData("lstm50x2_w60/model.h5", "3.10.0", "lstm(50, tanh) → lstm(50, tanh) → dense(32, relu) → dense(1)", 1e-12)]
    [InlineData("lstm100x2_w100/model.h5", "3.8.0", "lstm(100, tanh) → lstm(100, tanh) → dense(1)", 1e-12)]
    [InlineData("lstm64_32_keras3/model.keras", "3.10.0", "lstm(64, tanh) → lstm(32, tanh) → dense(1)", 1e-12)]
    [InlineData("lstm50x3/model.h5", "2.3.0-tf", "lstm(50, tanh) → lstm(50, tanh) → lstm(50, tanh) → dense(1)", 1e-12)]
    [InlineData("gru50x3/model.h5", "2.3.0-tf", "gru(50, tanh) → gru(50, tanh) → gru(50, tanh) → dense(1)", 1e-12)]
    [InlineData("lstm50_hard_sigmoid/model.h5", "2.1.3", "lstm(50, tanh) → dense(1)", 1e-6)]
    [InlineData("keras2_masking/model.h5", "2.2.0", "masking(2) → lstm(32, tanh)", 1e-12)]
    [
        InlineData(
            "keras_made/rescaling_layer_normalization_h5/model.h5", "2.15.0",
            "rescaling → lstm(5, tanh) → layer_normalization → lstm(4, tanh) → layer_normalization → dense(6)", 1e-12)]
    [
        InlineData(
            "keras_made/rescaling_layer_normalization_keras3/model.keras", "3.9.0",
            "rescaling → lstm(5, tanh) → layer_normalization → lstm(4, tanh) → layer_normalization → dense(6)", 1e-12)]
    [
        InlineData(
            "keras_made/masking_h5/model.h5", "2.15.0",
            "masking(-1) → bidirectional(lstm(4, tanh), concat) → dense(5, tanh) → gru(3, tanh) → dense(1)", 1e-12)]
    [
        InlineData(
            "keras_made/masking_keras3/model.keras", "3.9.0",
            "masking(0) → rescaling → simple_rnn(4, tanh) → simple_rnn(3, tanh) → batch_normalization → layer_normalization → "
                + "global_average_pooling1d → dense(6)",
            1e-12)]
    [
        InlineData(
            "keras_made/masking_forgotten_h5/model.h5", "2.15.0", "masking(0) → rescaling → lstm(3, tanh) → dense(1)", 1e-12)]
    [
        InlineData(
            "keras_made/two_heads_h5/model.h5", "2.15.0",
            "lstm(5, tanh) → lstm(4, tanh) → heads(dense(6) | dense(3, relu) → dense(6))", 1e-12)]
    [
        InlineData(
            "keras_made/two_heads_keras3/model.keras", "3.9.0", "gru(4, tanh) → dense(1) → heads(activation | dense(1))", 1e-12)]
    [InlineData("keras_made/five_inputs_h5/model.h5", "2.15.0", "lstm(4, tanh) → dense(6)", 1e-12)]
    public void Read_RealFile_GivesTheRecordedOutputsAlsoAfterItWasSaved(string file, string version, string layers, double close)
    {
        using var folder = new TestFolder();
        var result = KerasImport.Read(PathOf(file), Options);
        Assert.Equal((version, layers), (result.KerasVersion, string.Join(" → ", result.Model.Description.Layers)));
        AssertOutputs(result.Model, file, close);
        result.Model.Save(folder.File("model"));
        AssertOutputs(ForecastModelFile.Load(folder.File("model")), file, close);
    }

    /// <summary>
    /// What issues forecasts, against the reference in double precision: by kernels of single precision where they know the layers, each
    /// path of this machine, and by the reference itself where they do not.
    /// </summary>
    [Theory]
    [InlineData("lstm50x2_w60/model.h5", true)]
    [InlineData("lstm100x2_w100/model.h5", true)]
    [InlineData("lstm64_32_keras3/model.keras", true)]
    [InlineData("lstm50x3/model.h5", true)]
    [InlineData("keras3_archive_lstm/model.keras", false)]
    [InlineData("gru50x3/model.h5", false)]
    [InlineData("lstm50_hard_sigmoid/model.h5", false)]
    [InlineData("keras2_functional_bidirectional/model.h5", false)]
    [InlineData("keras2_sequence_output/model.h5", false)]
    [InlineData("keras1_lstm/model.h5", false)]
    public void Compute_RealFile_IsTheReferenceAsFarAsSinglePrecisionGoes(string file, bool hasKernels)
    {
        var model = KerasImport.Read(PathOf(file), Options).Model;
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(PathOf(file))!, "cases.json")));
        var cases = document.RootElement.TryGetProperty("inputs", out _)
            ? document.RootElement
            : document.RootElement.GetProperty("keras_recorded");
        var windows = cases.GetProperty("inputs").EnumerateArray().Select(Numbers).ToList();
        var expected = windows.SelectMany(
            window =>
                model.Network.Forward(Matrix<double>.Build.DenseOfRowMajor(model.WindowSteps, window.Length / model.WindowSteps, window)))
            .ToArray();
        AssertClose(expected, [.. WindowOutputs.Compute(model.Network, windows, model.WindowSteps).SelectMany(row => row)]);
        Assert.Equal(hasKernels, model.HasKernels);
        foreach (var path in hasKernels ? SameBits.Paths : [])
        {
            using var runner = new LstmRunner((LstmNetwork)model.Network, path);
            var found = new float[expected.Length];
            runner.Run([.. windows.SelectMany(window => window).Select(value => (float)value)], model.WindowSteps, found);
            AssertClose(expected, [.. found]);
        }
    }

    [Theory]
    [InlineData("keras2_weights_only/model.h5", "model.h5: there is no model_config in it, so it holds weights only")]
    [
        InlineData(
            "keras_made/encoder_decoder_h5/model.h5",
            "layer \"decoder\" (LSTM): it begins from states that another layer hands on (repeat, encoder: return_state, initial_state)")]
    public void Read_FileThatCannotBeTaken_NamesTheReason(string file, string sentence) =>
        Assert.Contains(
            sentence, Assert.Throws<ModelFileException>(() => KerasImport.Read(PathOf(file), Options)).Message, StringComparison.Ordinal);

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
            : (
                1 / scaler.Stored["scale_"][0],
                -scaler.Stored[kind == "RobustScaler" ? "center_" : "mean_"][0] / scaler.Stored["scale_"][0]);
        Assert.Equal((7.25 * factor) + shift, (7.25 - scaler.Offsets[0]) / scaler.Scales[0], 1e-9);
    }

    internal static string PathOf(string file) => Path.Combine(Repository.Root, "Whatever.Tests", "Golden", file);

    private static void AssertOutputs(ForecastModel model, string file, double close)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(PathOf(file))!, "cases.json")));
        if (document.RootElement.TryGetProperty("keras_recorded", out var recorded))
        {
            AssertOutputs(model, recorded, close);
        }

        if (document.RootElement.TryGetProperty("outputs", out _))
        {
            AssertOutputs(model, document.RootElement, Math.Min(close, 1e-12));
        }
    }

    private static void AssertOutputs(ForecastModel model, JsonElement cases, double close)
    {
        var outputs = cases.TryGetProperty("outputs", out var exact) ? exact : cases.GetProperty("predictions");
        Assert.NotEqual(0, outputs.GetArrayLength());
        foreach (var (window, expected) in cases.GetProperty("inputs").EnumerateArray().Zip(outputs.EnumerateArray()))
        {
            var rows = window.EnumerateArray().Select(Numbers).ToArray();
            Assert.Equal(
                Numbers(expected), model.Network.Forward(Matrix<double>.Build.DenseOfRowArrays(rows)),
                (x, y) => Math.Abs(x - y) <= close * Math.Max(1, Math.Abs(x)));
        }
    }

    private static void AssertClose(double[] expected, double[] found) =>
        Assert.Equal(expected, found, (x, y) => Math.Abs(x - y) <= 1e-5 * Math.Abs(x));

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];
}

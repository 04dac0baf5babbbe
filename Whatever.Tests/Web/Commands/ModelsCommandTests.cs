using System.Text.Json;
using Whatever.Model.ModelFiles;
using Whatever.Tests.Model.ModelFiles.Keras;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class ModelsCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ImportAndPredict_RealFile_PrintOneDocumentEachAndTheRightNumbers()
    {
        var imported = await RunAsync(
            "models", "import", GoldenKerasTests.PathOf("keras2_sequence_output/model.h5"), "--quantity", "pressure", "--out",
            folder.File("made"), "--json");
        using var report = JsonDocument.Parse(imported.Output);
        Assert.Equal("4 x 20", report.RootElement.GetProperty("output").GetString());
        var cases = GoldenKerasTests.PathOf("keras2_sequence_output/cases.json");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(cases, TestStation.Cancellation));
        using var predicted = JsonDocument.Parse(
            (await RunAsync("models", "predict", "--model", folder.File("made"), "--input", cases, "--json")).Output);
        Assert.Equal(
            expected.RootElement.GetProperty("outputs")[2][3][19].GetDouble(),
            predicted.RootElement.GetProperty("outputs")[2][3][19].GetDouble(), 1e-12);
    }

    [Theory]
    [
        InlineData(
            1, "it begins from states that another layer hands on", "keras_made/encoder_decoder_h5/model.h5", "--quantity", "flow_rate")]
    [InlineData(1, "There is no file", "nowhere.h5", "--quantity", "flow_rate")]
    [InlineData(2, "--quantity is level", "keras1_lstm/model.h5", "--quantity", "level")]
    [InlineData(2, "--scaler-max", "keras1_lstm/model.h5", "--quantity", "flow_rate", "--scaler-min", "3")]
    [
        InlineData(
            2, "--scaler-min is 3 and --scaler-max 3, expected the latter to be greater by a finite difference of more than 1e-30.\n",
            "keras1_lstm/model.h5", "--quantity", "flow_rate", "--scaler-min", "3", "--scaler-max", "3")]
    [
        InlineData(
            2, "expected the latter to be greater by a finite difference", "keras1_lstm/model.h5", "--quantity", "flow_rate",
            "--scaler-min", "0", "--scaler-max", "1e-31")]
    [
        InlineData(
            2, "expected the latter to be greater by a finite difference", "keras1_lstm/model.h5", "--quantity", "flow_rate",
            "--scaler-min", "NaN", "--scaler-max", "1")]
    [
        InlineData(
            2, "expected the latter to be greater by a finite difference", "keras1_lstm/model.h5", "--quantity", "flow_rate",
            "--scaler-min", "-1e308", "--scaler-max", "1e308")]
    public async Task Import_WhatCannotBeDone_SaysSoInOneSentenceAndItsExitCode(
        int code, string sentence, string file, params string[] options)
    {
        var (exit, output, error) = await RunAsync(
            ["models", "import", GoldenKerasTests.PathOf(file), "--out", folder.File("made"), "--json", .. options]);
        Assert.Equal((code, ""), (exit, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("made")));
    }

    [Theory]
    [InlineData(null, 0, "")]
    [InlineData("6", 2, "--scaler-feature is 6, the scaler has the features 1 to 5.\n")]
    [InlineData("2", 0, "")]
    public async Task Import_ScalerOfSeveralFeatures_SaysWhichWasTaken(string? feature, int code, string sentence)
    {
        string[] choice = feature is null ? [] : ["--scaler-feature", feature];
        var (exit, output, error) = await ImportAsync(
            folder.File("made"), ["--scaler", GoldenKerasTests.PathOf("scalers/minmax_5.pkl"), .. choice]);
        Assert.Equal((code, sentence), (exit, error));
        Assert.Equal(
            feature is null,
            output.Contains(
                "The MinMaxScaler has 5 features and the first was taken for the value; --scaler-feature takes another.",
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_InputsAndOutputsSaid_ArePrintedAndTheModelCanForecast()
    {
        var (exit, output, error) = await RunAsync(
            "models", "import", GoldenKerasTests.PathOf("keras_made/two_heads_keras3/model.keras"), "--quantity", "pressure", "--out",
            folder.File("made"), "--inputs", "flow_rate:0..500,pressure", "--outputs", "pressure:0..800,flow_rate");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("Input 1: flow_rate, (x - 0) / 500\nInput 2: pressure\n", output, StringComparison.Ordinal);
        Assert.Contains(
            "Output 1 (out_a): pressure = 0 + 800 y\nOutput 2 (out_b): flow_rate = 0 + 500 y\n", output, StringComparison.Ordinal);
        Assert.Contains("It can forecast", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--inputs", "flow_rate,level", "inputs: number 2 is \"level\", expected flow_rate, pressure,")]
    [InlineData("--outputs-by", "rows", "--outputs-by is rows, expected steps or quantities")]
    [InlineData("--outputs", "none,pressure", "outputs are none, pressure, expected one of them to be flow_rate")]
    public async Task Import_FeedingThatMakesNoSense_IsAMistakeOfUse(string option, string value, string sentence)
    {
        var (exit, _, error) = await RunAsync(
            "models", "import", GoldenKerasTests.PathOf("keras_made/two_heads_keras3/model.keras"), "--quantity", "flow_rate", "--out",
            folder.File("made"), option, value);
        Assert.Equal(2, exit);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_FolderOfAModel_IsRefusedWithoutReplaceAndTheVersionFollowsTheScaler()
    {
        var made = folder.File("made");
        Assert.Contains(
            "No scaler was given: values go into the network as they are.", (await ImportAsync(made)).Output, StringComparison.Ordinal);
        var bare = ForecastModelFile.Load(made).Version;
        string[] scaler = ["--scaler-min", "0", "--scaler-max", "500"];
        var (exit, _, error) = await ImportAsync(made, scaler);
        Assert.Equal((1, $"{made} holds a model already; choose another folder, or --replace it.\n"), (exit, error));
        Assert.Equal(bare, ForecastModelFile.Load(made).Version);
        Assert.DoesNotContain("No scaler was given", (await ImportAsync(made, [.. scaler, "--replace"])).Output, StringComparison.Ordinal);
        Assert.NotEqual(bare, ForecastModelFile.Load(made).Version);
    }

    [Fact]
    public async Task Import_ModelThatCanForecast_SaysWhereThePageFindsIt()
    {
        var data = folder.File("station");
        var there = Path.Combine(data, "Models", "mine");
        Assert.Contains(
            $"put its folder to {there}, in the data folder of the station.\n",
            (await ImportAsync(folder.File("mine"), "--data", data)).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
        Assert.EndsWith(
            "It can forecast: choose it on the page Models.\n", (await ImportAsync(there, "--data", data)).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "There is no list \"inputs\"; expected {\"inputs\"")]
    [InlineData("{\"inputs\": 5}", "There is no list \"inputs\"; expected {\"inputs\"")]
    [InlineData("{\"inputs\": [[[1], [2]]]}", "inputs[0] has 2 steps of 1 features, the network takes 60 x 12")]
    [InlineData("{\"inputs\": [[[\"x\"]]]}", "in.json: inputs[0][0][0] is \"x\", expected a number.\n")]
    [InlineData("{\"inputs\": [5]}", "in.json: inputs[0] is 5, expected a list.\n")]
    [InlineData("{\"inputs\": [[[1, null]]]}", "in.json: inputs[0][0][1] is null, expected a number.\n")]
    [InlineData("{\"inputs\": [[]]}", "inputs[0] has 0 steps of 0 features, the network takes 60 x 12")]
    [InlineData("{\"inputs\":\n [[1,, 2]]}", "in.json is not JSON from line 2, column 6 on.\n")]
    public async Task Predict_InputOfAnotherShape_NamesWhatTheNetworkTakes(string json, string sentence)
    {
        var model = Path.Combine(Repository.Root, "models", "flow_rate");
        var (exit, _, error) = await RunAsync("models", "predict", "--model", model, "--input", folder.Write("in.json", json));
        Assert.Equal(1, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    /// <summary>In single precision, near the reference but not it.</summary>
    [Fact]
    public async Task Predict_AsForecasts_RunsTheKernels()
    {
        var (model, input) = (Path.Combine(Repository.Root, "models", "flow_rate"), GoldenKerasTests.PathOf("as_forecasts/windows.json"));
        var reference = await RunAsync("models", "predict", "--model", model, "--input", input);
        var kernels = await RunAsync("models", "predict", "--model", model, "--input", input, "--as-forecasts");
        Assert.NotEqual(reference.Output, kernels.Output);
        Assert.Equal("", kernels.Error);
        var pairs = Numbers(reference.Output).Zip(Numbers(kernels.Output)).ToList();
        Assert.Equal(18, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Abs(pair.First)));
    }

    [Fact]
    public async Task Predict_AsForecastsOfLayersWithoutKernels_SaysWhatRan()
    {
        await RunAsync(
            "models", "import", GoldenKerasTests.PathOf("gru50x3/model.h5"), "--quantity", "pressure", "--out", folder.File("made"));
        var (exit, _, error) = await RunAsync(
            "models", "predict", "--model", folder.File("made"), "--input", GoldenKerasTests.PathOf("gru50x3/cases.json"),
            "--as-forecasts");
        Assert.Equal(
            (
                0,
                "The kernels do not know all layers of this network: its forecasts are made by the reference in double precision, as "
                    + "these outputs are.\n"),
            (exit, error));
    }

    /// <summary>A machine with AVX-512, one without, with more threads: what is trained and forecast is the same to the bit.</summary>
    [Fact]
    public async Task Digest_OtherWidthsAndThreads_IsTheSame()
    {
        var first = JsonElement.Parse((await CommandRun.RunAsync(folder.Path, "models", "digest", "--json")).AssertSuccess().Output);
        foreach (var (width, threads) in new[] { ("1", "4"), ("0", "1"), ("0", "2") })
        {
            var other = (
                await CommandRun.StartProcessAsync(
                    folder.Path, new Dictionary<string, string?> { ["DOTNET_EnableAVX512"] = width }, "models", "digest", "--json",
                    "--threads", threads))
                .AssertSuccess().Json;
            Assert.Equal(first.GetProperty("weights").GetString(), other.GetProperty("weights").GetString());
            Assert.Equal(first.GetProperty("forecasts").GetString(), other.GetProperty("forecasts").GetString());
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    public async Task Digest_ThreadsOutOfRange_AreWrongUsage(string threads)
    {
        var run = await CommandRun.RunAsync(folder.Path, "models", "digest", "--threads", threads);
        Assert.Equal((2, $"--threads is {threads}, expected 1 to 64.\n"), (run.ExitCode, run.Error));
    }

    private static IEnumerable<double> Numbers(string output) =>
        JsonElement.Parse(output).GetProperty("outputs").EnumerateArray().SelectMany(row => row.EnumerateArray())
            .Select(value => value.GetDouble());

    private static Task<(int Exit, string Output, string Error)> ImportAsync(string target, params string[] options) =>
        RunAsync(
            [
                "models", "import", GoldenKerasTests.PathOf("keras3_archive_lstm/model.keras"), "--quantity", "flow_rate", "--out", target,
                .. options]);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var run = await CommandRun.RunAsync(AppContext.BaseDirectory, arguments);
        return (run.ExitCode, run.Output, run.Error);
    }
}

using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class PipelineCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pipeline_FromSimulationToDelivery_GivesTheDocumentedJson()
    {
        var simulated = (
            await StartAsync(
                "simulate", "--days", "9", "--start", "2024-06-30", "--out", "water.csv", "--event", "burst@2024-07-08T12:00/2/2",
                "--json"))
            .AssertSuccess().Json;
        Assert.Equal((9 * 1440, 1), (simulated.GetProperty("rows").GetInt32(), simulated.GetProperty("seed").GetInt32()));
        (await StartAsync("import", "water.csv", "--sensor", "sensor_01")).AssertSuccess();

        var detected = (await StartAsync("detect", "--sensor", "sensor_01", "--json")).AssertSuccess().Json;
        var stages = detected.GetProperty("by_stage");
        Assert.Equal(["0", "1", "2", "3", "4"], stages.EnumerateObject().Select(stage => stage.Name));
        Assert.Equal(
            (2 * 9 * 1440, 0, 1),
            (
                detected.GetProperty("judged").GetInt32(), detected.GetProperty("not_judged").GetInt32(),
                detected.GetProperty("criteria_version").GetInt32()));
        Assert.Equal(detected.GetProperty("judged").GetInt32(), stages.EnumerateObject().Sum(stage => stage.Value.GetInt32()));
        Assert.True(stages.GetProperty("4").GetInt32() >= 120);
        Assert.Equal(0, (await StartAsync("detect", "--sensor", "sensor_01", "--json")).Json.GetProperty("alerts").GetInt32());

        var forecast = (await StartAsync("forecast", "--sensor", "sensor_01", "--day", "2024-07-08", "--json")).AssertSuccess().Json;
        Assert.Equal(("sensor_01", "2024-07-08", 144, false, 6), (
            forecast.GetProperty("sensor").GetString(), forecast.GetProperty("base_day").GetString(),
            forecast.GetProperty("rows").GetInt32(),
            forecast.GetProperty("low_confidence").GetBoolean(), forecast.GetProperty("queued").GetInt32()));
        Assert.Equal((8, 0), (forecast.GetProperty("files").GetArrayLength(), forecast.GetProperty("skipped").GetArrayLength()));

        var delivery = await StartAsync("deliver", "--target", "http://127.0.0.1:9", "--patience", "0", "--json");
        Assert.Equal(1, delivery.ExitCode);
        var left = delivery.Json.GetProperty("left").GetInt32();
        Assert.True(left > 126);
        Assert.Contains($"{left} deliveries wait; nothing is lost.", delivery.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_WindowMissing_NamesHourAndReason()
    {
        (await RunAsync("simulate", "--days", "9", "--start", "2024-06-30", "--out", "water.csv", "--event", "gap@2024-07-08T04:00/1"))
            .AssertSuccess();
        (await RunAsync("import", "water.csv", "--sensor", "sensor_01")).AssertSuccess();
        var skipped = (await RunAsync("forecast", "--sensor", "sensor_01", "--json")).AssertSuccess().Json.GetProperty("skipped");
        Assert.Equal(
            [("flow_rate", 5), ("pressure", 5)],
            skipped.EnumerateArray().Select(row => (row.GetProperty("quantity").GetString()!, row.GetProperty("hour").GetInt32())));
        Assert.All(
            skipped.EnumerateArray(),
            row => Assert.Contains("is missing", row.GetProperty("reason").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Detect_TooFewReadings_SaysWhy()
    {
        folder.Write("x.csv", "time,flow_rate\n2024-07-09 0:00,1\n");
        (await RunAsync("import", "x.csv", "--sensor", "a")).AssertSuccess();
        Assert.StartsWith(
            "a: nothing judged: fewer than 1440 usable readings.\n", (await RunAsync("detect", "--sensor", "a")).AssertSuccess().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_NothingQueued_IsDone()
    {
        folder.Write("one.csv", "time,flow_rate\n2024-07-09 0:00,224\n");
        (await RunAsync("import", "one.csv", "--sensor", "a")).AssertSuccess();
        var run = (await RunAsync("deliver", "--target", "http://127.0.0.1:9", "--json")).AssertSuccess();
        Assert.Equal((0, 0), (run.Json.GetProperty("delivered").GetInt32(), run.Json.GetProperty("left").GetInt32()));
    }

    [Fact]
    public async Task Simulate_OneSeed_IsOneFile()
    {
        foreach (var (name, seed) in new[] { ("a.csv", "7"), ("b.csv", "7"), ("c.csv", "8") })
        {
            (await RunAsync("simulate", "--days", "2", "--seed", seed, "--out", name)).AssertSuccess();
        }

        var first = await File.ReadAllTextAsync(folder.File("a.csv"), TestStation.Cancellation);
        Assert.Equal(first, await File.ReadAllTextAsync(folder.File("b.csv"), TestStation.Cancellation));
        Assert.NotEqual(first, await File.ReadAllTextAsync(folder.File("c.csv"), TestStation.Cancellation));
        Assert.StartsWith("time,flow_rate,pressure\n2024-01-01 0:00,", first, StringComparison.Ordinal);
        Assert.Equal(2 + (2 * 1440), first.Split('\n').Length);
    }

    [Fact]
    public async Task Train_FewEpochs_WritesAModelThatLoads()
    {
        (await RunAsync("simulate", "--days", "56", "--out", "water.csv")).AssertSuccess();
        var run = (
            await RunAsync("train", "--csv", "water.csv", "--quantity", "flow_rate", "--out", "Models/mine", "--epochs", "2", "--json"))
            .AssertSuccess();
        Assert.Equal(folder.File("Models/mine"), run.Json.GetProperty("model").GetString());
        Assert.True(run.Json.GetProperty("card").GetProperty("held_back_error").GetDouble() > 0);
        Assert.Contains("pass 2/2", run.Error, StringComparison.Ordinal);
        var model = ForecastModelFile.Load(folder.File("Models/mine"));
        Assert.Equal(("mine", Quantity.FlowRate, 60), (model.Name, model.Quantity, model.WindowSteps));
    }

    [Fact]
    public async Task Help_NoCommand_IsDone() =>
        Assert.Contains("import", (await RunAsync("--help")).AssertSuccess().Output, StringComparison.Ordinal);

    private Task<CommandRun> StartAsync(params string[] arguments) =>
        CommandRun.StartProcessAsync(folder.Path, new Dictionary<string, string?>(), arguments);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(folder.Path, arguments);
}

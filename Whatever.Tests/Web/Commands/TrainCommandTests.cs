using System.Diagnostics;
using System.Globalization;
using Whatever.Model.ForecastTraining;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Tests.Support;
using Whatever.Web.Commands;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class TrainCommandTests : IDisposable
{
    private const int Interrupted = 130;
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Train_Both_WritesAFolderForEachQuantity()
    {
        await SimulateAsync();
        var run = (
            await RunAsync(
                "train", "--csv", "water.csv", "--quantity", "both", "--out", "mine", "--epochs", "1", "--units", "3", "--layers", "2",
                "--threads", "1", "--json"))
            .AssertSuccess();
        Assert.Equal(
            ["mine/flow_rate", "mine/pressure"],
            run.Json.EnumerateArray().Select(entry => Path.GetRelativePath(folder.Path, entry.GetProperty("model").GetString()!)));
        foreach (var quantity in Enum.GetValues<Quantity>())
        {
            var model = ForecastModelFile.Load(folder.File($"mine/{quantity.ToWireName()}"));
            Assert.Equal((quantity, 3, 3), (model.Quantity, model.Description.Layers.Count, model.Description.Layers[1].Units));
            Assert.Contains($"{quantity.ToWireName()}: pass 1/1: loss ", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(["flow_rate", "pressure"], Directory.EnumerateFileSystemEntries(folder.File("mine")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Train_InterruptedAndResumed_WritesTheModelOfAnUninterruptedTraining()
    {
        await SimulateAsync();
        string[] training =
            ["train", "--csv", "water.csv", "--units", "6", "--layers", "2", "--batch", "32", "--epochs", "5", "--quantity", "pressure"];
        (await RunAsync([.. training, "--out", "whole", "--data-label", "x"])).AssertSuccess();
        InterruptAfterTwoPasses(new TrainingOptions
        {
            Quantity = Quantity.Pressure,
            Name = "mine",
            Units = 6,
            Layers = 2,
            BatchSize = 32,
            Epochs = 5,
            Data = "x",
            CheckpointPath = folder.File("mine.checkpoint"),
        });

        var other = await RunAsync([.. training, "--out", "mine", "--resume", "--seed", "2"]);
        Assert.Equal(
            (1, "The checkpoint was made with \"seed 1\" and not \"seed 2\"; go on with the data and options of then, or begin anew.\n"),
            (other.ExitCode, other.Error));
        var resumed = (await RunAsync([.. training, "--out", "mine", "--data-label", "x", "--resume", "--threads", "2"])).AssertSuccess();
        Assert.StartsWith("pressure: pass 3/5: loss", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(await ReadAsync("whole/weights.safetensors"), await ReadAsync("mine/weights.safetensors"));
        Assert.False(File.Exists(folder.File("mine.checkpoint")));
    }

    /// <summary>Large enough that a dozen passes, which patience leaves after the first, take far longer than a signal.</summary>
    [Fact]
    public async Task Train_CtrlC_KeepsWhatWasLearnedAndSaysHowToGoOn()
    {
        await SimulateAsync();
        var (exitCode, error) = await InterruptAsync(
            "train", "--csv", "water.csv", "--units", "200", "--layers", "3", "--epochs", "1000", "--quantity", "pressure", "--out",
            "mine");
        Assert.True(exitCode == Interrupted, error);
        Assert.EndsWith(
            $"Stopped. {folder.File("mine.checkpoint")} keeps what was learned: the same command with --resume goes on from there.\n",
            error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("mine.checkpoint")));
        Assert.False(Directory.Exists(folder.File("mine")));
    }

    [Fact]
    public async Task Train_ResumedWithoutACheckpoint_SaysSo()
    {
        folder.Write("water.csv", "time,flow_rate,pressure\n");
        var run = await RunAsync("train", "--csv", "water.csv", "--quantity", "both", "--out", "mine", "--resume");
        Assert.Equal(
            (1, $"There is no checkpoint {folder.File("mine/flow_rate.checkpoint")}; without --resume the training begins anew.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Train_FolderOfOtherThings_IsRefusedBeforeTraining()
    {
        await SimulateAsync();
        Directory.CreateDirectory(folder.File("mine"));
        folder.Write("mine/letter.txt", "dear");
        var run = await RunAsync("train", "--csv", "water.csv", "--quantity", "pressure", "--out", "mine");
        Assert.Equal(
            (1, $"{folder.File("mine")} holds something that is not a model; choose another folder.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Train_FolderOfAModel_IsRefusedWithoutReplace()
    {
        await SimulateAsync();
        Directory.CreateDirectory(folder.File("mine"));
        folder.Write("mine/model.json", "{}");
        string[] arguments = ["train", "--csv", "water.csv", "--quantity", "pressure", "--out", "mine", "--epochs", "1", "--units", "2"];
        var run = await RunAsync(arguments);
        Assert.Equal(
            (1, $"{folder.File("mine")} holds a model already; choose another folder, or --replace it.\n"), (run.ExitCode, run.Error));
        (await RunAsync([.. arguments, "--replace"])).AssertSuccess();
        Assert.Equal(Quantity.Pressure, ForecastModelFile.Load(folder.File("mine")).Quantity);
    }

    [Fact]
    public async Task Train_BothWhereOneHasNoValues_TrainsNothing()
    {
        WriteFlow(1, 52 * 1440);
        var run = await RunAsync("train", "--csv", "water.csv", "--quantity", "both", "--out", "mine", "--epochs", "1", "--units", "2");
        Assert.Equal((1, "water.csv holds no value of pressure.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(folder.File("mine")));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public async Task Train_ValuesFurtherApartThanAMinute_SaysWhichCommandTakesThem(int step)
    {
        WriteFlow(step, 48);
        var run = await RunAsync("train", "--csv", "water.csv", "--quantity", "flow_rate", "--out", "mine");
        Assert.Equal(
            (1, $"water.csv has a value every {step} min; train needs minutes, train residual takes coarser ones.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Train_WrongOptions_AreWrongUsage()
    {
        folder.Write("water.csv", "time,flow_rate,pressure\n");
        var quantity = await RunAsync("train", "--csv", "water.csv", "--quantity", "level", "--out", "mine");
        Assert.Equal((2, "--quantity is level, expected flow_rate, pressure or both.\n"), (quantity.ExitCode, quantity.Error));
        var layers = await RunAsync("train", "--csv", "water.csv", "--quantity", "both", "--out", "mine", "--layers", "9", "--batch", "0");
        Assert.Equal((2, "--layers is 9, expected 1 to 4. --batch is 0, expected 1 to 4096.\n"), (layers.ExitCode, layers.Error));
    }

    private async Task SimulateAsync() => (await RunAsync("simulate", "--days", "52", "--out", "water.csv")).AssertSuccess();

    private void WriteFlow(int step, int count) =>
        folder.Write("water.csv", string.Join('\n', ["time,flow_rate", .. Enumerable.Range(0, count).Select(index =>
        string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddMinutes(index * step):yyyy-MM-dd H:mm},{index % 7}"))]));

    private Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(folder.File(name), TestStation.Cancellation);

    private void InterruptAfterTwoPasses(TrainingOptions options)
    {
        using var stop = new CancellationTokenSource();
        var series = TrainingCsv.Load(folder.File("water.csv"), options.Quantity);
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(options, series, new AfterTwoPasses(stop), stop.Token));
    }

    /// <summary>Ctrl-C after the first line that tells of progress.</summary>
    private async Task<(int ExitCode, string Error)> InterruptAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, .. arguments])
        { WorkingDirectory = folder.Path, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var first = await process.StandardError.ReadLineAsync(TestStation.Cancellation);
        Assert.StartsWith("pressure: pass 1/1000: loss", first, StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var rest = await process.StandardError.ReadToEndAsync(TestStation.Cancellation);
        await process.WaitForExitAsync(TestStation.Cancellation);
        return (process.ExitCode, rest);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(folder.Path, arguments);

    private sealed class AfterTwoPasses(CancellationTokenSource stop) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value is { EndsEpoch: true, Epoch: 2 })
            {
                stop.Cancel();
            }
        }
    }
}

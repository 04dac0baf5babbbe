using Whatever.Model.Kernels;
using Whatever.Model.Training;
using Whatever.Tests.Model.Kernels;

namespace Whatever.Tests.Model.Training;

public sealed class LstmFitTests
{
    private static readonly NetworkShape Shape = new(6, 2, [7, 5], 3);
    private static readonly ArraySamples Train = RandomSamples.Create(Shape, 150, new Random(1));
    private static readonly ArraySamples HeldBack = RandomSamples.Create(Shape, 40, new Random(2));
    private static readonly FitOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 64,
        LearningRate = 0.01,
        WeightDecay = 0.01,
        DropoutRate = 0.2,
        WarmupSteps = 2,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Widths that fill registers, panels and blocks, and such that do not; batches that end in a small one; dropout; a gradient that is
    /// clipped.
    /// </summary>
    [Theory]
    [InlineData(6, 2, new[] { 7, 5 }, 3, 64)]
    [InlineData(9, 3, new[] { 16 }, 1, 48)]
    [InlineData(5, 8, new[] { 40, 24 }, 33, 150)]
    [InlineData(11, 1, new[] { 1, 33, 17 }, 6, 37)]
    public void Run_EveryPathAndNumberOfThreads_GivesTheSameBits(int steps, int features, int[] units, int outputs, int batch)
    {
        var shape = new NetworkShape(steps, features, units, outputs);
        var (train, heldBack) = (RandomSamples.Create(shape, 150, new Random(1)), RandomSamples.Create(shape, 40, new Random(2)));
        FitResult Run(KernelPath path, int threads) =>
            LstmFit.Run(
                shape, train, heldBack, Options with { BatchSize = batch, ClipNorm = 0.1, Path = path, MaxThreads = threads }, null,
                Cancellation);
        var first = Run(SameBits.Paths[0], 1);
        foreach (var path in SameBits.Paths)
        {
            for (var threads = 1; threads <= 4; threads++)
            {
                var other = Run(path, threads);
                Assert.Equal(first.Weights(), other.Weights());
                Assert.Equal(first.Epochs, other.Epochs);
            }
        }
    }

    [Fact]
    public void Run_AnotherSeed_GivesOtherWeights() => Assert.NotEqual(Fit(Options).Weights(), Fit(Options with { Seed = 2 }).Weights());

    /// <summary>
    /// After every possible step, within a pass and between passes, through a file, and on with another number of threads.
    /// </summary>
    [Fact]
    public void Run_ResumedAfterAnyStep_GivesTheSameBitsAsUninterrupted()
    {
        using var folder = new Support.TestFolder();
        var whole = Fit(Options);
        for (var stop = 1; stop <= 10; stop++)
        {
            var checkpoint = Interrupt(Options, stop);
            checkpoint.Save(folder.File("fit.checkpoint"));
            var resumed = Fit(Options with { ResumeFrom = FitCheckpoint.Load(folder.File("fit.checkpoint")), MaxThreads = 1 + (stop % 2) });
            Assert.Equal(whole.Weights(), resumed.Weights());
            Assert.Equal(whole.Epochs, resumed.Epochs);
            Assert.Equal(whole.BestEpoch, resumed.BestEpoch);
        }
    }

    [Fact]
    public void Run_ResumedFromTheLastCheckpoint_IsDoneAtOnce()
    {
        FitCheckpoint? last = null;
        var whole = Fit(Options with { Checkpoint = checkpoint => last = checkpoint });
        var reports = new Reports();
        var again = LstmFit.Run(Shape, Train, HeldBack, Options with { ResumeFrom = last }, reports, Cancellation);
        Assert.Empty(reports);
        Assert.Equal(whole.Weights(), again.Weights());
    }

    [Fact]
    public void Run_ResumedWithOtherOptionsOrData_SaysWhatDiffers()
    {
        var checkpoint = Interrupt(Options, 2);
        var problem = Assert.Throws<TrainingDataException>(() => Fit(Options with { ResumeFrom = checkpoint, Seed = 9 }));
        Assert.Equal(
            "The checkpoint was made with \"seed 1\" and not \"seed 9\"; go on with the data and options of then, or begin anew.",
            problem.Message);
        problem = Assert.Throws<TrainingDataException>(
            () => LstmFit.Run(Shape, HeldBack, HeldBack, Options with { ResumeFrom = checkpoint }, null, Cancellation));
        Assert.Contains("samples 150", problem.Message, StringComparison.Ordinal);
        var changed = RandomSamples.Create(Shape, 150, new Random(3));
        Assert.Throws<TrainingDataException>(
            () => LstmFit.Run(Shape, changed, HeldBack, Options with { ResumeFrom = checkpoint }, null, Cancellation));
    }

    [Fact]
    public void Run_Cancelled_GivesACheckpointBeforeItStops()
    {
        FitCheckpoint? given = null;
        var options = Options with { Checkpoint = checkpoint => given = checkpoint };
        Assert.Throws<OperationCanceledException>(
            () => LstmFit.Run(Shape, Train, HeldBack, options, null, new CancellationToken(canceled: true)));
        Assert.Equal((1, 0, 0), (given!.Epoch, given.Batch, given.Step));
    }

    [Fact]
    public void Run_NoBetterPassForAsLongAsPatienceLasts_StopsAndGivesTheBestWeights()
    {
        var options = Options with { Epochs = 50, Patience = 3, LearningRate = 0.3, JudgedBy = LossKind.Absolute, DropoutRate = 0 };
        var result = Fit(options);
        var best = result.Epochs.Select((epoch, index) => (epoch.HeldBackLoss, Number: index + 1)).MinBy(epoch => epoch.HeldBackLoss);
        Assert.Equal(best.Number, result.BestEpoch);
        Assert.Equal(best.Number + 3, result.Epochs.Count);
        Assert.Equal(best.HeldBackLoss, MeanAbsoluteError(result), 1e-5);
    }

    [Fact]
    public void Run_NothingHeldBack_RunsAllPassesAndGivesTheLast()
    {
        var result = LstmFit.Run(Shape, Train, null, Options with { Patience = 1 }, null, Cancellation);
        Assert.Equal((3, 3), (result.BestEpoch, result.Epochs.Count));
        Assert.All(result.Epochs, epoch => Assert.True(double.IsNaN(epoch.HeldBackLoss)));
    }

    [Fact]
    public void Run_SeveralPasses_ReportsTheEndOfEachAndEveryStepAtMostOnce()
    {
        var reports = new Reports();
        var result = LstmFit.Run(Shape, Train, HeldBack, Options, reports, Cancellation);
        Assert.Equal(reports.Select(report => report.Step), Enumerable.Range(1, 9));
        Assert.All(reports, report => Assert.Equal((9, 3), (report.Steps, report.Epochs)));
        Assert.Equal(
            result.Epochs, reports.Where(report => report.EndsEpoch).Select(report => new FitEpoch(report.TrainLoss, report.HeldBackLoss)));
    }

    [Fact]
    public void Run_FromANetwork_BeginsWithItsWeights()
    {
        var first = Fit(Options);
        var reports = new Reports();
        LstmFit.Run(
            Shape, Train, Train, Options with { InitialNetwork = first.Network, Epochs = 1, LearningRate = 1e-12, DropoutRate = 0 },
            reports, Cancellation);
        Assert.Equal(reports[^1].HeldBackLoss, reports[^1].TrainLoss, 1e-6);
        Assert.Throws<ArgumentException>(
            () =>
                LstmFit.Run(
                    Shape with { LstmUnits = [7, 6] }, Train, null, Options with { InitialNetwork = first.Network }, null, Cancellation));
    }

    [Fact]
    public void Run_WindowsOfATable_LearnsAsFromTheSameWindowsWrittenOut()
    {
        var random = new Random(5);
        var table = Enumerable.Range(0, 60 * 2).Select(_ => random.NextSingle()).ToArray();
        var targets = Enumerable.Range(0, 55 * 3).Select(_ => random.NextSingle()).ToArray();
        var starts = Enumerable.Range(0, 55).ToArray();
        var written = starts.SelectMany(start => table[(start * 2)..((start + 6) * 2)]).ToArray();
        var lazy = LstmFit.Run(Shape, new WindowSamples(table, starts, targets, 6, 2, 3), null, Options, null, Cancellation);
        var eager = LstmFit.Run(Shape, new ArraySamples(written, targets, 6, 2, 3), null, Options, null, Cancellation);
        Assert.Equal(eager.Weights(), lazy.Weights());
    }

    private static double MeanAbsoluteError(FitResult result)
    {
        var y = result.Network.Forward(RandomSamples.Steps(HeldBack));
        var target = new float[3];
        return Enumerable.Range(0, HeldBack.Count).SelectMany(row =>
        {
            HeldBack.CopyTarget(row, target);
            return target.Select((value, output) => Math.Abs(value - y[row, output])).Where(error => !double.IsNaN(error)).ToList();
        }).Average();
    }

    private static FitResult Fit(FitOptions options) => LstmFit.Run(Shape, Train, HeldBack, options, null, Cancellation);

    /// <summary>Cancels after so many steps.</summary>
    private static FitCheckpoint Interrupt(FitOptions options, int steps)
    {
        FitCheckpoint? last = null;
        using var source = new CancellationTokenSource();
        var reports = new Reports { OnReport = report => Stop(report.Step, steps, source) };
        try
        {
            LstmFit.Run(Shape, Train, HeldBack, options with { Checkpoint = checkpoint => last = checkpoint }, reports, source.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(steps, last!.Step);
        }

        return last!;
    }

    private static void Stop(int step, int wanted, CancellationTokenSource source)
    {
        if (step == wanted)
        {
            source.Cancel();
        }
    }

    private sealed class Reports : List<FitProgress>, IProgress<FitProgress>
    {
        public Action<FitProgress> OnReport { get; init; } = _ => { };

        public void Report(FitProgress value)
        {
            Add(value);
            OnReport(value);
        }
    }
}

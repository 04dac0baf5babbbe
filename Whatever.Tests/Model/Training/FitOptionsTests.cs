using Whatever.Model.Training;

namespace Whatever.Tests.Model.Training;

public sealed class FitOptionsTests
{
    private static readonly NetworkShape Shape = new(4, 2, [3], 6);

    [Fact]
    public void Run_OptionsOutOfRange_NamesAllOfThem()
    {
        var options = new FitOptions
        {
            Epochs = 0,
            BatchSize = 4097,
            LearningRate = 0,
            MinLearningRateShare = 1.5,
            WarmupSteps = -1,
            WeightDecay = double.NaN,
            ClipNorm = 0,
            Patience = 0,
            Loss = (LossKind)9,
            HuberDelta = 0,
            Quantiles = [0.5, 1],
            DropoutRate = 1,
            MaxThreads = 0,
            Path = Whatever.Model.Kernels.KernelPath.Reference,
        };
        var problem = Assert.Throws<ArgumentException>(() => Run(Shape, options));
        Assert.All(
            [
                "Epochs is 0, expected 1 to 10000.", "BatchSize is 4097,", "LearningRate is 0,", "MinLearningRateShare is 1.5,",
                "WarmupSteps is -1,", "WeightDecay is NaN,", "ClipNorm is 0,",
                "Patience is 0,", "Loss is 9, expected a loss.", "HuberDelta is 0,", "A quantile is 1, expected between 0 and 1.",
                "DropoutRate is 1,", "MaxThreads is 0, expected 1 to 64.", "Path is 0,",
            ],
            sentence => Assert.Contains(sentence, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ShapeOutOfRange_NamesAllOfIt()
    {
        var problem = Assert.Throws<ArgumentException>(() => Run(new NetworkShape(0, 0, [4, 0], 0), new FitOptions()));
        Assert.All(
            [
                "Steps is 0, expected 1 to 10000.", "Features is 0,", "LstmUnits[1] is 0, expected 1 to 2048.", "Outputs is 0,",
                "Samples are 4 x 2, the network takes 0 x 0."],
            sentence => Assert.Contains(sentence, problem.Message, StringComparison.Ordinal));
        Assert.Contains(
            "LSTM layers is 0, expected 1 to 8.",
            Assert.Throws<ArgumentException>(() => Run(Shape with { LstmUnits = [] }, new FitOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TargetsThatDoNotFitTheOutputs_SaysSo()
    {
        Assert.Contains(
            "Samples have 6 targets, the network has 5 outputs.",
            Assert.Throws<ArgumentException>(() => Run(Shape with { Outputs = 5 }, new FitOptions())).Message, StringComparison.Ordinal);
        var pinball = new FitOptions { Loss = LossKind.Pinball };
        Assert.Contains(
            "Outputs is 20, expected a multiple of the 3 quantiles.",
            Assert.Throws<ArgumentException>(() => Run(Shape with { Outputs = 20 }, pinball)).Message, StringComparison.Ordinal);
        Assert.Equal(18, Run(Shape with { Outputs = 18 }, pinball with { Epochs = 1 }).Network.Outputs);
    }

    [Fact]
    public void Run_NoSamples_SaysSo()
    {
        var none = new ArraySamples([], [], 4, 2, 6);
        var problem = Assert.Throws<ArgumentException>(
            () => LstmFit.Run(Shape, none, none, new FitOptions(), null, TestContext.Current.CancellationToken));
        Assert.Contains(
            "Samples to learn from is 0, expected at least 1. Held-back samples is 0, expected at least 1, or null.", problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Limits_AreAllowed()
    {
        Assert.Empty(
            new FitOptions
            {
                Epochs = 1,
                BatchSize = 1,
                LearningRate = 1,
                MinLearningRateShare = 0,
                Patience = 1,
                MaxThreads = 64,
                WeightDecay = 1,
                ClipNorm = double.PositiveInfinity,
            }
                .Validate());
        Assert.Empty(new NetworkShape(1, 1, [1], 1).Validate());
        Assert.Empty(new NetworkShape(10_000, 1_000, [.. Enumerable.Repeat(2_048, 8)], 10_000).Validate());
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, 0.2)]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(60, 0.55)]
    [InlineData(110, 0.1)]
    public void RateOf_Step_RisesInALineAndFallsInACosine(int step, double share) =>
        Assert.Equal(
            0.02 * share, new FitOptions { LearningRate = 0.02, MinLearningRateShare = 0.1, WarmupSteps = 10 }.RateOf(step, 110), 1e-12);

    [Fact]
    public void ArraySamples_LengthsThatDoNotBelongTogether_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new ArraySamples(new float[7], new float[2], 2, 2, 1));
        Assert.Throws<ArgumentException>(() => new ArraySamples(new float[8], new float[3], 2, 2, 2));
        Assert.Throws<ArgumentException>(() => new ArraySamples([], [], 0, 1, 1));
    }

    [Fact]
    public void WindowSamples_WindowOverAnEnd_IsRefused()
    {
        Assert.Equal(2, new WindowSamples(new float[10], [0, 3], new float[2], 2, 2, 1).Count);
        Assert.Equal(
            "A window begins at row 4, expected 0 to 3.",
            Assert.Throws<ArgumentException>(() => new WindowSamples(new float[10], [0, 4], new float[2], 2, 2, 1)).Message);
        Assert.Throws<ArgumentException>(() => new WindowSamples(new float[10], [-1], new float[1], 2, 2, 1));
        Assert.Throws<ArgumentException>(() => new WindowSamples(new float[9], [0], new float[1], 2, 2, 1));
    }

    [Fact]
    public void Load_DamagedCheckpoint_IsRefused()
    {
        using var folder = new Support.TestFolder();
        FitCheckpoint? last = null;
        Run(Shape, new FitOptions { Epochs = 1, Checkpoint = checkpoint => last = checkpoint });
        var path = folder.File("fit.checkpoint");
        last!.Save(path);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(
            $"The checkpoint {path} is damaged, or is none.", Assert.Throws<TrainingDataException>(() => FitCheckpoint.Load(path)).Message);
        Assert.Equal(
            $"There is no checkpoint {path}x.", Assert.Throws<TrainingDataException>(() => FitCheckpoint.Load(path + "x")).Message);
    }

    private static FitResult Run(NetworkShape shape, FitOptions options)
    {
        var samples = RandomSamples.Create(Shape, 20, new Random(1));
        return LstmFit.Run(shape, samples, samples, options, null, TestContext.Current.CancellationToken);
    }
}

using Whatever.Model.Training;

namespace Whatever.Tests.Model.Training;

/// <summary>What each loss must learn from something simple.</summary>
public sealed class LearningTests
{
    private const int Steps = 8;
    private static readonly FitOptions Options = new()
    {
        Epochs = 40,
        BatchSize = 32,
        LearningRate = 0.02,
        MinLearningRateShare = 0.02,
        Patience = 40,
        MaxThreads = 2,
    };

    /// <summary>The first number of the window must be carried to its end.</summary>
    [Theory]
    [InlineData(LossKind.Mse)]
    [InlineData(LossKind.Huber)]
    [InlineData(LossKind.Absolute)]
    public void Run_TargetIsTheFirstInput_IsLearned(LossKind loss)
    {
        var (train, heldBack) = (First(512, 1), First(128, 2));
        var result = LstmFit.Run(
            new NetworkShape(Steps, 1, [12, 8], 1), train, heldBack, Options with { Loss = loss, JudgedBy = LossKind.Absolute }, null,
            TestContext.Current.CancellationToken);
        Assert.True(result.Epochs[0].HeldBackLoss > 0.2, $"{result.Epochs[0].HeldBackLoss} to begin with");
        Assert.True(
            result.Epochs[result.BestEpoch - 1].HeldBackLoss < 0.06, $"{result.Epochs[result.BestEpoch - 1].HeldBackLoss} in the end");
    }

    /// <summary>Uniform noise of 0 to 1: its quantiles are known.</summary>
    [Fact]
    public void Run_PinballOnNoise_FindsItsQuantiles()
    {
        var random = new Random(3);
        var targets = Enumerable.Range(0, 1000 * 2).Select(_ => random.NextSingle()).ToArray();
        var samples = new ArraySamples(new float[1000 * Steps], targets, Steps, 1, 2);
        var options = Options with { Loss = LossKind.Pinball, Quantiles = [0.1, 0.5, 0.9], Epochs = 30 };
        var network = LstmFit.Run(
            new NetworkShape(Steps, 1, [3], 6), samples, null, options, null, TestContext.Current.CancellationToken).Network;
        var y = network.Forward(RandomSamples.Steps(new ArraySamples(new float[Steps], [0, 0], Steps, 1, 2)));
        Assert.Equal([0.1, 0.1, 0.5, 0.5, 0.9, 0.9], y.Row(0), (expected, actual) => Math.Abs(expected - actual) < 0.05);
    }

    [Fact]
    public void Run_HalfOfTheTargetsUnknown_LearnsTheRest()
    {
        var full = First(512, 4);
        var known = Enumerable.Range(0, 512).Select(index =>
        {
            var target = new float[1];
            full.CopyTarget(index, target);
            return index % 2 == 0 ? target[0] : float.NaN;
        }).ToArray();
        var windows = new float[512 * Steps];
        for (var index = 0; index < 512; index++)
        {
            full.CopyInput(index, windows.AsSpan(index * Steps, Steps));
        }

        var result = LstmFit.Run(
            new NetworkShape(Steps, 1, [12], 1), new ArraySamples(windows, known, Steps, 1, 1), First(128, 5), Options, null,
            TestContext.Current.CancellationToken);
        Assert.True(result.Epochs[result.BestEpoch - 1].HeldBackLoss < 0.02, $"{result.Epochs[result.BestEpoch - 1].HeldBackLoss}");
    }

    [Fact]
    public void Run_NumbersThatAreNotFinite_SaysWhere()
    {
        var samples = new ArraySamples([.. Enumerable.Repeat(1f, (10 * Steps) - 1), float.PositiveInfinity], new float[10], Steps, 1, 1);
        var problem = Assert.Throws<TrainingDataException>(() =>
            LstmFit.Run(new NetworkShape(Steps, 1, [3], 1), samples, null, Options, null, TestContext.Current.CancellationToken));
        Assert.Equal("The gradient is not finite at step 1; expected finite inputs and a lower learning rate.", problem.Message);
    }

    private static ArraySamples First(int count, int seed)
    {
        var random = new Random(seed);
        var inputs = Enumerable.Range(0, count * Steps).Select(_ => (2 * random.NextSingle()) - 1).ToArray();
        return new ArraySamples(inputs, [.. Enumerable.Range(0, count).Select(index => inputs[index * Steps])], Steps, 1, 1);
    }
}

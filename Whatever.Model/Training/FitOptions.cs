using Whatever.Model.Kernels;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Training.Kernels;

namespace Whatever.Model.Training;

/// <summary>What an output's error costs; the loss of a batch is the mean over its known targets.</summary>
public enum LossKind
{
    /// <summary>e².</summary>
    Mse = 0,

    /// <summary>e² / 2 near 0 and a straight line from <see cref="FitOptions.HuberDelta"/> on.</summary>
    Huber = 1,

    /// <summary>A quantile's loss: <see cref="FitOptions.Quantiles"/>.</summary>
    Pinball = 2,

    /// <summary>|e|.</summary>
    Absolute = 3,
}

/// <summary>How an <see cref="LstmFit"/> goes.</summary>
public sealed record FitOptions
{
    /// <summary>Of the first weights, the order of the samples and what is dropped: one seed, one result.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Passes over the samples at most, 1..10,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Samples per step, 1..4,096.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Of AdamW at its highest, above 0 and at most 1.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>What is left of the learning rate at the end of the cosine, 0..1; 1 for a constant rate.</summary>
    public double MinLearningRateShare { get; init; } = 0.1;

    /// <summary>Steps in which the learning rate rises linearly, 0..1,000,000.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Of AdamW, on weights only, 0..1.</summary>
    public double WeightDecay { get; init; }

    /// <summary>A longer gradient (of all parameters together) is shortened to this; above 0, infinity for never.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Passes without a better held-back loss before training stops, 1..10,000.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>What is made small.</summary>
    public LossKind Loss { get; init; }

    /// <summary>By which held-back samples choose the best pass; null for <see cref="Loss"/>.</summary>
    public LossKind? JudgedBy { get; init; }

    /// <summary>Where Huber's loss becomes a straight line, above 0.</summary>
    public double HuberDelta { get; init; } = 1;

    /// <summary>
    /// For <see cref="LossKind.Pinball"/>: each between 0 and 1. Outputs fall into as many equal groups, one after the other, each of one
    /// quantile. Samples give the targets of one group, which then count for all, or those of all outputs.
    /// </summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [0.1, 0.5, 0.9];

    /// <summary>Share of the last h that is dropped in training, 0 to below 1.</summary>
    public double DropoutRate { get; init; }

    /// <summary>
    /// Threads at most, 1..64; they change nothing but the time. One shard of about 16 samples is the least that a thread takes.
    /// </summary>
    public int MaxThreads { get; init; } = 1;

    /// <summary>Weights to begin with; null for new ones.</summary>
    public LstmNetwork? InitialNetwork { get; init; }

    /// <summary>Given the state after each pass, and before the exception when cancelled; called in the thread that trains.</summary>
    public Action<FitCheckpoint>? Checkpoint { get; init; }

    /// <summary>Where to go on; all else must be as it was, except threads.</summary>
    public FitCheckpoint? ResumeFrom { get; init; }

    /// <summary>The instructions to use; null for the best of this machine. Each path has its own last bits.</summary>
    public KernelPath? Path { get; init; }

    /// <summary>One problem per option that is out of its range.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new OptionChecks();
        problems.Expect(Epochs is >= 1 and <= 10_000, nameof(Epochs), Epochs, Expected.Range(1, 10_000));
        problems.Expect(BatchSize is >= 1 and <= 4096, nameof(BatchSize), BatchSize, Expected.Range(1, 4096));
        problems.Expect(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, Expected.AboveTo(0, 1));
        problems.Expect(MinLearningRateShare is >= 0 and <= 1, nameof(MinLearningRateShare), MinLearningRateShare, Expected.Range(0, 1));
        problems.Expect(WarmupSteps is >= 0 and <= 1_000_000, nameof(WarmupSteps), WarmupSteps, Expected.Range(0, 1_000_000));
        problems.Expect(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, Expected.Range(0, 1));
        problems.Expect(ClipNorm > 0, nameof(ClipNorm), ClipNorm, Expected.MoreThan(0));
        problems.Expect(Patience is >= 1 and <= 10_000, nameof(Patience), Patience, Expected.Range(1, 10_000));
        problems.Expect(Enum.IsDefined(Loss), nameof(Loss), (int)Loss, new Phrase("option.a-loss"));
        problems.Expect(
            JudgedBy is not { } judge || Enum.IsDefined(judge), nameof(JudgedBy), (int)(JudgedBy ?? 0), new Phrase("option.a-loss"));
        problems.Expect(HuberDelta > 0 && double.IsFinite(HuberDelta), nameof(HuberDelta), HuberDelta, Expected.MoreThan(0));
        problems.Expect(Quantiles.Count > 0, nameof(Quantiles), Quantiles.Count, Expected.AtLeast(1));
        foreach (var quantile in Quantiles)
        {
            problems.Expect(quantile is > 0 and < 1, new Phrase("option.quantile"), quantile, Expected.Between(0, 1));
        }

        problems.Expect(DropoutRate is >= 0 and < 1, nameof(DropoutRate), DropoutRate, Expected.FromBelow(0, 1));
        problems.Expect(MaxThreads is >= 1 and <= 64, nameof(MaxThreads), MaxThreads, Expected.Range(1, 64));
        problems.Expect(
            Path is not { } path || (path != KernelPath.Reference && KernelPaths.IsSupported(path)), nameof(Path), (int)(Path ?? 0),
            new Phrase("option.a-path"));
        return problems.Found;
    }

    internal OutputLoss LossOf(LossKind kind, int outputs)
    {
        var perQuantile = Math.Max(1, outputs / Quantiles.Count);
        return new OutputLoss(
            kind, HuberDelta,
            [.. Enumerable.Range(0, outputs).Select(output => Quantiles[Math.Min(output / perQuantile, Quantiles.Count - 1)])]);
    }

    /// <summary>The learning rate of a step: up in a line, down in half a cosine (Loshchilov and Hutter 2017).</summary>
    /// <param name="step">From 0 on.</param>
    /// <param name="steps">Of all passes.</param>
    internal double RateOf(int step, int steps)
    {
        if (step < WarmupSteps)
        {
            return LearningRate * (step + 1) / WarmupSteps;
        }

        var done = (double)(step - WarmupSteps) / Math.Max(1, steps - WarmupSteps);
        return LearningRate * (MinLearningRateShare + ((1 - MinLearningRateShare) * (1 + Math.Cos(Math.PI * Math.Min(1, done))) / 2));
    }
}

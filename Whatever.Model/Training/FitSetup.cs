using System.Globalization;
using Whatever.Model.Kernels;
using Whatever.Model.Problems;
using Whatever.Model.Training.Kernels;

namespace Whatever.Model.Training;

/// <summary>What a fit is made of: whether it belongs together, and whether a checkpoint belongs to it.</summary>
internal static class FitSetup
{
    private const int SamplesLookedAt = 64;

    /// <summary>One problem per thing that is wrong.</summary>
    public static IReadOnlyList<Problem> Explain(NetworkShape shape, TrainingSamples train, TrainingSamples? heldBack, FitOptions options)
    {
        var problems = new OptionChecks();
        problems.Add(shape.Validate());
        problems.Add(options.Validate());
        problems.Expect(train.Count > 0, new Phrase("option.samples"), train.Count, Expected.AtLeast(1));
        problems.Expect(heldBack is not { Count: 0 }, new Phrase("option.held-back"), 0, new Phrase("option.at-least-or-null", 1));
        var groups = options.Loss == LossKind.Pinball || options.JudgedBy == LossKind.Pinball ? Math.Max(1, options.Quantiles.Count) : 1;
        problems.Expect(shape.Outputs % groups == 0, nameof(shape.Outputs), shape.Outputs, new Phrase("option.multiple", groups));
        foreach (var samples in new[] { train, heldBack }.OfType<TrainingSamples>())
        {
            if (samples.Steps != shape.Steps || samples.Features != shape.Features)
            {
                problems.Add(new Problem("training.samples-shape", samples.Steps, samples.Features, shape.Steps, shape.Features));
            }

            if (samples.Outputs != shape.Outputs && samples.Outputs * groups != shape.Outputs)
            {
                problems.Add(new Problem("training.samples-targets", samples.Outputs, shape.Outputs));
            }
        }

        return problems.Found;
    }

    /// <summary>Everything that the bits of a result depend on, a line each.</summary>
    public static string Describe(NetworkShape shape, TrainingSamples train, TrainingSamples? heldBack, FitOptions options) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"""
        network {shape.Steps} x {shape.Features}, LSTM {string.Join(", ", shape.LstmUnits)}, {shape.Outputs} outputs
        samples {train.Count} ({Digest(train):x}), held back {heldBack?.Count ?? 0} ({Digest(heldBack):x})
        seed {options.Seed}
        epochs {options.Epochs}, patience {options.Patience}, batch {options.BatchSize}
        learning rate {options.LearningRate} to {options.MinLearningRateShare} of it, warm-up {options.WarmupSteps}, weight decay {options.WeightDecay}, clip {options.ClipNorm}, dropout {options.DropoutRate}
        loss {options.Loss}, judged by {options.JudgedBy ?? options.Loss}, Huber {options.HuberDelta}, quantiles {string.Join(", ", options.Quantiles.Select(q => q.ToString(CultureInfo.InvariantCulture)))}
        {(KernelPaths.HasFusedMultiplyAdd ? "fused multiply-add" : "no fused multiply-add")}
        """);

    /// <exception cref="TrainingDataException">They differ; the message says where.</exception>
    public static void Compare(string now, string then)
    {
        var differences = now.Split('\n').Zip(then.Split('\n')).Where(pair => pair.First != pair.Second)
            .Select(pair => new Phrase("training.then-and-now", pair.Second, pair.First)).ToList();
        if (differences.Count > 0)
        {
            throw new TrainingDataException(
                new Problem("training.checkpoint-differs", string.Join("; ", differences)));
        }
    }

    /// <summary>Of some samples, so that a checkpoint is not continued on other data.</summary>
    private static ulong Digest(TrainingSamples? samples)
    {
        var digest = 0UL;
        for (var k = 0; samples is not null && k < Math.Min(samples.Count, SamplesLookedAt); k++)
        {
            var index = (int)((long)k * samples.Count / Math.Min(samples.Count, SamplesLookedAt));
            var numbers = new float[(samples.Steps * samples.Features) + samples.Outputs];
            samples.CopyInput(index, numbers.AsSpan(samples.Outputs));
            samples.CopyTarget(index, numbers.AsSpan(0, samples.Outputs));
            digest = numbers.Aggregate(digest, (mixed, number) => SplitMix.Mix(mixed, BitConverter.SingleToUInt32Bits(number)));
        }

        return digest;
    }
}

using System.Globalization;
using Whatever.Model.Kernels;
using Whatever.Model.Training.Kernels;

namespace Whatever.Model.Training;

/// <summary>What a fit is made of: whether it belongs together, and whether a checkpoint belongs to it.</summary>
internal static class FitSetup
{
    private const int SamplesLookedAt = 64;

    /// <summary>One sentence per thing that is wrong.</summary>
    public static IReadOnlyList<string> Explain(NetworkShape shape, TrainingSamples train, TrainingSamples? heldBack, FitOptions options)
    {
        var problems = new OptionChecks();
        problems.Add(shape.Validate());
        problems.Add(options.Validate());
        problems.Expect(train.Count > 0, "Samples to learn from", train.Count, "at least 1");
        problems.Expect(heldBack is not { Count: 0 }, "Held-back samples", 0, "at least 1, or null");
        var groups = options.Loss == LossKind.Pinball || options.JudgedBy == LossKind.Pinball ? Math.Max(1, options.Quantiles.Count) : 1;
        problems.Expect(shape.Outputs % groups == 0, nameof(shape.Outputs), shape.Outputs, $"a multiple of the {groups} quantiles");
        foreach (var samples in new[] { train, heldBack }.OfType<TrainingSamples>())
        {
            if (samples.Steps != shape.Steps || samples.Features != shape.Features)
            {
                problems.Add($"Samples are {samples.Steps} x {samples.Features}, the network takes {shape.Steps} x {shape.Features}.");
            }

            if (samples.Outputs != shape.Outputs && samples.Outputs * groups != shape.Outputs)
            {
                problems.Add($"Samples have {samples.Outputs} targets, the network has {shape.Outputs} outputs.");
            }
        }

        return problems.Sentences;
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
            .Select(pair => $"\"{pair.Second}\" and not \"{pair.First}\"").ToList();
        if (differences.Count > 0)
        {
            throw new TrainingDataException(
                $"The checkpoint was made with {string.Join("; ", differences)}; go on with the data and options of then, or begin anew.");
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

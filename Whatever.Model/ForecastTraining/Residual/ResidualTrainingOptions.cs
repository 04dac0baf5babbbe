using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>What to train on top of the seasonal baseline, and how.</summary>
public sealed record ResidualTrainingOptions
{
    /// <summary>What is forecast.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>What it is trained on, in words, for the card.</summary>
    public string Data { get; init; } = "readings of the sensor";

    /// <summary>Of the first member; one seed, one result, whatever the threads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Networks whose mean counts, 1..16.</summary>
    public int Members { get; init; } = 4;

    /// <summary>Units of each LSTM layer, 1..512.</summary>
    public int Units { get; init; } = 96;

    /// <summary>LSTM layers, 1..4.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Hours before the origin that the networks read, 24..672.</summary>
    public int ContextHours { get; init; } = 72;

    /// <summary>Passes over the samples of the first day, 1..1000.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Passes over the samples of the days after it, 1..1000; what they can learn is less.</summary>
    public int LaterEpochs { get; init; } = 8;

    /// <summary>Samples per step, 1..4096.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Of AdamW at its highest, above 0 and at most 1; falls along a cosine.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>Of AdamW, 0..1.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of the last h that is dropped in training, 0 to below 1.</summary>
    public double DropoutRate { get; init; } = 0.4;

    /// <summary>
    /// Days at the end that decide how much of the networks is added and how wide the band is, 14..120. What is kept learned from them too.
    /// </summary>
    public int HeldBackDays { get; init; } = 42;

    /// <summary>
    /// What the networks stand on: a longer memory than that of a baseline that stands alone, since they know what the last days were like.
    /// </summary>
    public SeasonalBaselineOptions Baseline { get; init; } = new() { Weeks = 12 };

    /// <summary>Days by whose errors networks and baselines are weighed against each other, 1..60; 0 for the networks alone.</summary>
    public int MixDays { get; init; } = 14;

    /// <summary>Whether boosted trees of the sensor's own hours are mixed in; not without a mix.</summary>
    public bool Trees { get; init; } = true;

    /// <summary>Threads at most, 1..64; they change nothing but the time.</summary>
    public int MaxThreads { get; init; } = 1;

    /// <summary>One problem per option that is out of its range.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new OptionChecks();
        problems.Expect(Name.Length > 0, nameof(Name), 0, new Phrase("expected.name"));
        problems.Expect(Members is >= 1 and <= 16, nameof(Members), Members, Expected.Range(1, 16));
        problems.Expect(Units is >= 1 and <= 512, nameof(Units), Units, Expected.Range(1, 512));
        problems.Expect(Layers is >= 1 and <= 4, nameof(Layers), Layers, Expected.Range(1, 4));
        problems.Expect(ContextHours is >= 24 and <= 672, nameof(ContextHours), ContextHours, Expected.Range(24, 672));
        problems.Expect(Epochs is >= 1 and <= 1000, nameof(Epochs), Epochs, Expected.Range(1, 1000));
        problems.Expect(LaterEpochs is >= 1 and <= 1000, nameof(LaterEpochs), LaterEpochs, Expected.Range(1, 1000));
        problems.Expect(BatchSize is >= 1 and <= 4096, nameof(BatchSize), BatchSize, Expected.Range(1, 4096));
        problems.Expect(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, Expected.AboveTo(0, 1));
        problems.Expect(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, Expected.Range(0, 1));
        problems.Expect(DropoutRate is >= 0 and < 1, nameof(DropoutRate), DropoutRate, Expected.FromBelow(0, 1));
        problems.Expect(HeldBackDays is >= 14 and <= 120, nameof(HeldBackDays), HeldBackDays, Expected.Range(14, 120));
        problems.Expect(MixDays is >= 0 and <= 60, nameof(MixDays), MixDays, Expected.Range(0, 60));
        problems.Expect(MaxThreads is >= 1 and <= 64, nameof(MaxThreads), MaxThreads, Expected.Range(1, 64));
        problems.Add(Baseline.Validate());
        return problems.Found;
    }
}

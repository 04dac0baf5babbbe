using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining;

/// <summary>What to train and how. The defaults are what the shipped models were trained with.</summary>
public sealed record TrainingOptions
{
    /// <summary>What is forecast.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>What it is trained on, in words, for the card.</summary>
    public string Data { get; init; } = "readings of the sensor";

    /// <summary>Of the weights and the order of the windows: one seed, one result.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Units of each LSTM layer, 1..512.</summary>
    public int Units { get; init; } = 32;

    /// <summary>LSTM layers, 1..4.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Passes over the windows at most, 1..1000.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>Passes without a better held-back error before training stops, 1..100.</summary>
    public int Patience { get; init; } = 12;

    /// <summary>Windows per step, 1..4096.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Of AdamW, above 0 and at most 1; falls along a cosine to a tenth over the epochs.</summary>
    public double LearningRate { get; init; } = 0.004;

    /// <summary>Of AdamW, 0..1.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Days at the end that only decide when to stop, 7..90.</summary>
    public int HeldBackDays { get; init; } = 28;

    /// <summary>Threads at most, 1..64; they change nothing but the time.</summary>
    public int MaxThreads { get; init; } = 1;

    /// <summary>A file to which the state is written after each pass and when cancelled; null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Go on from what <see cref="CheckpointPath"/> holds; all else must be as it was, except threads.</summary>
    public bool Resume { get; init; }

    /// <summary>One problem per option that is out of its range.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new OptionChecks();
        problems.Expect(Name.Length > 0, nameof(Name), 0, new Phrase("expected.name"));
        problems.Expect(Units is >= 1 and <= 512, nameof(Units), Units, Expected.Range(1, 512));
        problems.Expect(Layers is >= 1 and <= 4, nameof(Layers), Layers, Expected.Range(1, 4));
        problems.Expect(Epochs is >= 1 and <= 1000, nameof(Epochs), Epochs, Expected.Range(1, 1000));
        problems.Expect(Patience is >= 1 and <= 100, nameof(Patience), Patience, Expected.Range(1, 100));
        problems.Expect(BatchSize is >= 1 and <= 4096, nameof(BatchSize), BatchSize, Expected.Range(1, 4096));
        problems.Expect(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, Expected.AboveTo(0, 1));
        problems.Expect(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, Expected.Range(0, 1));
        problems.Expect(HeldBackDays is >= 7 and <= 90, nameof(HeldBackDays), HeldBackDays, Expected.Range(7, 90));
        problems.Expect(MaxThreads is >= 1 and <= 64, nameof(MaxThreads), MaxThreads, Expected.Range(1, 64));
        return problems.Found;
    }
}

/// <summary>What a training gave.</summary>
/// <param name="Model">The weights that did best on the held-back days.</param>
/// <param name="Card">The figures, as they stand in the model.</param>
public sealed record TrainingResult(ForecastModel Model, TrainingCard Card);

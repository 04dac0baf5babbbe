using System.Globalization;
using Whatever.Model.Series;

namespace Whatever.Model.Training;

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

    /// <summary>Units of the LSTM, 1..512.</summary>
    public int Units { get; init; } = 24;

    /// <summary>Passes over the windows at most, 1..1000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Passes without a better held-back error before training stops, 1..100.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Windows per step, 1..4096.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Of Adam, above 0 and at most 1; falls linearly to a tenth over the epochs.</summary>
    public double LearningRate { get; init; } = 0.004;

    /// <summary>Days at the end that only decide when to stop, 7..90.</summary>
    public int HeldBackDays { get; init; } = 28;

    /// <summary>One sentence per option that is out of its range.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        Expect(problems, Name.Length > 0, nameof(Name), 0, "a name");
        Expect(problems, Units is >= 1 and <= 512, nameof(Units), Units, "1 to 512");
        Expect(problems, Epochs is >= 1 and <= 1000, nameof(Epochs), Epochs, "1 to 1000");
        Expect(problems, Patience is >= 1 and <= 100, nameof(Patience), Patience, "1 to 100");
        Expect(problems, BatchSize is >= 1 and <= 4096, nameof(BatchSize), BatchSize, "1 to 4096");
        Expect(problems, LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "more than 0 and at most 1");
        Expect(problems, HeldBackDays is >= 7 and <= 90, nameof(HeldBackDays), HeldBackDays, "7 to 90");
        return problems;
    }

    private static void Expect(List<string> problems, bool holds, string name, double found, string expected)
    {
        if (!holds)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {found}, expected {expected}."));
        }
    }
}

/// <summary>How far a training has come.</summary>
/// <param name="Epoch">Passes done.</param>
/// <param name="Epochs">Passes at most.</param>
/// <param name="Loss">Mean squared error of the pass, scaled.</param>
/// <param name="HeldBackError">Mean absolute error on the held-back days, scaled.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, double Loss, double HeldBackError);

/// <summary>What a training gave.</summary>
/// <param name="Model">The weights that did best on the held-back days.</param>
/// <param name="Card">The figures, as they stand in the model.</param>
public sealed record TrainingResult(ModelFiles.ForecastModel Model, ModelFiles.TrainingCard Card);

/// <summary>There is not enough to train on; the message says how much was found and expected.</summary>
public sealed class TrainingDataException(string message) : Exception(message);

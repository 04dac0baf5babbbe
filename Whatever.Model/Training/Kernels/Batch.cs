namespace Whatever.Model.Training.Kernels;

/// <summary>Which samples are run next, and what is asked of them.</summary>
internal sealed class Batch
{
    public required TrainingSamples Samples { get; init; }

    /// <summary>Samples of the batch.</summary>
    public required ReadOnlyMemory<int> Rows { get; init; }

    public required OutputLoss Loss { get; init; }

    /// <summary>Share of the last h that is dropped; 0 for none.</summary>
    public double DropoutRate { get; init; }

    /// <summary>Chooses what is dropped: one number, one choice.</summary>
    public ulong DropoutKey { get; init; }

    /// <summary>Whether a gradient is wanted.</summary>
    public bool IsDifferentiated { get; init; }

    /// <summary>Slopes are divided by it: known targets of the whole batch.</summary>
    public double Divisor { get; init; } = 1;
}

/// <summary>Losses added up.</summary>
/// <param name="Sum">Over the known targets.</param>
/// <param name="Count">Known targets.</param>
internal readonly record struct LossSum(double Sum, long Count)
{
    /// <summary>NaN where no target is known.</summary>
    public double Mean => Sum / Count;

    public LossSum Plus(LossSum other) => new(Sum + other.Sum, Count + other.Count);
}

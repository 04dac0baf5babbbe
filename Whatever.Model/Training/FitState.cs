using Whatever.Model.Training.Kernels;

namespace Whatever.Model.Training;

/// <summary>What changes during a fit, beside the parameters and the optimiser.</summary>
internal sealed class FitState
{
    public int Epoch { get; set; } = 1;

    public int Batch { get; set; }

    public int Step { get; set; }

    /// <summary>Of the pass at hand.</summary>
    public LossSum Loss { get; set; }

    /// <summary>0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>In plain order.</summary>
    public required float[] Best { get; set; }

    public List<FitEpoch> Epochs { get; init; } = [];

    public static FitState From(FitCheckpoint checkpoint, ParameterLayout layout, Span<float> parameters, AdamW optimizer)
    {
        layout.Pack(checkpoint.Vectors[0], parameters);
        layout.Pack(checkpoint.Vectors[1], optimizer.M);
        layout.Pack(checkpoint.Vectors[2], optimizer.V);
        optimizer.Steps = checkpoint.Step;
        return new FitState
        {
            Epoch = checkpoint.Epoch,
            Batch = checkpoint.Batch,
            Step = checkpoint.Step,
            Loss = new LossSum(checkpoint.LossSum, checkpoint.LossCount),
            BestEpoch = checkpoint.BestEpoch,
            Best = checkpoint.Vectors[3],
            Epochs = [.. checkpoint.Epochs],
        };
    }

    public FitCheckpoint ToCheckpoint(string setup, ParameterLayout layout, ReadOnlySpan<float> parameters, AdamW optimizer) => new()
    {
        Setup = setup,
        Epoch = Epoch,
        Batch = Batch,
        Step = Step,
        LossSum = Loss.Sum,
        LossCount = Loss.Count,
        BestEpoch = BestEpoch,
        Epochs = [.. Epochs],
        Vectors = [layout.ToPlain(parameters), layout.ToPlain(optimizer.M), layout.ToPlain(optimizer.V), Best],
    };
}

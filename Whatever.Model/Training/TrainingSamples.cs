namespace Whatever.Model.Training;

/// <summary>
/// Windows and what should come out of them. They are copied when they are needed, so that windows of one long series need not all be
/// written out. Both methods are called from several threads at once.
/// </summary>
public abstract class TrainingSamples
{
    /// <param name="count">Samples, at least 0.</param>
    /// <param name="steps">Steps of a window.</param>
    /// <param name="features">Features of a step.</param>
    /// <param name="outputs">Targets of a sample.</param>
    protected TrainingSamples(int count, int steps, int features, int outputs) =>
        (Count, Steps, Features, Outputs) = (count, steps, features, outputs);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Steps of a window.</summary>
    public int Steps { get; }

    /// <summary>Features of a step.</summary>
    public int Features { get; }

    /// <summary>Targets of a sample.</summary>
    public int Outputs { get; }

    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="stepsByFeatures">Shape (steps, features), row-major; finite numbers.</param>
    public abstract void CopyInput(int index, Span<float> stepsByFeatures);

    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="target">Shape (outputs); NaN where a target is not known and must not count in the loss.</param>
    public abstract void CopyTarget(int index, Span<float> target);
}

/// <summary>Samples that are written out.</summary>
public sealed class ArraySamples : TrainingSamples
{
    private readonly float[] inputs;
    private readonly float[] targets;

    /// <param name="inputs">Shape (count, steps, features), row-major. Not copied.</param>
    /// <param name="targets">Shape (count, outputs), row-major; NaN where not known. Not copied.</param>
    /// <param name="steps">Steps of a window, at least 1.</param>
    /// <param name="features">Features of a step, at least 1.</param>
    /// <param name="outputs">Targets of a sample, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public ArraySamples(float[] inputs, float[] targets, int steps, int features, int outputs)
        : base(outputs < 1 ? 0 : targets.Length / outputs, steps, features, outputs)
    {
        if (
            steps < 1 || features < 1 || outputs < 1 || (long)Count * outputs != targets.Length
                || (long)Count * steps * features != inputs.Length)
        {
            throw new ArgumentException(
                $"Inputs are {inputs.Length} numbers and targets {targets.Length}; expected {steps} x {features} and {outputs} for each "
                    + "sample, all at least 1.");
        }

        (this.inputs, this.targets) = (inputs, targets);
    }

    /// <inheritdoc/>
    public override void CopyInput(int index, Span<float> stepsByFeatures) =>
        inputs.AsSpan(index * stepsByFeatures.Length, stepsByFeatures.Length).CopyTo(stepsByFeatures);

    /// <inheritdoc/>
    public override void CopyTarget(int index, Span<float> target) => targets.AsSpan(index * target.Length, target.Length).CopyTo(target);
}

/// <summary>Windows of one long table of steps, each with its targets.</summary>
public sealed class WindowSamples : TrainingSamples
{
    private readonly float[] table;
    private readonly int[] firstRows;
    private readonly float[] targets;

    /// <param name="table">Shape (rows, features), row-major: the features of every step. Not copied.</param>
    /// <param name="firstRows">For each sample the row at which its window begins.</param>
    /// <param name="targets">Shape (samples, outputs), row-major; NaN where not known. Not copied.</param>
    /// <param name="steps">Steps of a window, at least 1.</param>
    /// <param name="features">Features of a step, at least 1.</param>
    /// <param name="outputs">Targets of a sample, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or a window reaches over an end of the table.</exception>
    public WindowSamples(float[] table, IReadOnlyList<int> firstRows, float[] targets, int steps, int features, int outputs)
        : base(firstRows.Count, steps, features, outputs)
    {
        if (steps < 1 || features < 1 || outputs < 1 || table.Length % features != 0 || (long)Count * outputs != targets.Length)
        {
            throw new ArgumentException(
                $"The table is {table.Length} numbers and targets are {targets.Length}; expected a multiple of {features} and {outputs} "
                    + $"for each of {Count} samples, all at least 1.");
        }

        var lastStart = (table.Length / features) - steps;
        if (firstRows.Any(row => row < 0 || row > lastStart))
        {
            throw new ArgumentException(
                $"A window begins at row {firstRows.First(row => row < 0 || row > lastStart)}, expected 0 to {lastStart}.");
        }

        (this.table, this.firstRows, this.targets) = (table, [.. firstRows], targets);
    }

    /// <inheritdoc/>
    public override void CopyInput(int index, Span<float> stepsByFeatures) =>
        table.AsSpan(firstRows[index] * Features, stepsByFeatures.Length).CopyTo(stepsByFeatures);

    /// <inheritdoc/>
    public override void CopyTarget(int index, Span<float> target) => targets.AsSpan(index * target.Length, target.Length).CopyTo(target);
}

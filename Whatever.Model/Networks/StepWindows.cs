namespace Whatever.Model.Networks;

/// <summary>Which steps a convolution or a pooling looks at for each of its outputs.</summary>
/// <remarks>
/// Output o looks at o stride - before + k dilation for k = 0 .. size - 1. Nothing is padded with "valid"; "same" gives ceil(n / stride)
/// outputs and pads half on each side, the odd one behind; "causal" pads in front alone, so that no output sees a later step.
/// </remarks>
/// <param name="Size">Steps looked at.</param>
/// <param name="Stride">From output to output.</param>
/// <param name="Padding">valid, same or causal.</param>
/// <param name="Dilation">Between the steps looked at.</param>
public sealed record StepWindows(int Size, int Stride, string Padding, int Dilation = 1)
{
    /// <summary>From the first step looked at to the last.</summary>
    private long Reach => ((long)(Size - 1) * Dilation) + 1;

    /// <summary>Outputs of n steps; none where there are too few.</summary>
    public int Count(int steps) => Padding == "valid" ? (int)Math.Max(0, (steps - Reach + Stride) / Stride) : (steps + Stride - 1) / Stride;

    /// <summary>The step at place k of an output; outside of 0 .. n - 1 in the padding.</summary>
    public long StepAt(int output, int k, int steps) => ((long)output * Stride) - Before(steps) + ((long)k * Dilation);

    private long Before(int steps) => Padding switch
    {
        "causal" => Reach - 1,
        "same" => Math.Max(0, ((long)(Count(steps) - 1) * Stride) + Reach - steps) / 2,
        _ => 0,
    };
}

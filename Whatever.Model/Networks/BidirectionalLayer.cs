using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>Two recurrent layers over the same steps, one of them from the end (Schuster and Paliwal 1997).</summary>
/// <remarks>The outputs of the second one are put back into the order of the steps before the two are joined.</remarks>
public sealed class BidirectionalLayer : ILayer
{
    private readonly RecurrentLayer forward;
    private readonly RecurrentLayer backward;
    private readonly Func<Matrix<double>, Matrix<double>, Matrix<double>> merge;

    /// <param name="forward">Takes the steps in their order.</param>
    /// <param name="backward">Takes them from the last one on.</param>
    /// <param name="mergeMode">concat, sum, mul or ave.</param>
    /// <exception cref="ArgumentException">The merge mode is not known.</exception>
    public BidirectionalLayer(RecurrentLayer forward, RecurrentLayer backward, string mergeMode)
    {
        (this.forward, this.backward) = (forward, backward);
        merge = mergeMode switch
        {
            "concat" => static (f, b) => f.Append(b),
            "sum" => static (f, b) => f + b,
            "mul" => static (f, b) => f.PointwiseMultiply(b),
            "ave" => static (f, b) => (f + b) / 2,
            _ => throw new ArgumentException($"Merge mode is \"{mergeMode}\", expected {string.Join(", ", MergeModes)}."),
        };
    }

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> MergeModes { get; } = ["concat", "sum", "mul", "ave"];

    /// <inheritdoc/>
    public Signal Forward(Signal input)
    {
        var first = forward.Forward(input);
        var second = backward.Forward(input).Steps.Reverse();
        return first with { Steps = [.. first.Steps.Zip(second, merge)] };
    }
}

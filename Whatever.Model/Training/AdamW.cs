using System.Numerics;

namespace Whatever.Model.Training;

/// <summary>
/// Adam (Kingma and Ba 2015) with weights that decay beside it instead of through the gradient (Loshchilov and Hutter 2019):
/// <code>
/// θ = θ (1 - α λ)                                   weights only, not biases
/// m = β1 m + (1 - β1) g      v = β2 v + (1 - β2) g²
/// θ = θ - α / (1 - β1^t) · m / (√v / √(1 - β2^t) + ε)
/// </code>
/// Every operation is one that rounds the same way at every width, so that results do not depend on the machine.
/// </summary>
/// <param name="length">Parameters.</param>
/// <param name="decayed">How many of them, from the first on, decay.</param>
internal sealed class AdamW(int length, int decayed)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const float Epsilon = 1e-8f;

    /// <summary>Mean of the gradient.</summary>
    public float[] M { get; } = new float[length];

    /// <summary>Mean of its square.</summary>
    public float[] V { get; } = new float[length];

    /// <summary>Steps done.</summary>
    public int Steps { get; set; }

    /// <param name="parameters">θ.</param>
    /// <param name="gradient">g before it is scaled.</param>
    /// <param name="gradientScale">What g is multiplied with: below 1 where it is clipped.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="weightDecay">λ.</param>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double gradientScale, double learningRate, double weightDecay)
    {
        Steps++;
        var rate = new Rates(
            (float)gradientScale, (float)(learningRate / (1 - Math.Pow(Beta1, Steps))), (float)Math.Sqrt(1 - Math.Pow(Beta2, Steps)),
            (float)(1 - (learningRate * weightDecay)));
        Move(parameters[..decayed], gradient[..decayed], M.AsSpan(0, decayed), V.AsSpan(0, decayed), rate);
        Move(parameters[decayed..], gradient[decayed..], M.AsSpan(decayed), V.AsSpan(decayed), rate with { Kept = 1 });
    }

    private static void Move(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> m, Span<float> v, Rates rates)
    {
        var k = 0;
        for (; k + Vector<float>.Count <= parameters.Length; k += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[k..]) * rates.GradientScale;
            var nextM = (new Vector<float>(m[k..]) * (float)Beta1) + (g * (float)(1 - Beta1));
            var nextV = (new Vector<float>(v[k..]) * (float)Beta2) + (g * g * (float)(1 - Beta2));
            nextM.CopyTo(m[k..]);
            nextV.CopyTo(v[k..]);
            var move = nextM * rates.Step / ((Vector.SquareRoot(nextV) / rates.Correction) + new Vector<float>(Epsilon));
            ((new Vector<float>(parameters[k..]) * rates.Kept) - move).CopyTo(parameters[k..]);
        }

        for (; k < parameters.Length; k++)
        {
            var g = gradient[k] * rates.GradientScale;
            m[k] = (m[k] * (float)Beta1) + (g * (float)(1 - Beta1));
            v[k] = (v[k] * (float)Beta2) + (g * g * (float)(1 - Beta2));
            var move = m[k] * rates.Step / ((MathF.Sqrt(v[k]) / rates.Correction) + Epsilon);
            parameters[k] = (parameters[k] * rates.Kept) - move;
        }
    }

    private readonly record struct Rates(float GradientScale, float Step, float Correction, float Kept);
}

using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>The functions between the layers, by the names that Keras gives them.</summary>
/// <remarks>
/// Two names differ from Keras', because Keras changed what its own means: <c>hard_sigmoid_keras2</c> is clip(0.2 x + 0.5, 0, 1),
/// <c>hard_sigmoid_keras3</c> is clip(x / 6 + 0.5, 0, 1).
/// </remarks>
public static class Activations
{
    /// <summary>Klambauer et al. 2017.</summary>
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double SeluScale = 1.0507009873554804934193349852946;

    /// <summary>Of the function; the layer of that name brings its own slope.</summary>
    private const double LeakySlope = 0.2;

    private static readonly Dictionary<string, Func<double, double>> Known = new(StringComparer.Ordinal)
    {
        ["linear"] = static x => x,
        ["relu"] = static x => Math.Max(0, x),
        ["sigmoid"] = Sigmoid,
        ["tanh"] = Math.Tanh,
        ["hard_sigmoid_keras2"] = static x => Math.Clamp((0.2 * x) + 0.5, 0, 1),
        ["hard_sigmoid_keras3"] = static x => Math.Clamp((x / 6) + 0.5, 0, 1),
        ["softsign"] = static x => x / (1 + Math.Abs(x)),
        ["softplus"] = Softplus,
        ["elu"] = static x => x > 0 ? x : SpecialFunctions.Expm1(x),
        ["selu"] = static x => SeluScale * (x > 0 ? x : SeluAlpha * SpecialFunctions.Expm1(x)),
        ["exponential"] = Math.Exp,
        ["silu"] = static x => x * Sigmoid(x),
        ["gelu"] = static x => 0.5 * x * SpecialFunctions.Erfc(-x / Math.Sqrt(2)),
        ["leaky_relu"] = static x => x > 0 ? x : LeakySlope * x,
        ["relu6"] = static x => Math.Clamp(x, 0, 6),
        ["mish"] = static x => x * Math.Tanh(Softplus(x)),
        ["hard_silu"] = static x => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        ["hard_tanh"] = static x => Math.Clamp(x, -1, 1),
        ["log_sigmoid"] = static x => -Softplus(-x),
    };

    /// <summary>Every name; softmax is the one that looks at a whole row.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys, "softmax"];

    /// <summary>σ(x) = 1 / (1 + e^-x), in (0, 1).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Looks up a function of one number.</summary>
    /// <returns>Null where the name is not known, or is softmax.</returns>
    public static Func<double, double>? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Looks up a function of a (batch, features) matrix: those of one number, and softmax over each row.</summary>
    /// <returns>Null where the name is not known.</returns>
    public static Func<Matrix<double>, Matrix<double>>? FindForRows(string name) =>
        name == "softmax" ? Softmax : Find(name) is { } one ? x => x.Map(one, Zeros.Include) : null;

    /// <summary>e^x / Σ e^x, with the row's largest value taken off so that nothing overflows.</summary>
    private static Matrix<double> Softmax(Matrix<double> x)
    {
        var y = x.Clone();
        for (var row = 0; row < y.RowCount; row++)
        {
            var powers = y.Row(row);
            powers = (powers - powers.Maximum()).PointwiseExp();
            y.SetRow(row, powers / powers.Sum());
        }

        return y;
    }

    private static double Softplus(double x) => Math.Max(x, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x)));
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>The version of Keras that wrote a file. That of TensorFlow, 2.3.0-tf, is ahead of the one on its own, 2.3.0.</summary>
/// <param name="Text">As the file says it; unknown where it does not.</param>
/// <param name="Major">1, 2 or 3 so far.</param>
/// <param name="Minor">After the first point; 0 where it is unknown.</param>
internal sealed partial record KerasVersion(string Text, int Major, int Minor)
{
    /// <summary>Functions by the version that brought them; all others of <see cref="Networks.Activations"/> came with 3.0.</summary>
    private static readonly Dictionary<string, (int Major, int Minor)> Activations = new(StringComparer.Ordinal)
    {
        ["linear"] = (1, 0),
        ["relu"] = (1, 0),
        ["sigmoid"] = (1, 0),
        ["tanh"] = (1, 0),
        ["hard_sigmoid"] = (1, 0),
        ["softmax"] = (1, 0),
        ["softplus"] = (1, 0),
        ["softsign"] = (1, 0),
        ["elu"] = (1, 0),
        ["selu"] = (2, 0),
        ["exponential"] = (2, 2),
        ["swish"] = (2, 3),
        ["gelu"] = (2, 4),
        ["mish"] = (2, 13),
    };

    /// <param name="version">Null where the file does not say.</param>
    /// <param name="namesModules">Whether its layers say what module they are of, as those of Keras 3 do.</param>
    public static KerasVersion Parse(string? version, bool namesModules)
    {
        var match = Numbers().Match(version ?? "");
        return match.Success
            ? new KerasVersion(version!, Number(match.Groups[1]), Number(match.Groups[2]))
            : new KerasVersion(version ?? "unknown", namesModules ? 3 : 2, 0);
    }

    /// <summary>A name that came later was a function of the author's own, which may do anything.</summary>
    public bool Has(string activation)
    {
        var (major, minor) = Activations.GetValueOrDefault(activation, (3, 0));
        var aheadOnly = activation == "swish" && (Major, Minor) == (2, 3) && !Text.Contains("-tf", StringComparison.Ordinal);
        return (Major > major || (Major == major && Minor >= minor)) && !aheadOnly;
    }

    public override string ToString() => Text;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([1-9])\.(\d{1,4})(\D|$)")]
    private static partial Regex Numbers();
}

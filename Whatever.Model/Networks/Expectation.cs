using Whatever.Model.Problems;

namespace Whatever.Model.Networks;

/// <summary>Holds what a description says against what it may say.</summary>
internal static class Expectation
{
    /// <param name="holds">Whether it is as expected.</param>
    /// <param name="path">Where it stands in model.json.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What may stand there: a text that needs no wording, or a <see cref="Phrase"/>.</param>
    /// <returns>Null where it holds.</returns>
    public static Problem? Check(bool holds, string path, object? found, object expected) =>
        holds ? null : new Problem("model.value", path, found ?? new Phrase("model.missing"), expected).At(path);
}

namespace Whatever.Model.Networks;

/// <summary>Words what a description says against what it may say.</summary>
internal static class Expectation
{
    /// <param name="holds">Whether it is as expected.</param>
    /// <param name="path">Where it stands in model.json.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What may stand there.</param>
    /// <returns>Null where it holds.</returns>
    public static string? Check(bool holds, string path, object? found, string expected) =>
        holds ? null : $"{path} is {found ?? "missing"}, expected {expected} ({path})";
}

namespace Whatever.Model.Problems;

/// <summary>What was found, short enough for a sentence.</summary>
public static class Excerpt
{
    /// <summary>Letters that are shown at most.</summary>
    public const int Longest = 80;

    /// <summary>The text, or its beginning with … for the rest.</summary>
    /// <param name="text">Of any length.</param>
    public static string Of(string text) => text.Length <= Longest
        ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1)}…";
}

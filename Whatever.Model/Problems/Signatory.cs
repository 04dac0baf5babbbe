namespace Whatever.Model.Problems;

/// <summary>The name that somebody signs a decision with.</summary>
public static class Signatory
{
    /// <summary>Letters at most.</summary>
    public const int Longest = 60;

    /// <summary>Whether it can stand in a log.</summary>
    /// <param name="who">1 to <see cref="Longest"/> letters; spaces around it do not count.</param>
    /// <returns>What is wrong, of the field <c>who</c>; null where nothing is.</returns>
    public static Problem? Refuse(string? who) =>
        string.IsNullOrWhiteSpace(who) ? new Problem("who.missing", Longest).At("who")
        : who.Trim().Length > Longest ? new Problem("who.too-long", who.Trim().Length, Longest).At("who")
        : null;
}

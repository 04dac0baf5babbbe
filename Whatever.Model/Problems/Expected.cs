namespace Whatever.Model.Problems;

/// <summary>The usual ways to say what is expected: the end of a sentence "x is 7, expected ...".</summary>
public static class Expected
{
    /// <summary>From one number to another, both included.</summary>
    public static Phrase Range(double from, double to) => new Phrase("expected.range", from, to);

    /// <summary>A count of at least so many.</summary>
    public static Phrase AtLeast(double least) => new Phrase("expected.at-least", least);

    /// <summary>A count of at most so many.</summary>
    public static Phrase AtMost(double most) => new Phrase("expected.at-most", most);

    /// <summary>A number that is no smaller.</summary>
    public static Phrase OrMore(double least) => new Phrase("expected.or-more", least);

    /// <summary>A number that is greater.</summary>
    public static Phrase MoreThan(double limit) => new Phrase("expected.more-than", limit);

    /// <summary>Above the first and up to the second, which is included.</summary>
    public static Phrase AboveTo(double limit, double most) => new Phrase("expected.above-to", limit, most);

    /// <summary>From the first, which is included, to below the second.</summary>
    public static Phrase FromBelow(double least, double limit) => new Phrase("expected.from-below", least, limit);

    /// <summary>Between both, neither included.</summary>
    public static Phrase Between(double low, double high) => new Phrase("expected.between", low, high);

    /// <summary>One of some names.</summary>
    /// <param name="names">Two or more.</param>
    public static Phrase OneOf(params IReadOnlyList<string> names) =>
        new Phrase("expected.either", string.Join(", ", names.SkipLast(1)), names[^1]);
}

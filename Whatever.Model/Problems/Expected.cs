using System.Collections;
using System.Text.Json;

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

    /// <summary>A value of a type of the program, as whoever writes the value would call it.</summary>
    /// <param name="type">Of a field, parameter or option.</param>
    /// <param name="found">What was written instead. A whole number that is refused has too many digits for the type.</param>
    public static Phrase Value(Type type, string? found = null)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => OneOf([.. Enum.GetNames(plain).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)]),
            _ when plain == typeof(string) || plain == typeof(Uri) || plain == typeof(Guid) => new Phrase("expected.text"),
            _ when plain == typeof(bool) => new Phrase("expected.bool"),
            _ when plain == typeof(int) && IsWhole(found) => new Phrase("expected.whole-digits", 9),
            _ when plain == typeof(long) && IsWhole(found) => new Phrase("expected.whole-digits", 18),
            _ when plain == typeof(int) || plain == typeof(long) => new Phrase("expected.whole"),
            _ when plain == typeof(double) || plain == typeof(float) => new Phrase("expected.number"),
            _ when plain == typeof(DateOnly) => new Phrase("expected.day", "2024-07-09"),
            _ when plain == typeof(DateTime) || plain == typeof(DateTimeOffset) =>
                new Phrase("expected.instant", "2024-07-09T00:00+09:00"),
            _ when plain.IsAssignableTo(typeof(IEnumerable)) && !plain.Name.Contains("Dictionary", StringComparison.Ordinal) =>
                new Phrase("expected.list"),
            _ => new Phrase("expected.object"),
        };
    }

    /// <summary>One of some names.</summary>
    /// <param name="names">Two or more.</param>
    public static Phrase OneOf(params IReadOnlyList<string> names) =>
        new Phrase("expected.either", string.Join(", ", names.SkipLast(1)), names[^1]);

    private static bool IsWhole(string? text) =>
        text is { Length: > 0 } && text.AsSpan(text[0] is '-' or '+' ? 1 : 0) is { Length: > 0 } digits
        && !digits.ContainsAnyExceptInRange('0', '9');
}

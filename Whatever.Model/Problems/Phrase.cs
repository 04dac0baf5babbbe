namespace Whatever.Model.Problems;

/// <summary>
/// Words as data: a code of the table of wordings and what goes into its sentence. <see cref="ProblemTexts"/> puts them together at the
/// edge, in the language of who reads them. By itself it is a part of a sentence, such as the name of a setting.
/// </summary>
public class Phrase : IEquatable<Phrase>
{
    /// <param name="code">Of the table, in kebab-case with the subject first, such as <c>alarm.over</c>.</param>
    /// <param name="arguments">
    /// What stands in the places {0}, {1} ... of the sentence: numbers, texts, dates, or a <see cref="Phrase"/> that has its own wording.
    /// </param>
    public Phrase(string code, params IReadOnlyList<object?> arguments) =>
        (Code, Arguments) = (code, [.. arguments.Select(Keep)]);

    /// <summary>Which sentence; stored and sent, so it stays the same when the sentence is worded anew.</summary>
    public string Code { get; }

    /// <summary>What goes into it.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <inheritdoc/>
    public bool Equals(Phrase? other) =>
        other is not null && other.GetType() == GetType() && other.Code == Code && other.Arguments.SequenceEqual(Arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Phrase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Arguments.Count);

    /// <summary>The English sentence, for logs and the command line.</summary>
    public override string ToString() => ProblemTexts.English(this);

    /// <summary>
    /// A number or a date is formatted when it is said, in the culture of who reads it. Anything else becomes its text now: it may be part
    /// of a document that is closed by then.
    /// </summary>
    private static object? Keep(object? argument) => argument is null or string or Phrase or IFormattable ? argument : argument.ToString();
}

namespace Whatever.Model.Problems;

/// <summary>Why something was refused: which rule, where, what was found and what is expected, as data.</summary>
public sealed class Problem : Phrase
{
    /// <inheritdoc cref="Phrase(string, IReadOnlyList{object})"/>
    public Problem(string code, params IReadOnlyList<object?> arguments)
        : base(code, arguments)
    {
    }

    /// <summary>
    /// The field that holds it, by its name in the request or the file, such as <c>on_delay_minutes</c>, or that of the property of an
    /// option; null where it is about no single one.
    /// </summary>
    public string? Field { get; private init; }

    /// <summary>Several in one, where one refusal has to say all.</summary>
    /// <param name="problems">One or more.</param>
    public static Problem All(IReadOnlyList<Problem> problems) =>
        problems.Count == 1 ? problems[0] : new Problem("problem.and", problems[0], All([.. problems.Skip(1)]));

    /// <summary>Those of which <see cref="All"/> has made one, each with its field.</summary>
    public IReadOnlyList<Problem> Parts => Code == "problem.and"
        ? [.. Arguments.OfType<Problem>().SelectMany(part => part.Parts)]
        : [this];

    /// <summary>The same problem of a field.</summary>
    /// <param name="field">Its name.</param>
    public Problem At(string field) => new(Code, Arguments) { Field = field };
}

using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>Phrases that many sentences need.</summary>
public static class Phrases
{
    /// <summary>The quantity by its name on the wire; in other languages by its name there.</summary>
    public static Phrase Of(Quantity quantity) => quantity switch
    {
        Quantity.FlowRate => new Phrase("quantity.flow-rate"),
        Quantity.Pressure => new Phrase("quantity.pressure"),
        _ => new Phrase("system.says", quantity.ToWireName()),
    };

    /// <summary>One sentence after the other.</summary>
    /// <param name="sentences">One or more.</param>
    public static Phrase Join(IReadOnlyList<Phrase> sentences) => Join(sentences, 0, sentences.Count);

    /// <summary>In halves: a chain of hundreds would lie deeper in each other than what is stored can be read.</summary>
    private static Phrase Join(IReadOnlyList<Phrase> sentences, int first, int count) => count == 1
        ? sentences[first]
        : new Phrase(
            "problem.and", Join(sentences, first, count / 2), Join(sentences, first + (count / 2), count - (count / 2)));
}

using Whatever.Model.Problems;

namespace Whatever.Web.Readings;

/// <summary>Names of a pushed body that mean nothing here, in the order in which they came, each once.</summary>
internal sealed class IgnoredFields
{
    /// <summary>Of a body that is nothing but other names the first ones tell enough.</summary>
    private const int Most = 50;

    private readonly List<string> names = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => names;

    /// <param name="name">Null for one that is no text.</param>
    public void Add(string? name)
    {
        if (names.Count < Most && Excerpt.Of(name ?? "\uFFFD") is var shown && known.Add(shown))
        {
            names.Add(shown);
        }
    }
}

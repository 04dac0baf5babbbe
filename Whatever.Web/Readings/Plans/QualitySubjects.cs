namespace Whatever.Web.Readings.Plans;

/// <summary>Whose quality a column says, by its name: that of Flow1 in Q1 flag, that of meter B in Quality of meter B.</summary>
/// <param name="values">The columns that may hold values.</param>
internal sealed class QualitySubjects(IReadOnlyList<PlanColumn> values)
{
    private static readonly string[] QualityNames =
    [
        "quality", "qualität", "qualitaet", "status", "validity", "valid", "gültig", "gueltig", "flag", "qual", "qc", "품질", "상태", "유효",
        "판정",
    ];

    /// <summary>Words that stand between others.</summary>
    private static readonly string[] Small = ["of", "the", "for", "is", "von", "der", "des"];

    private readonly Dictionary<int, HashSet<string>> parts = values.ToDictionary(
        value => value.Index, value => PartsOf(value.Name).ToHashSet(StringComparer.Ordinal));

    /// <summary>What is left of its name without the word of quality: that of flow_quality is flow.</summary>
    public static ColumnName NameOf(PlanColumn quality)
    {
        var name = QualityNames.Aggregate(
            quality.Written, (left, word) => left.Replace(word, "", StringComparison.OrdinalIgnoreCase));
        return ColumnName.Of(name.Trim(' ', '_', '-', '.'));
    }

    /// <summary>
    /// The values that it is about: those whose names share with it most of what tells them from other values, or whose names begin or end
    /// as it does. None where its name fits none.
    /// </summary>
    public HashSet<int> Of(PlanColumn quality)
    {
        var name = NameOf(quality);
        var telling = PartsOf(name).Distinct().Where(part => parts.Values.Any(one => !one.Contains(part))).ToList();
        var shared = parts.ToDictionary(pair => pair.Key, pair => telling.Count(pair.Value.Contains));
        var most = shared.Values.DefaultIfEmpty(0).Max();
        return most > 0 ? [.. shared.Where(pair => pair.Value == most).Select(pair => pair.Key)]
            : name.Plain.Length == 0 ? []
            : [.. values.Where(value => value.Name.Plain.StartsWith(name.Plain, StringComparison.Ordinal)
                || value.Name.Plain.EndsWith(name.Plain, StringComparison.Ordinal)).Select(value => value.Index)];
    }

    /// <summary>Letters and digits apart: flow and 1 of Flow1.</summary>
    private static IEnumerable<string> PartsOf(ColumnName name)
    {
        foreach (var word in name.Words.Where(word => !Small.Contains(word) && Domain.Units.Find(word) is null))
        {
            for (int begin = 0, end = 1; end <= word.Length; end++)
            {
                if (end == word.Length || char.IsDigit(word[end]) != char.IsDigit(word[begin]))
                {
                    yield return word[begin..end];
                    begin = end;
                }
            }
        }
    }
}

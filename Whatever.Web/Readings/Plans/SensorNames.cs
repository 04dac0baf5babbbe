namespace Whatever.Web.Readings.Plans;

/// <summary>A sensor by the words that people know it by.</summary>
/// <param name="Id">Such as sensor_01.</param>
/// <param name="Name">Often the same.</param>
public sealed record SensorName(string Id, string Name)
{
    /// <summary>A name of two letters stands in too many words.</summary>
    private const int ShortestName = 3;

    /// <summary>By its id or its name.</summary>
    internal bool StandsIn(string text) => SensorNames.HasId(text, Id)
        || (Name.Trim().Length >= ShortestName && SensorNames.HasId(text, Name.Trim()));
}

/// <summary>Finds them in names of columns and tags.</summary>
internal static class SensorNames
{
    /// <summary>Whether the id stands in the text as a word of its own: sensor_1 is not in sensor_10.flow.</summary>
    public static bool HasId(string text, string? id)
    {
        for (var at = id is { Length: > 0 } ? text.IndexOf(id, StringComparison.OrdinalIgnoreCase) : -1; at >= 0;
            at = text.IndexOf(id!, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + id!.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}

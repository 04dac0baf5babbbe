namespace Whatever.Web.Readings.Plans;

/// <summary>A sensor by the words that people know it by.</summary>
/// <param name="Id">Such as sensor_01.</param>
/// <param name="Name">Often the same.</param>
public sealed record SensorName(string Id, string Name);

/// <summary>Finds them in names of columns and tags.</summary>
internal static class SensorNames
{
    /// <summary>A name of two letters stands in too many words.</summary>
    private const int ShortestName = 3;

    /// <summary>
    /// The sensors whose ids stand in the text as words of their own: sensor_1 is not in sensor_10.flow. Of ids of which one is a part of
    /// the other the longer one is meant: where a sensor is called dma_3_out, dma_3 is not in dma_3_out.flow.
    /// </summary>
    /// <param name="text">Of a column or a tag.</param>
    /// <param name="sensors">Of the station.</param>
    /// <param name="areNamesToo">Not their ids alone.</param>
    public static IReadOnlyList<SensorName> In(string text, IReadOnlyList<SensorName> sensors, bool areNamesToo = false)
    {
        var found = sensors.SelectMany(sensor => WordsOf(sensor, areNamesToo)
            .SelectMany(word => At(text, word).Select(begin => (Sensor: sensor, Begin: begin, End: begin + word.Length)))).ToList();
        return
        [
            .. found.Where(one => !found.Exists(other => other.Begin <= one.Begin && other.End >= one.End
                    && other.End - other.Begin > one.End - one.Begin))
                .Select(one => one.Sensor).Distinct(),
        ];
    }

    private static IEnumerable<string> WordsOf(SensorName sensor, bool areNamesToo) =>
        areNamesToo && sensor.Name.Trim() is { Length: >= ShortestName } name ? [sensor.Id, name] : [sensor.Id];

    private static IEnumerable<int> At(string text, string word)
    {
        for (var at = word.Length > 0 ? text.IndexOf(word, StringComparison.OrdinalIgnoreCase) : -1; at >= 0;
            at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                yield return at;
            }
        }
    }
}

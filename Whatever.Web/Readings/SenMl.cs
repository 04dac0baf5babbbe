using System.Text.Json;

namespace Whatever.Web.Readings;

/// <summary>
/// Sensor Measurement Lists (RFC 8428): records with base name, time, unit and value that count for those after them. The name ends with
/// the quantity, <c>urn:dev:ow:7:flow_rate</c>; what stands before it is the sensor where the body is of many.
/// </summary>
internal static class SenMl
{
    /// <summary>Smaller times are counted from now (section 4.5.3).</summary>
    private const double FirstAbsolute = 1 << 28;

    private static readonly char[] Separators = [':', '/', '.', '-', '_'];

    public static bool Is(IReadOnlyList<PushedItem> items) => items.Count > 0 && items.All(item =>
        item.Problem is null && item.Element.ValueKind == JsonValueKind.Object
        && item.Element.EnumerateObject().Any(part => PushedFields.NameOf(part) is "n" or "bn")
        && item.Element.EnumerateObject().All(part => PushedFields.Meaning(PushedFields.NameOf(part)) is null));

    /// <param name="items">Records.</param>
    /// <param name="isMany">Of many sensors.</param>
    /// <param name="now">The station's clock.</param>
    /// <param name="ignored">Gets the names that are no quantity.</param>
    public static IEnumerable<PushedItem> RowsOf(
        IReadOnlyList<PushedItem> items, bool isMany, DateTimeOffset now, IgnoredFields ignored)
    {
        var (name, unit, time, value) = ("", (string?)null, 0.0, 0.0);
        foreach (var item in items)
        {
            var record = item.Element;
            (name, unit) = (Text(record, "bn") ?? name, Text(record, "bu") ?? unit);
            (time, value) = (Number(record, "bt") ?? time, Number(record, "bv") ?? value);
            var full = name + Text(record, "n");
            if (PushedFields.QuantityNames.FirstOrDefault(known => full.EndsWith(known, StringComparison.Ordinal)) is not { } quantity)
            {
                ignored.Add(full);
                continue;
            }

            var at = time + (Number(record, "t") ?? 0);
            var row = new Dictionary<string, object?>
            {
                ["ts"] = at < FirstAbsolute ? now.ToUnixTimeSeconds() + at : at,
                [quantity] = Number(record, "v") is { } number ? number + value
                    : record.TryGetProperty("vs", out var text) || record.TryGetProperty("vb", out text) ? text : null,
                [PushedFields.Meaning(quantity) == PushedField.FlowRate ? "flow_rate_unit" : "pressure_unit"] = Text(record, "u") ?? unit,
            };
            if (isMany)
            {
                row[PushedForms.SensorId] = full[..^quantity.Length].TrimEnd(Separators).Split(':', '/')[^1];
            }

            yield return item with { Element = JsonSerializer.SerializeToElement(row) };
        }
    }

    private static string? Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static double? Number(JsonElement record, string name) =>
        record.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out var number)
            && double.IsFinite(number) ? number : null;
}

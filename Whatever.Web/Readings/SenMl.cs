using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings;

/// <summary>
/// Sensor Measurement Lists (RFC 8428): records with base name, time, unit and value that count for those after them. The last part of the
/// name is the quantity, <c>urn:dev:ow:7:flow_rate</c>; what stands before it is the sensor.
/// </summary>
internal sealed class SenMl
{
    /// <summary>Smaller times are counted from now (section 4.5.3).</summary>
    private const double FirstAbsolute = 1 << 28;

    private static readonly HashSet<string> Heeded =
        new(StringComparer.Ordinal) { "bn", "bt", "bu", "bv", "n", "t", "u", "v", "vs", "vb" };

    private static readonly string[] Values = ["v", "vs", "vb"];

    private readonly SenMlNames names;
    private readonly bool isMany;
    private readonly DateTimeOffset now;
    private readonly IgnoredFields ignored;

    /// <summary>Those of the last record that said them.</summary>
    private readonly Dictionary<string, JsonElement> bases = new(StringComparer.Ordinal);

    private SenMl(SenMlNames names, bool isMany, DateTimeOffset now, IgnoredFields ignored) =>
        (this.names, this.isMany, this.now, this.ignored) = (names, isMany, now, ignored);

    /// <summary>The first object says it; what is wrong with others is said of them.</summary>
    public static bool Is(IReadOnlyList<PushedItem> items)
    {
        var first = items.FirstOrDefault(item => item.Problem is null && item.Element.ValueKind == JsonValueKind.Object);
        return IsRecord(first) && first.Element.EnumerateObject().Any(part => PushedFields.NameOf(part) is "n" or "bn");
    }

    /// <param name="items">Records.</param>
    /// <param name="sensorIds">Of the station.</param>
    /// <param name="isMany">Of many sensors.</param>
    /// <param name="now">The station's clock.</param>
    /// <param name="ignored">Gets the names that are no quantity.</param>
    public static IEnumerable<PushedItem> RowsOf(
        IReadOnlyList<PushedItem> items, IReadOnlyCollection<string> sensorIds, bool isMany, DateTimeOffset now, IgnoredFields ignored)
    {
        var list = new SenMl(new SenMlNames(sensorIds), isMany, now, ignored);
        return items.SelectMany(list.Read);
    }

    private static bool IsRecord(PushedItem item) => item.Problem is null && item.Element.ValueKind == JsonValueKind.Object
        && item.Element.EnumerateObject().All(part => PushedFields.Meaning(PushedFields.NameOf(part)) is null);

    private IEnumerable<PushedItem> Read(PushedItem item)
    {
        if (!IsRecord(item))
        {
            return [item];
        }

        var fields = FieldsOf(item.Element);
        if (!fields.ContainsKey("n") && !Array.Exists(Values, fields.ContainsKey))
        {
            // It says what counts for the others, and nothing else.
            return [];
        }

        var problem = Refuse("bn", bases, JsonValueKind.String) ?? Refuse("n", fields, JsonValueKind.String)
            ?? Refuse("bt", bases, JsonValueKind.Number) ?? Refuse("t", fields, JsonValueKind.Number)
            ?? Refuse("bv", bases, JsonValueKind.Number);
        return problem is null ? Row(item, fields) : [item with { Problem = problem }];
    }

    private Dictionary<string, JsonElement> FieldsOf(JsonElement record)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in record.EnumerateObject())
        {
            if (PushedFields.NameOf(part) is not { } name || !Heeded.Contains(name))
            {
                ignored.Add(PushedFields.NameOf(part));
            }
            else if (part.Value.ValueKind != JsonValueKind.Null)
            {
                (name[0] == 'b' ? bases : fields)[name] = part.Value;
            }
        }

        return fields;
    }

    /// <summary>A text has to be one, and not half a letter; a number has to be finite.</summary>
    private static Problem? Refuse(string name, Dictionary<string, JsonElement> fields, JsonValueKind kind)
    {
        if (!fields.TryGetValue(name, out var found) || (found.ValueKind == kind && IsWhole(found)))
        {
            return null;
        }

        var expected = new Phrase(kind == JsonValueKind.String ? "expected.text" : "expected.number");
        return new Problem("reading.value", name, JsonProblems.Found(found), expected).At(name);
    }

    private static bool IsWhole(JsonElement found) => found.ValueKind == JsonValueKind.Number
        ? found.TryGetDouble(out var number) && double.IsFinite(number)
        : PushedFields.IsText(found);

    private PushedItem[] Row(PushedItem item, Dictionary<string, JsonElement> fields)
    {
        var full = TextOf("bn", bases) + TextOf("n", fields);
        if (full.Length == 0)
        {
            return [item with { Problem = new Problem("reading.no-quantity") }];
        }

        if (names.Find(full, isMany) is not { } name)
        {
            ignored.Add(full);
            return [];
        }

        var at = NumberOf("bt", bases) + NumberOf("t", fields);
        var row = new List<KeyValuePair<string, JsonElement>>
        {
            new("ts", JsonSerializer.SerializeToElement(at < FirstAbsolute ? now.ToUnixTimeSeconds() + at : at)),
            new(name.Quantity, ValueOf(fields)),
        };
        if (fields.TryGetValue("u", out var unit) || bases.TryGetValue("bu", out unit))
        {
            row.Add(new(PushedFields.Meaning(name.Quantity) == PushedField.FlowRate ? "flow_rate_unit" : "pressure_unit", unit));
        }

        if (name.Sensor is { } sensor)
        {
            row.Add(new(PushedForms.SensorId, JsonSerializer.SerializeToElement(sensor)));
        }

        return [item with { Element = PushedForms.Row(row) }];
    }

    /// <summary>Null where there is none.</summary>
    private JsonElement ValueOf(Dictionary<string, JsonElement> fields)
    {
        var value = Array.Find(Values, fields.ContainsKey) is { } name ? fields[name] : JsonElement.Parse("null");
        return bases.ContainsKey("bv") && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && double.IsFinite(number + NumberOf("bv", bases))
            ? JsonSerializer.SerializeToElement(number + NumberOf("bv", bases))
            : value;
    }

    private static string TextOf(string name, Dictionary<string, JsonElement> fields) =>
        fields.TryGetValue(name, out var found) ? found.GetString()! : "";

    private static double NumberOf(string name, Dictionary<string, JsonElement> fields) =>
        fields.TryGetValue(name, out var found) ? found.GetDouble() : 0;
}

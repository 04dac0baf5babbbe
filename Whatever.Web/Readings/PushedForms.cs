using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Whatever.Web.Readings;

/// <summary>
/// Makes rows of what platforms send: a list of values for each quantity (the time series of ThingsBoard,
/// <c>{"flow": [{"ts": …, "value": …}], "pressure": […]}</c>), or a list of rows for each sensor (telemetry of its gateways).
/// </summary>
internal static class PushedForms
{
    public const string SensorId = "sensor_id";
    private const string Time = "ts";

    /// <summary>Stands for a name that is no text.</summary>
    private const string NoName = "\uFFFD";

    private static readonly string[] ValueNames = ["value", "v"];

    /// <param name="item">As it was pushed.</param>
    /// <param name="isMany">Of many sensors, so that a list may stand under the name of one.</param>
    /// <param name="ignored">Gets the names of other lists.</param>
    /// <returns>Its rows; the item itself where it is one.</returns>
    public static IEnumerable<JsonElement> RowsOf(JsonElement item, bool isMany, IgnoredFields ignored)
    {
        var members = item.ValueKind == JsonValueKind.Object
            ? item.EnumerateObject().Select(property => (Name: PushedFields.NameOf(property), property.Value)).ToList()
            : [];
        if (members.Exists(member => PushedFields.Meaning(member.Name) is PushedField.Time or PushedField.Values))
        {
            return [item];
        }

        return members.Exists(IsSeries) ? OfSeries(members, ignored)
            : isMany && members.Exists(member => IsList(member.Value)) && !members.Exists(IsOfARow) ? OfSensors(item, ignored)
            : [item];
    }

    /// <summary>An object of values as they are written: half a letter in one is said of its row, and stops no other.</summary>
    public static JsonElement Row(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(json.WrittenSpan);
    }

    private static IEnumerable<JsonElement> OfSeries(List<(string? Name, JsonElement Value)> members, IgnoredFields ignored)
    {
        var shared = members.Where(member => member.Value.ValueKind != JsonValueKind.Array && member.Name is not null).ToList();
        foreach (var member in members.Except(shared).Where(member => !IsSeries(member)))
        {
            ignored.Add(member.Name);
        }

        foreach (var (name, list) in members.Where(IsSeries))
        {
            foreach (var entry in list.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object)
                {
                    yield return entry;
                    continue;
                }

                var row = shared.DistinctBy(member => member.Name).ToDictionary(member => member.Name!, member => member.Value);
                foreach (var part in entry.EnumerateObject())
                {
                    var partName = PushedFields.NameOf(part) ?? NoName;
                    var isTime = PushedFields.Meaning(partName) == PushedField.Time;
                    row[ValueNames.Contains(partName) ? name! : isTime ? Time : partName] = part.Value;
                }

                yield return Row(row);
            }
        }
    }

    /// <summary>A name that is no text is no sensor's: its rows say so.</summary>
    private static IEnumerable<JsonElement> OfSensors(JsonElement item, IgnoredFields ignored)
    {
        foreach (var member in item.EnumerateObject())
        {
            if (!IsList(member.Value))
            {
                ignored.Add(PushedFields.NameOf(member));
                continue;
            }

            byte[] quoted = [(byte)'"', .. JsonMarshal.GetRawUtf8PropertyName(member), (byte)'"'];
            var sensorId = JsonElement.Parse(quoted);
            foreach (var entry in member.Value.EnumerateArray())
            {
                yield return entry.ValueKind == JsonValueKind.Object ? WithSensor(entry, sensorId) : entry;
            }
        }
    }

    private static JsonElement WithSensor(JsonElement entry, JsonElement sensorId)
    {
        var row = new Dictionary<string, JsonElement> { [SensorId] = sensorId };
        foreach (var part in entry.EnumerateObject())
        {
            row[PushedFields.NameOf(part) ?? NoName] = part.Value;
        }

        return Row(row);
    }

    private static bool IsSeries((string? Name, JsonElement Value) member) =>
        PushedFields.Meaning(member.Name) is PushedField.FlowRate or PushedField.Pressure && IsList(member.Value);

    private static bool IsOfARow((string? Name, JsonElement Value) member) =>
        PushedFields.Meaning(member.Name) is PushedField.Sensor or PushedField.FlowRate or PushedField.Pressure;

    /// <summary>Of rows: what else stands among them is refused by itself.</summary>
    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && (value.GetArrayLength() == 0 || value.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.Object));
}

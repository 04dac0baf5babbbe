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
            : isMany && members.Count > 0 && members.TrueForAll(member => member.Name is not null && IsListOfObjects(member.Value))
                ? OfSensors(members)
            : [item];
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
                var row = shared.DistinctBy(member => member.Name).ToDictionary(member => member.Name!, member => member.Value);
                foreach (var part in entry.EnumerateObject())
                {
                    var partName = PushedFields.NameOf(part) ?? "";
                    var isTime = PushedFields.Meaning(partName) == PushedField.Time;
                    row[ValueNames.Contains(partName) ? name! : isTime ? Time : partName] = part.Value;
                }

                yield return JsonSerializer.SerializeToElement(row);
            }
        }
    }

    private static IEnumerable<JsonElement> OfSensors(List<(string? Name, JsonElement Value)> members) =>
        from member in members
        from entry in member.Value.EnumerateArray()
        select WithSensor(entry, member.Name!);

    private static JsonElement WithSensor(JsonElement entry, string sensorId)
    {
        var row = new Dictionary<string, object?> { [SensorId] = sensorId };
        foreach (var part in entry.EnumerateObject())
        {
            row[PushedFields.NameOf(part) ?? ""] = part.Value;
        }

        return JsonSerializer.SerializeToElement(row);
    }

    private static bool IsSeries((string? Name, JsonElement Value) member) =>
        PushedFields.Meaning(member.Name) is PushedField.FlowRate or PushedField.Pressure && IsListOfObjects(member.Value);

    private static bool IsListOfObjects(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.Object);
}

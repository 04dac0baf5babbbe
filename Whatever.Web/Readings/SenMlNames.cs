namespace Whatever.Web.Readings;

/// <summary>What a name of SenML says: the quantity and the sensor.</summary>
/// <param name="Quantity">As it is written.</param>
/// <param name="Sensor">Null where none is named.</param>
internal readonly record struct SenMlName(string Quantity, string? Sensor);

/// <summary>
/// Names of SenML by their parts. Only a whole part is a quantity: <c>overflow</c> and <c>air_pressure</c> end with the names of some and
/// are something else.
/// </summary>
/// <param name="sensorIds">Of the station.</param>
internal sealed class SenMlNames(IReadOnlyCollection<string> sensorIds)
{
    private static readonly char[] Separators = [':', '/'];

    /// <summary>Between the id of a sensor and a quantity also these.</summary>
    private static readonly char[] Joints = ['.', '-', '_'];

    private readonly HashSet<string> ids = [.. sensorIds];

    /// <param name="full">Base name and name.</param>
    /// <param name="isMany">Of many sensors: the part before the quantity has to be one of them. Else it may be anything but another one.
    /// </param>
    /// <returns>Null where the last part is no quantity.</returns>
    public SenMlName? Find(string full, bool isMany)
    {
        var parts = full.Split(Separators);
        if (IsQuantity(parts[^1]))
        {
            var before = parts[..^1].Where(part => part.Length > 0);
            return new SenMlName(parts[^1], isMany ? before.LastOrDefault() : before.LastOrDefault(ids.Contains));
        }

        return ids.Where(id => parts[^1].StartsWith(id, StringComparison.Ordinal)).OrderByDescending(id => id.Length)
            .Select(id => new SenMlName(parts[^1][id.Length..].TrimStart(Joints), id))
            .Where(name => IsQuantity(name.Quantity)).Select(name => (SenMlName?)name).FirstOrDefault();
    }

    private static bool IsQuantity(string part) => PushedFields.Meaning(part) is PushedField.FlowRate or PushedField.Pressure;
}

namespace Whatever.Web.Domain;

/// <summary>What units of flow come to as a volume. A unit is what a person wrote, in one of its usual spellings.</summary>
internal static class FlowUnits
{
    private const string CubicMetres = "m³";
    private const string PerHour = "/h";

    /// <summary>Those whose volume is said in cubic metres.</summary>
    private static readonly Dictionary<string, double> CubicMetresPerHour =
        new[] { "L/s", "LPS", "L/min", "LPM", "L/h", "m³/s", "m³/min", "m³/d", "m³/day", "ML/d", "CMH", "CMD" }
            .ToDictionary(name => name, name => Units.Find(name)!.InBase, StringComparer.OrdinalIgnoreCase);

    /// <param name="flowUnit">As a person wrote it.</param>
    /// <returns>The volume's unit, and how much of it the flow of an hour comes to for each unit of the flow; null where it is not
    /// known.</returns>
    public static (string Unit, double PerHour)? VolumeOf(string flowUnit)
    {
        var unit = flowUnit.Trim().Replace("ℓ", "L", StringComparison.Ordinal).Replace("㎥", CubicMetres, StringComparison.Ordinal)
            .Replace("m3", CubicMetres, StringComparison.OrdinalIgnoreCase);
        return CubicMetresPerHour.TryGetValue(unit, out var factor) ? (CubicMetres, factor)
            : unit.EndsWith(PerHour, StringComparison.Ordinal) ? (unit[..^PerHour.Length], 1)
            : null;
    }
}

namespace Whatever.Web.Domain;

/// <summary>What units of flow come to as a volume. A unit is what a person wrote, in one of its usual spellings.</summary>
internal static class FlowUnits
{
    private const string CubicMetres = "m³";
    private const string PerHour = "/h";
    private const double SecondsPerHour = 3600;
    private const double MinutesPerHour = 60;
    private const double HoursPerDay = 24;
    private const double LitresPerCubicMetre = 1000;

    private static readonly Dictionary<string, double> CubicMetresPerHour = new(StringComparer.OrdinalIgnoreCase)
    {
        ["L/s"] = SecondsPerHour / LitresPerCubicMetre,
        ["LPS"] = SecondsPerHour / LitresPerCubicMetre,
        ["L/min"] = MinutesPerHour / LitresPerCubicMetre,
        ["LPM"] = MinutesPerHour / LitresPerCubicMetre,
        ["L/h"] = 1 / LitresPerCubicMetre,
        ["m³/s"] = SecondsPerHour,
        ["m³/min"] = MinutesPerHour,
        ["m³/d"] = 1 / HoursPerDay,
        ["m³/day"] = 1 / HoursPerDay,
        ["ML/d"] = LitresPerCubicMetre / HoursPerDay,
        ["CMH"] = 1,
        ["CMD"] = 1 / HoursPerDay,
    };

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

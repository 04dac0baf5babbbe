namespace Whatever.Web.Domain;

/// <summary>Units that counters count in, in their usual spellings.</summary>
public static class VolumeUnits
{
    /// <summary>US gallon, exactly 231 cubic inches: NIST SP 811, B.8.</summary>
    private const double CubicMetresPerGallon = 0.003785411784;

    private const double CubicMetresPerCubicFoot = 0.028316846592;

    private static readonly VolumeUnit[] All =
    [
        new("m³", 1, ["m3", "m^3", "cbm", "kl", "t", "ton", "tons", "톤", "cubicmetres", "cubicmeters", "kubikmeter", "세제곱미터"]),
        new("L", 0.001, ["l", "ltr", "liter", "litre", "liters", "litres", "리터"]),
        new("gal", CubicMetresPerGallon, ["gal", "gallon", "gallons", "usgal"]),
        new("ft³", CubicMetresPerCubicFoot, ["ft3", "ft^3", "cf", "cubicfeet"]),
    ];

    private static readonly Dictionary<string, VolumeUnit> BySpelling = All
        .SelectMany(unit => unit.Spellings.Append(unit.Name).Select(spelling => (Spelling: Units.Plain(spelling), Unit: unit)))
        .DistinctBy(pair => pair.Spelling).ToDictionary(pair => pair.Spelling, pair => pair.Unit, StringComparer.Ordinal);

    /// <summary>As they are shown.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(unit => unit.Name)];

    /// <returns>Null where it is no unit of volume that is known.</returns>
    public static VolumeUnit? Find(string? written) => written is null ? null : BySpelling.GetValueOrDefault(Units.Plain(written));
}

/// <summary>A unit of volume that is known.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="InCubicMetres">What one of it comes to.</param>
/// <param name="Spellings">How else it is written.</param>
public sealed record VolumeUnit(string Name, double InCubicMetres, IReadOnlyList<string> Spellings);

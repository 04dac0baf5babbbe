using System.Globalization;
using System.Text.RegularExpressions;

namespace Whatever.Web.Domain;

/// <summary>Units that counters count in and volumes of intervals stand in, in their usual spellings; factors of NIST SP 811, B.8.
/// </summary>
public static partial class VolumeUnits
{
    /// <summary>US gallon, exactly 231 cubic inches.</summary>
    private const double CubicMetresPerGallon = 0.003785411784;

    /// <summary>Of the United Kingdom and Canada, exactly; where a file says gallon alone it is the one of the United States.</summary>
    private const double CubicMetresPerImperialGallon = 0.00454609;

    private const double CubicMetresPerCubicFoot = 0.028316846592;

    private static readonly VolumeUnit[] All =
    [
        new("m³", 1, ["m3", "m^3", "cbm", "kl", "t", "ton", "tons", "톤", "cubicmetre", "cubicmeter", "cubicmetres", "cubicmeters",
            "kilolitre", "kiloliter", "kilolitres", "kiloliters", "kubikmeter", "세제곱미터", "입방미터"]),
        new("10 m³", 10, []),
        new("100 m³", 100, []),
        new("L", 0.001, ["l", "ltr", "liter", "litre", "liters", "litres", "리터"]),
        new("hL", 0.1, ["hl", "hectolitre", "hectoliter", "hectolitres", "hectoliters", "hektoliter"]),
        new("ML", 1000, ["megalitre", "megaliter", "megalitres", "megaliters", "천m3", "천톤", "1000m3", "thousandm3", "tm3"]),
        new("gal", CubicMetresPerGallon, ["gal", "gals", "gallon", "gallons", "usgal", "gal(us", "usgallon", "usgallons", "galus", "갤런"]),
        new("kgal", CubicMetresPerGallon * 1000, ["kgal", "kgals", "kgallon", "kgallons", "thousandgal", "thousandgallon",
            "thousandgallons", "천갤런"]),
        new("Mgal", CubicMetresPerGallon * 1e6, ["milliongal", "milliongallon", "milliongallons", "megagallon", "megagallons", "mmgal"]),
        new("imp gal", CubicMetresPerImperialGallon, ["impgal", "imp.gal", "imp.gal.", "imperialgal", "imperialgallon", "imperialgallons",
            "ukgal", "ukgallon", "ukgallons", "galuk", "gal(uk", "galimp", "gal(imp", "igal"]),
        new("ft³", CubicMetresPerCubicFoot, ["ft3", "ft^3", "cf", "cuft", "cu.ft", "cu.ft.", "cubicfoot", "cubicfeet"]),
        new("CCF", CubicMetresPerCubicFoot * 100, ["ccf", "hcf", "100cf", "100cuft", "hundredcubicfeet"]),
    ];

    private static readonly Dictionary<string, VolumeUnit> BySpelling = All
        .SelectMany(unit => unit.Spellings.Append(unit.Name).Select(spelling => (Spelling: Units.Plain(spelling), Unit: unit)))
        .Where(pair => !IsOpen(pair.Spelling)).DistinctBy(pair => pair.Spelling)
        .ToDictionary(pair => pair.Spelling, pair => pair.Unit, StringComparer.Ordinal);

    /// <summary>What capitals decide: ml and mL are a thousandth of a litre, which no water is counted in; mgal and MGAL may be a thousand
    /// gallons as well as a million.</summary>
    private static readonly Dictionary<string, string> ByCapitals = new(StringComparer.Ordinal)
    {
        ["ML"] = "ML",
        ["Ml"] = "ML",
        ["MG"] = "Mgal",
        ["Mgal"] = "Mgal",
        ["MGal"] = "Mgal",
        ["Mgallons"] = "Mgal",
    };

    /// <summary>As they are shown.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(unit => unit.Name)];

    /// <returns>Null where it is no unit of volume that is known, or one of more than one meaning.</returns>
    public static VolumeUnit? Find(string? written)
    {
        if (written is null or { Length: > Units.LongestWritten })
        {
            return null;
        }

        var text = written.Trim().Replace("10³", "1000", StringComparison.Ordinal).Replace("10^3", "1000", StringComparison.Ordinal);
        return One(text) ?? (Before().Match(text) is { Success: true } before ? Many(before)
            : Behind().Match(text) is { Success: true } behind ? Many(behind)
            : null);
    }

    private static VolumeUnit? One(string written) => ByCapitals.TryGetValue(written.Trim().Trim('[', ']', '(', ')'), out var name)
        ? Array.Find(All, unit => unit.Name == name)
        : BySpelling.GetValueOrDefault(Units.Plain(written));

    /// <summary>Counters of large pipes count tens and hundreds.</summary>
    private static VolumeUnit? Many(Match match)
    {
        var times = double.Parse(match.Groups["times"].ValueSpan, CultureInfo.InvariantCulture);
        if (One(match.Groups["unit"].Value) is not { } unit)
        {
            return null;
        }

        var (name, all) = ($"{times.ToString(CultureInfo.InvariantCulture)} {unit.Name}", unit.InCubicMetres * times);
        return Array.Find(All, known => known.Name == name) ?? new VolumeUnit(name, all, []);
    }

    private static bool IsOpen(string spelling) => spelling is "ml" or "mg" or "mgal" or "mgals" or "mgallons";

    /// <summary>x10 m3, 100m³, × 1000 gal.</summary>
    [GeneratedRegex(@"^[xX×*]?\s*(?<times>0\.0?0?1|10{1,4})\s*[xX×*]?\s*(?<unit>[^\d\sxX×*].*)$")]
    private static partial Regex Before();

    /// <summary>m3 x10.</summary>
    [GeneratedRegex(@"^(?<unit>\S.*?)\s*[xX×*]\s*(?<times>0\.0?0?1|10{1,4})$")]
    private static partial Regex Behind();
}

/// <summary>A unit of volume that is known.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="InCubicMetres">What one of it comes to.</param>
/// <param name="Spellings">How else it is written.</param>
public sealed record VolumeUnit(string Name, double InCubicMetres, IReadOnlyList<string> Spellings);

using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>Units that files and sensors name, in their usual spellings, and what they come to in each other.</summary>
public static class Units
{
    private const double SecondsPerHour = 3600;
    private const double MinutesPerHour = 60;
    private const double HoursPerDay = 24;
    private const double LitresPerCubicMetre = 1000;

    /// <summary>US gallon, exactly 231 cubic inches: NIST SP 811, B.8.</summary>
    private const double LitresPerGallon = 3.785411784;

    /// <summary>Of the United Kingdom and Canada, exactly: NIST SP 811, B.8.</summary>
    private const double LitresPerImperialGallon = 4.54609;

    /// <summary>Standard gravity times the density of water at 4 °C, as the conventional metre of water: NIST SP 811, B.8.</summary>
    private const double KilopascalPerMetre = 9.80665;

    private const double LitresPerCubicFoot = 28.316846592;
    private const double KilopascalPerBar = 100;
    private const double KilopascalPerPsi = 6.894757293168;
    private const double KilopascalPerAtmosphere = 98.0665;

    /// <summary>Names as they are shown, in m³/h and kPa, and how else they are written; spellings without blanks, in lower case.</summary>
    private static readonly Unit[] All =
    [
        new("m³/h", Quantity.FlowRate, 1, ["m3/h", "m^3/h", "m3/hr", "m3/hour", "m³/hr", "m3h", "cmh", "cbm/h", "m3/시간", "m3/시", "톤/시간",
            "t/h", "m3/std", "cbm/std", "kl/h", "kl/hr", "klh"]),
        new("L/s", Quantity.FlowRate, SecondsPerHour / LitresPerCubicMetre, ["l/s", "lps", "l/sec", "l/sek", "ltr/s", "l/초"]),
        new("L/min", Quantity.FlowRate, MinutesPerHour / LitresPerCubicMetre, ["l/min", "lpm", "l/m", "l/분", "ltr/min"]),
        new("L/h", Quantity.FlowRate, 1 / LitresPerCubicMetre, ["l/h", "lph", "l/hr", "l/std", "ltr/h"]),
        new("m³/min", Quantity.FlowRate, MinutesPerHour, ["m3/min", "m^3/min", "cmm", "m3/분", "m3/m"]),
        new("m³/s", Quantity.FlowRate, SecondsPerHour, ["m3/s", "m^3/s", "cms", "m3/sec", "m3/sek", "m3/초", "cumec", "cumecs"]),
        new("m³/d", Quantity.FlowRate, 1 / HoursPerDay,
            ["m3/d", "m3/day", "m^3/d", "m^3/day", "cmd", "m3/일", "t/d", "톤/일", "ton/day", "m3/tag", "kl/d", "kl/day", "kld"]),
        new("ML/d", Quantity.FlowRate, LitresPerCubicMetre / HoursPerDay, ["ml/d", "mld", "ml/day", "1000m3/d", "천m3/일", "천톤/일"]),
        new("MGD", Quantity.FlowRate, LitresPerGallon * 1e6 / LitresPerCubicMetre / HoursPerDay,
            ["mgd", "usmgd", "mgal/d", "mgal/day", "milliongallons/day"]),
        new("ft³/s", Quantity.FlowRate, LitresPerCubicFoot * SecondsPerHour / LitresPerCubicMetre,
            ["cfs", "ft3/s", "ft^3/s", "ft3/sec", "cf/s", "cuft/s", "cusec"]),
        new("ft³/min", Quantity.FlowRate, LitresPerCubicFoot * MinutesPerHour / LitresPerCubicMetre,
            ["cfm", "ft3/min", "ft^3/min", "cf/min"]),
        new("ft³/h", Quantity.FlowRate, LitresPerCubicFoot / LitresPerCubicMetre, ["cfh", "ft3/h", "ft3/hr", "ft^3/h", "cf/h"]),
        new("gpm", Quantity.FlowRate, LitresPerGallon * MinutesPerHour / LitresPerCubicMetre,
            ["gpm", "gal/min", "gals/min", "gallon/min", "gallons/min", "usgpm", "usgal/min", "us.gal/min", "galus/min"]),
        new("gph", Quantity.FlowRate, LitresPerGallon / LitresPerCubicMetre, ["gph", "gal/h", "gal/hr", "gallons/hour", "usgal/h"]),
        new("gpd", Quantity.FlowRate, LitresPerGallon / LitresPerCubicMetre / HoursPerDay, ["gpd", "gal/d", "gal/day", "gallons/day"]),
        new("kgal/d", Quantity.FlowRate, LitresPerGallon / HoursPerDay, ["kgal/d", "kgal/day", "kgpd"]),
        new("imp gal/min", Quantity.FlowRate, LitresPerImperialGallon * MinutesPerHour / LitresPerCubicMetre,
            ["impgal/min", "imp.gal/min", "impgpm", "igpm", "ukgal/min", "ukgpm", "imperialgpm"]),
        new("imp MGD", Quantity.FlowRate, LitresPerImperialGallon * 1e6 / LitresPerCubicMetre / HoursPerDay,
            ["impmgd", "imgd", "ukmgd", "migd"]),
        new("kPa", Quantity.Pressure, 1, ["kpa"]),
        new("bar", Quantity.Pressure, KilopascalPerBar, ["bar", "barg"]),
        new("mbar", Quantity.Pressure, KilopascalPerBar / 1000, ["mbar", "hpa"]),
        new("MPa", Quantity.Pressure, 1000, ["mpa"]),
        new("Pa", Quantity.Pressure, 0.001, ["pa"]),
        new("mH₂O", Quantity.Pressure, KilopascalPerMetre, ["mh2o", "mws", "mwc", "maq", "mwg", "mca", "m"]),
        new("kgf/cm²", Quantity.Pressure, KilopascalPerAtmosphere, ["kgf/cm2", "kg/cm2", "kg/cm^2", "kgf/cm^2", "kg/㎠", "kgf/㎠", "at"]),
        new("psi", Quantity.Pressure, KilopascalPerPsi, ["psi", "psig"]),
    ];

    private static readonly Dictionary<string, Unit> BySpelling = All
        .SelectMany(unit => unit.Spellings.Append(unit.Name).Select(spelling => (Spelling: Plain(spelling), Unit: unit)))
        .DistinctBy(pair => pair.Spelling).ToDictionary(pair => pair.Spelling, pair => pair.Unit, StringComparer.Ordinal);

    /// <summary>Blanks and brackets included; what is longer is none of them.</summary>
    internal const int LongestWritten = 64;

    /// <returns>Null where it is no unit that is known.</returns>
    public static Unit? Find(string? written) =>
        written is null or { Length: > LongestWritten } ? null : BySpelling.GetValueOrDefault(Plain(written));

    /// <summary>What a value in one unit is multiplied with to be one in the other; null where either is not known, or of another
    /// quantity.</summary>
    public static double? Factor(string from, string to) => Find(from) is { } a && Find(to) is { } b && a.Quantity == b.Quantity
        ? a.InBase / b.InBase
        : null;

    /// <summary>One spelling of the many: in lower case, without blanks, brackets and letters that stand for several.</summary>
    internal static string Plain(string written)
    {
        var small = written.Trim().Trim('[', ']', '(', ')').ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        return System.Text.Ascii.IsValid(small) ? small : WithoutSigns(small);
    }

    private static string WithoutSigns(string small) => small
        .Replace("㎥", "m3", StringComparison.Ordinal).Replace("ℓ", "l", StringComparison.Ordinal)
        .Replace("㎘", "m3", StringComparison.Ordinal).Replace("³", "3", StringComparison.Ordinal).Replace("²", "2", StringComparison
            .Ordinal)
        .Replace("₂", "2", StringComparison.Ordinal).Replace("㎪", "kpa", StringComparison.Ordinal)
        .Replace("㎫", "mpa", StringComparison.Ordinal).Replace("㎏", "kg", StringComparison.Ordinal)
        .Replace("cm㎠", "cm2", StringComparison.Ordinal).Replace("㎠", "cm2", StringComparison.Ordinal);
}

/// <summary>A unit that is known.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Quantity">What is measured in it.</param>
/// <param name="InBase">What one of it comes to in m³/h or kPa.</param>
/// <param name="Spellings">How else it is written.</param>
public sealed record Unit(string Name, Quantity Quantity, double InBase, IReadOnlyList<string> Spellings);

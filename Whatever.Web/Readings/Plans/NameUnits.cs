using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>Units that stand in the name of a column itself: <c>flow_m3h</c>, <c>Flow_L_s</c>, <c>FlowLps</c>, <c>Pmbar</c>, <c>유량m3h</c>.
/// Words that end like a unit (<c>Flow_total_s</c>, <c>Pressure_barrel</c>) are none.</summary>
internal static class NameUnits
{
    /// <summary>Shorter units are more often something else behind a name without a border.</summary>
    private const int ShortestGlued = 3;
    /// <summary>No spelling of a unit is longer; what is looked for in a name of thousands of letters would take seconds.</summary>
    private const int LongestGlued = 24;
    private const int MostWords = 3;
    private static readonly char[] Separators = [' ', '_'];
    private static readonly char[] AllSeparators = [' ', '_', '-', '.'];
    private static readonly string[] Times = ["s", "sec", "sek", "min", "h", "hr", "hour", "std", "d", "day", "tag", "초", "분", "시", "일"];
    private static readonly string[] FlowParts = ["flow", "fluss", "fluß", "strom", "유량", "debit", "caudal"];
    private static readonly string[] PressureParts = ["press", "pres", "druck", "압"];

    public static Unit? UnitAtEnd(string name) => Apart(name) ?? Behind(name, Units.Find) switch
    {
        { } unit when !IsPreposition(unit, name) => unit,
        _ => AtBorder(name) ?? Glued(name),
    };

    /// <summary>Volume_m3; a single letter there is more often a number of something.</summary>
    public static VolumeUnit? VolumeAtEnd(string name)
    {
        if (Behind(name, written => written.Length > 1 ? VolumeUnits.Find(written) : null) is { } unit)
        {
            return IsCounted(name) ? null : unit;
        }

        return BorderPart(name) is { Length: > 1 } part && (part.Length >= ShortestGlued || part.Any(IsCubic) || part.All(char.IsUpper))
            ? VolumeUnits.Find(part)
            : null;
    }

    /// <summary>Totalizer 10 m3: the tenth one, or one that counts tens. Signs such as x10 m3 say so.</summary>
    private static bool IsCounted(string name) => name.Split(Separators, StringSplitOptions.RemoveEmptyEntries) is [_, .., var times, _]
        && IsTimes(times.TrimStart('x', 'X', '×', '*')) && char.IsAsciiDigit(times[0]);

    /// <summary>A number that units are counted in apart from the unit: nobody knows whether it is in the counts already.</summary>
    public static bool HasTimesApart(string name, IReadOnlyList<string> additions) => additions.Any(IsMultiplier)
        || (additions.Count > 0 && name.Split(Separators, StringSplitOptions.RemoveEmptyEntries) is [_, .., var last]
            && IsMultiplier(last));

    private static bool IsMultiplier(string text) => text is ['x' or 'X' or '×' or '*', .. var times] && IsTimes(times.Trim());

    private static bool IsTimes(string text) => text is "10" or "100" or "1000" or "10000" or "0.1" or "0.01" or "0.001";

    private static bool IsCubic(char letter) => letter is '3' or '³' or '㎥';

    /// <summary>Flow_L_s, Flow_imp_gal_min.</summary>
    private static Unit? Apart(string name)
    {
        var parts = name.Split(AllSeparators, StringSplitOptions.RemoveEmptyEntries);
        for (var words = Math.Min(MostWords, parts.Length - 1); words >= 2; words--)
        {
            var volume = string.Concat(parts[^words..^1]);
            if (Times.Contains(parts[^1].ToLowerInvariant()) && (volume.Length > 1 || SaysFlow(name, volume))
                && Units.Find($"{volume}/{parts[^1]}") is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>Level_L_H is no litres an hour.</summary>
    private static bool SaysFlow(string name, string volume) => volume is "l" or "L" or "ℓ" && (name[0] is 'q' or 'Q'
        || Array.Exists(FlowParts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The last words that are a unit together: imp gal/min is none of gal/min.</summary>
    private static T? Behind<T>(string name, Func<string, T?> find)
        where T : class
    {
        var parts = name.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (var words = Math.Min(MostWords, parts.Length - 1); words >= 1; words--)
        {
            if (find(string.Join(' ', parts[^words..])) is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>created_at is no technical atmosphere.</summary>
    private static bool IsPreposition(Unit unit, string name) => unit.Name == "kgf/cm²"
        && name.EndsWith("at", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(PressureParts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>FlowLps, PressureBar, 수압kPa; a command is called Cmd, cubic metres a day are CMD.</summary>
    private static Unit? AtBorder(string name) => BorderPart(name) is { } part
        && (part.Length >= ShortestGlued || part.Any(IsCubic)) && part is not ("Cmd" or "cmd") ? Units.Find(part) : null;

    /// <summary>What stands behind the last border between a small letter and a capital, or between 한글 and other letters.</summary>
    private static string? BorderPart(string name)
    {
        for (var i = name.Length - 1; i > 0; i--)
        {
            if ((char.IsUpper(name[i]) && char.IsLower(name[i - 1])) || (IsHangul(name[i - 1]) && !IsHangul(name[i])))
            {
                return name[i..];
            }
        }

        return null;
    }

    private static bool IsHangul(char letter) => letter is >= '가' and <= '힣';

    /// <summary>Pmbar, Qlps, pressurebar, and not Qcmd, which may be a command: a letter or a whole name of a quantity, and a unit of that
    /// quantity.</summary>
    private static Unit? Glued(string name)
    {
        for (var length = Math.Min(name.Length - 1, LongestGlued); length >= ShortestGlued; length--)
        {
            var (before, unit) = (name[..^length], Units.Find(name[^length..]));
            if (unit is not null && unit.Name != "m³/d" && QuantityOf(before) == unit.Quantity)
            {
                return unit;
            }
        }

        return null;
    }

    private static Quantity? QuantityOf(string name) => name.TrimEnd([.. "0123456789"]).ToLowerInvariant() switch
    {
        "q" => Quantity.FlowRate,
        "p" => Quantity.Pressure,
        var other => ColumnWords.QuantityOf(other),
    };
}

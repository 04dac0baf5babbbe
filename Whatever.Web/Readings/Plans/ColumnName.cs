using System.Text;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>The name of a column: <c>Flow Rate (m³/h)</c>, <c>Date Time, GMT+09:00</c>, <c>수압[kPa]</c>. A unit or a zone behind it is no
/// part of the name.</summary>
internal sealed class ColumnName
{
    private static readonly char[] Begins = ['(', '[', ',', '{'];

    private readonly string name;
    private readonly IReadOnlyList<string> additions;
    private readonly Lazy<IReadOnlyList<string>> words;
    private readonly Lazy<Unit?> unit;
    private readonly Lazy<VolumeUnit?> volume;
    private readonly Lazy<(int? OffsetMinutes, string? Zone)> zone;

    /// <summary>Each cell of the first lines is looked at as if it were a name; what nobody asks of it is not found out.</summary>
    private ColumnName(string name, IReadOnlyList<string> additions)
    {
        (this.name, this.additions, Plain) = (name, additions, Squeeze(name));
        words = new(() => SplitWords(name), isThreadSafe: false);
        unit = new(() => additions.Select(Units.Find).FirstOrDefault(found => found is not null) ?? NameUnits.UnitAtEnd(name), false);
        volume = new(FindVolume, isThreadSafe: false);
        zone = new(
            () => additions.Append(Words.Count > 1 ? Words[^1] : "").Append(LastPart(name)).Select(ReadZone)
                .FirstOrDefault(found => found != default),
            isThreadSafe: false);
    }

    /// <summary>Letters and digits alone, in lower case.</summary>
    public string Plain { get; }

    /// <summary>The parts of FlowRate, flow_rate and flow-rate.</summary>
    public IReadOnlyList<string> Words => words.Value;

    public Unit? Unit => unit.Value;

    /// <summary>A unit of volume that stands behind it, as behind the name of a counter.</summary>
    public VolumeUnit? Volume => volume.Value;

    /// <summary>An offset from UTC that stands behind it.</summary>
    public int? OffsetMinutes => zone.Value.OffsetMinutes;

    /// <summary>A zone that stands behind it.</summary>
    public string? Zone => zone.Value.Zone;

    /// <summary>Capital letters behind the name of a time that are no zone of one meaning: EST, IST.</summary>
    public string? UnknownZone => OffsetMinutes is null && Zone is null ? additions.FirstOrDefault(IsZoneLike) : null;

    /// <summary>What stands in brackets behind it.</summary>
    public string? Addition => additions.FirstOrDefault(addition => addition.Length > 0);

    public static ColumnName Of(string written)
    {
        var text = written.Trim().Trim('\uFEFF', '"').Trim();
        var cut = text.IndexOfAny(Begins, Math.Min(1, text.Length));
        return cut < 0 ? new ColumnName(text, []) : new ColumnName(
            text[..cut], [.. text[cut..].Split(['(', ')', '[', ']', ',', '{', '}'], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Trim())]);
    }

    private VolumeUnit? FindVolume() => NameUnits.HasTimesApart(name, additions) ? null
        : additions.Select(VolumeUnits.Find).FirstOrDefault(found => found is not null) ?? NameUnits.VolumeAtEnd(name);

    private static bool IsZoneLike(string text) => text.Length is >= 2 and <= 5 && text.All(char.IsAsciiLetterUpper);

    /// <summary>UTC, GMT+09:00, KST, Asia/Seoul.</summary>
    internal static (int? OffsetMinutes, string? Zone) ReadZone(string text)
    {
        if (text.Length == 0)
        {
            return default;
        }

        if (text.Contains('/', StringComparison.Ordinal) && StationClock.Exists(text))
        {
            return (null, text);
        }

        return TimeText.TryRead($"0:00 {text}", out var reading) && reading is { OffsetMinutes: { } minutes }
            ? (minutes, null)
            : default;
    }

    /// <summary>Date Time GMT+00:00.</summary>
    private static string LastPart(string name) => name.LastIndexOf(' ') is > 0 and var at ? name[(at + 1)..] : "";

    private static string Squeeze(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static List<string> SplitWords(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var isBorder = !char.IsLetterOrDigit(name[i]) || (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
            if (isBorder && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (char.IsLetterOrDigit(name[i]))
            {
                word.Append(char.ToLowerInvariant(name[i]));
            }
        }

        return word.Length > 0 ? [.. words, word.ToString()] : words;
    }
}

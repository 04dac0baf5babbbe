using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>What the numbers of a column say together about which sign is the decimal one, looked at one by one and decided once.</summary>
internal sealed class NumberEvidence
{
    private const int GroupDigits = 3;
    private Seen? decimalComma;
    private Seen? decimalPoint;
    private Seen? openComma;
    private Seen? openPoint;
    private bool hasCommaGroups;
    private bool hasPointGroups;
    private bool hasBlankGroups;
    private int bare;
    private bool hasShortWhole;
    private bool hasLongWhole;
    private readonly Dictionary<string, int> units = new(StringComparer.Ordinal);

    /// <summary>A number that proves the decimal comma, or that commas cannot be anything else.</summary>
    public Seen? Comma => decimalComma;

    /// <summary>A number that proves the decimal point.</summary>
    public Seen? Point => decimalPoint;

    /// <summary>A number such as 1,224, which may be either.</summary>
    public Seen? Open => openComma ?? openPoint;

    public bool HasOpenComma => openComma is not null;

    public bool HasOpenPoint => openPoint is not null;

    /// <summary>
    /// Whether groups of three may be meant: short numbers stand there without a sign, and none of more than three digits.
    /// </summary>
    public bool HasMixedLengths => hasShortWhole && !hasLongWhole;

    public bool HasNoSign => decimalComma is null && decimalPoint is null && openComma is null && openPoint is null;

    public bool HasGroups => hasCommaGroups || hasPointGroups || hasBlankGroups;

    /// <summary>Numbers of several units, or with one and without it, stand in one column.</summary>
    public bool HasMixedUnits => units.Count > 1 || (units.Count == 1 && bare > 0);

    /// <summary>The unit behind the numbers, by its usual name; null where there is none, or more than one.</summary>
    public string? Unit => units.Count == 1 ? units.Keys.Single() : null;

    public void Add(ReadOnlySpan<byte> text, long line)
    {
        if (!NumberText.TrySplit(text, out var number))
        {
            return;
        }

        bare += number.Suffix.IsEmpty ? 1 : 0;
        if (!number.Suffix.IsEmpty && !TryAddUnit(number.Unit))
        {
            return;
        }

        var (commas, points) = (number.Commas, number.Points);
        hasBlankGroups |= number.HasBlanks;
        if (commas == 0 && points == 0)
        {
            NoteWhole(number.Digits);
            return;
        }

        var seen = new Seen(System.Text.Encoding.UTF8.GetString(text), line);
        if (commas > 0 && points > 0)
        {
            NoteBoth(number, commas, points, seen);
        }
        else
        {
            NoteOne(number.Digits, commas > 0, Math.Max(commas, points), seen);
        }
    }

    private bool TryAddUnit(string suffix)
    {
        var known = Units.Find(suffix);
        if (known is { } unit)
        {
            units[unit.Name] = units.GetValueOrDefault(unit.Name) + 1;
        }

        return known is not null;
    }

    private void NoteWhole(ReadOnlySpan<byte> digits)
    {
        var count = digits.Trim("+- "u8).Length;
        hasShortWhole |= count <= GroupDigits;
        hasLongWhole |= count > GroupDigits && digits.IndexOf((byte)' ') < 0;
    }

    /// <summary>The last one is the decimal sign.</summary>
    private void NoteBoth(NumberText number, int commas, int points, Seen seen)
    {
        var isComma = number.Digits.LastIndexOf((byte)',') > number.Digits.LastIndexOf((byte)'.');
        if (isComma && commas == 1 && number.TryRead(new NumberForm(DecimalComma: true, HasThousands: true), out _))
        {
            (decimalComma, hasPointGroups) = (decimalComma ?? seen, true);
        }
        else if (!isComma && points == 1 && number.TryRead(new NumberForm(HasThousands: true), out _))
        {
            (decimalPoint, hasCommaGroups) = (decimalPoint ?? seen, true);
        }
    }

    private void NoteOne(ReadOnlySpan<byte> digits, bool isComma, int count, Seen seen)
    {
        if (count > 1)
        {
            // 1,224,500: groups, so the other sign is the decimal one.
            hasCommaGroups |= isComma;
            hasPointGroups |= !isComma;
            decimalPoint = isComma ? decimalPoint ?? seen : decimalPoint;
            decimalComma = isComma ? decimalComma : decimalComma ?? seen;
            return;
        }

        var at = digits.IndexOf(isComma ? (byte)',' : (byte)'.');
        var before = digits[..at].Trim("+- "u8);
        var behind = digits[(at + 1)..];
        var isOpen = behind.Length == GroupDigits && behind.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && before.Length is >= 1 and <= GroupDigits && before[0] != (byte)'0';
        if (isComma)
        {
            (openComma, decimalComma) = isOpen ? (openComma ?? seen, decimalComma) : (openComma, decimalComma ?? seen);
        }
        else
        {
            (openPoint, decimalPoint) = isOpen ? (openPoint ?? seen, decimalPoint) : (openPoint, decimalPoint ?? seen);
        }
    }

    /// <param name="Text">The number as it is written.</param>
    /// <param name="Line">Where.</param>
    public sealed record Seen(string Text, long Line)
    {
        public Phrase ToProof() => new Phrase("plan.proof-number", Text, Line);
    }
}

using System.Text;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>What stands in a column, counted.</summary>
internal sealed class ColumnEvidence
{
    /// <summary>More different texts than this are neither tags nor words of quality.</summary>
    private const int MostTexts = 2_000;

    private static readonly DateOrder[] Orders = Enum.GetValues<DateOrder>();
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private int wholeTimes;
    private int dates;
    private int midnights;
    private int clocks;
    private int digitTimes;
    private int digitDates;
    private int digitClocks;
    private readonly int[] epochs = new int[TimeKinds.EpochKinds.Count];
    private int spreadsheetDays;

    private double last = double.NaN;
    private int rises;
    private int falls;

    public int Filled { get; private set; }
    public int NumberCount { get; private set; }
    public NumberEvidence Numbers { get; } = new();

    /// <summary>The different texts, at most <see cref="MostTexts"/> of them.</summary>
    public IReadOnlyCollection<string> Texts => texts.Keys;
    public bool HasTooManyTexts => texts.Count >= MostTexts;
    public bool IsConstant => texts.Count <= 1;

    /// <summary>Each of its texts stands in one row alone: numbers of rows, not names of things.</summary>
    public bool IsAllDifferent => texts.Count == Filled && Filled > 1;

    public bool HoldsTimes => IsMost(wholeTimes);
    public bool HoldsDates => IsMost(dates);

    /// <summary>Dates as spreadsheets give them out, each with a midnight behind it.</summary>
    public bool HoldsMidnights => Filled > 1 && midnights == Filled;

    /// <summary>The same in a few of the rows: a cell for each day.</summary>
    public bool HoldsFewMidnights(int rows) => Filled > 0 && Filled < rows && midnights == Filled;
    public bool HoldsClocks => IsMost(clocks);
    public bool HoldsNumbers => NumberCount > 0 && !HoldsTimes && !HoldsDates && !HoldsClocks;

    /// <summary>
    /// Each number is as large as the one before it, or each as small where the newest row comes first: that of a counter.
    /// </summary>
    public bool IsRising => rises + falls > 1 && (rises == 0 || falls == 0);

    /// <summary>A counter that was set back now and then falls seldom.</summary>
    public bool FallsOften => Math.Min(rises, falls) > 1 && Math.Min(rises, falls) * 5 > Math.Max(rises, falls);

    /// <summary>20240709, 240709: dates where the column is called so.</summary>
    public bool MayBeDates => HoldsDates || IsMost(digitDates);

    /// <summary>0001, 000100, 13: times of day where the column is called so.</summary>
    public bool MayBeClocks => HoldsClocks || IsMost(digitClocks);

    /// <summary>
    /// Numbers that are times in a column that is called so: counted seconds, digits without signs, days of a spreadsheet.
    /// </summary>
    public TimeKind? NumberTimes => IsMost(digitTimes) ? TimeKind.Written
        : Array.FindIndex(epochs, IsMost) is >= 0 and var kind ? TimeKinds.EpochKinds[kind]
        : IsMost(spreadsheetDays) ? TimeKind.SpreadsheetDays
        : null;

    public void Add(string field, long line)
    {
        var text = field.Trim();
        if (MissingWords.Contain(text))
        {
            return;
        }

        Filled++;
        if (texts.Count < MostTexts || texts.ContainsKey(text))
        {
            texts[text] = texts.GetValueOrDefault(text) + 1;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (IsTime(text))
        {
            return;
        }

        NumberCount += NumberText.TrySplit(bytes, out _) ? 1 : 0;
        Numbers.Add(bytes, line);
        NoteNumberTime(text);
        NoteTrend(text);
    }

    /// <summary>Of a row below the first ones: the kind of column is known by then.</summary>
    public void AddLater(ReadOnlySpan<byte> field, long line, bool areNames)
    {
        Numbers.Add(field, line);
        var isNumber = NumberText.TrySplit(field, out _);
        NumberCount += isNumber ? 1 : 0;
        if (isNumber && System.Buffers.Text.Utf8Parser.TryParse(field, out double number, out var used) && used == field.Length)
        {
            NoteTrend(number);
        }

        Filled += isNumber && !areNames ? 1 : 0;
        if (areNames && Encoding.UTF8.GetString(field).Trim() is { Length: > 0 } text && !MissingWords.Contain(text)
            && (texts.Count < MostTexts || texts.ContainsKey(text)))
        {
            Filled++;
            texts[text] = texts.GetValueOrDefault(text) + 1;
        }
    }

    private bool IsTime(string text)
    {
        digitClocks += text.Length <= 6 && text.All(char.IsAsciiDigit)
            && (TimeText.TryRead($"2024-01-01 {text}", out _) || TimeText.TryRead($"2024-01-01 {text.PadLeft(4, '0')}", out _)) ? 1 : 0;
        if (!TimeText.TryRead(text.AsSpan(), out var reading))
        {
            return false;
        }

        var isDate = Array.Exists(Orders, order => reading.DateBy(order) is not null);
        if (text.All(char.IsAsciiDigit))
        {
            digitTimes += isDate && reading.Clock is not null ? 1 : 0;
            digitDates += isDate && reading.Clock is null ? 1 : 0;
            return false;
        }

        wholeTimes += isDate && reading.Clock is not null ? 1 : 0;
        midnights += isDate && reading.Clock == TimeSpan.Zero ? 1 : 0;
        dates += isDate && reading.Clock is null ? 1 : 0;
        clocks += reading.Form == DateForm.None ? 1 : 0;
        return isDate || reading.Form == DateForm.None;
    }

    private void NoteNumberTime(string text)
    {
        // 45482,0006944 is how spreadsheets in German write a day.
        var isDecimal = text.Count(letter => letter == ',') == 1 && !text.Contains('.', StringComparison.Ordinal);
        if (!double.TryParse(
            isDecimal ? text.Replace(',', '.') : text, System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return;
        }

        for (var kind = 0; kind < epochs.Length; kind++)
        {
            epochs[kind] += TimeKinds.IsPlausible(TimeKinds.EpochKinds[kind], number) ? 1 : 0;
        }

        spreadsheetDays += TimeKinds.IsPlausible(TimeKind.SpreadsheetDays, number) ? 1 : 0;
    }

    /// <summary>Numbers with a sign between thousands say nothing here.</summary>
    private void NoteTrend(string text)
    {
        if (double.TryParse(text.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            NoteTrend(number);
        }
    }

    private void NoteTrend(double number)
    {
        rises += number > last ? 1 : 0;
        falls += number < last ? 1 : 0;
        last = number;
    }

    private bool IsMost(int count) => count > 0 && count * 10 >= Filled * 6;
}

namespace Whatever.Web.Readings.Plans;

/// <summary>A time whose parts stand in columns of their own: Year, Month, Day, Hour, Minute; -1 where there is none.</summary>
/// <param name="Year">-1 where the date stands in one column, that of the time.</param>
/// <param name="Month">-1 likewise.</param>
/// <param name="Day">-1 likewise.</param>
/// <param name="Clock">The time of day in one column.</param>
/// <param name="Hour">-1 where the time of day stands in one column.</param>
/// <param name="Minute">-1 where rows are of whole hours.</param>
/// <param name="Second">-1 where rows are of whole minutes.</param>
public sealed record TimeParts(int Year, int Month, int Day, int Clock, int Hour, int Minute, int Second)
{
    private static readonly string[] Years = ["year", "yr", "yyyy", "jahr", "년", "년도", "연도"];
    private static readonly string[] Months = ["month", "mon", "mo", "monat", "월"];
    private static readonly string[] Days = ["day", "dy", "dd", "tag", "일"];
    private static readonly string[] Hours = ["hour", "hr", "hh", "hh24", "stunde", "std", "시"];
    private static readonly string[] Minutes = ["minute", "min", "mi", "nn", "분"];
    private static readonly string[] Seconds = ["second", "sec", "ss", "sekunde", "sek", "초"];

    private static readonly string[] Ambiguous = ["min", "std"];
    private static readonly string[] Statistics = ["max", "mean", "avg", "average", "mittel", "median", "최대", "평균"];

    /// <summary>Of YYYY, MM, DD, HH, MM the first one is the month.</summary>
    private const string MonthOrMinute = "mm";
    private const int CenturyOfTwoDigits = 2000;
    private const int TwoDigitYears = 100;

    public IEnumerable<int> Columns => new[] { Year, Month, Day, Clock, Hour, Minute, Second }.Where(column => column >= 0);

    /// <summary>Whether the date stands in parts, too.</summary>
    public bool HasDate => Year >= 0;

    /// <summary>Whether names of columns are those of a date in parts.</summary>
    public static bool AreNames(IReadOnlyList<string> names) => Find(names, Years) >= 0
        && Find(names, Days) >= 0 && (Find(names, Months) >= 0 || Find(names, [MonthOrMinute]) >= 0);

    /// <summary>Year, month, day and hour, or the time of day in one column.</summary>
    /// <returns>Null where there are none, or other numbers stand in them.</returns>
    internal static TimeParts? FindAll(PlanColumns columns)
    {
        var names = NamesOf(columns);
        if (!AreNames(names))
        {
            return null;
        }

        var first = Find(names, [MonthOrMinute]);
        var month = Find(names, Months) is >= 0 and var named ? named : first;
        var clocks = columns.Where(column => column.Evidence.HoldsClocks).ToList();
        var parts = WithClock(
            new TimeParts(Find(names, Years), month, Find(names, Days), -1, -1, -1, -1), names, month == first ? first + 1 : 0);
        parts = parts.Hour < 0 && clocks.Count == 1 ? parts with { Clock = clocks[0].Index } : parts;
        return (parts.Hour >= 0 || parts.Clock >= 0) && Holds(columns, parts) ? parts : null;
    }

    /// <summary>A date in one column, and hours and minutes beside it.</summary>
    internal static (int Date, TimeParts Parts)? FindBesideDate(PlanColumns columns)
    {
        var parts = WithClock(new TimeParts(-1, -1, -1, -1, -1, -1, -1), NamesOf(columns), 0);
        var dates = columns.Where(column => (column.Evidence.MayBeDates || column.Evidence.HoldsMidnights)
            && !parts.Columns.Contains(column.Index) && ColumnWords.TimeRank(column.Name) > 0).ToList();
        return parts is { Hour: >= 0, Minute: >= 0 } && dates is [var date] && Holds(columns, parts) ? (date.Index, parts) : null;
    }

    /// <summary>What a year of two digits or four is; 0 where it is none.</summary>
    public static int YearOf(int written) => written is >= 0 and < TwoDigitYears ? CenturyOfTwoDigits + written : written;

    /// <summary>The minute stands behind its hour; Min beside Max and Std beside Mean are no times.</summary>
    private static TimeParts WithClock(TimeParts parts, IReadOnlyList<string> names, int from)
    {
        var isStatistic = names.Any(name => Array.Exists(Statistics, word => name.Contains(word, StringComparison.Ordinal)));
        var hour = Find(names, isStatistic ? [.. Hours.Except(Ambiguous)] : Hours);
        var minute = Find(names, isStatistic ? [.. Minutes.Except(Ambiguous)] : Minutes, hour + 1) is >= 0 and var named
            ? named
            : Find(names, [MonthOrMinute], Math.Max(from, hour + 1));
        var stands = hour >= 0 && minute == hour + 1;
        return parts with { Hour = hour, Minute = stands ? minute : -1, Second = stands ? Find(names, Seconds, minute + 1) : -1 };
    }

    private static bool Holds(PlanColumns columns, TimeParts parts) =>
        Lies(columns, parts.Year, 0, 2099) && Lies(columns, parts.Month, 1, 12) && Lies(columns, parts.Day, 1, 31)
            && Lies(columns, parts.Hour, 0, 24) && Lies(columns, parts.Minute, 0, 59);

    /// <summary>Half of the different ones or more: a bad row is a bad row.</summary>
    private static bool Lies(PlanColumns columns, int column, int least, int most)
    {
        if (column < 0)
        {
            return true;
        }

        var texts = columns[column].Evidence.Texts;
        var good = texts.Count(text => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most && number == Math.Floor(number));
        return texts.Count == 0 || good * 2 >= texts.Count;
    }

    private static List<string> NamesOf(PlanColumns columns) =>
        [.. columns.Select(column => column.Name.Plain)];

    private static int Find(IReadOnlyList<string> names, string[] words, int from = 0)
    {
        for (var column = from; column < names.Count; column++)
        {
            if (words.Contains(names[column]))
            {
                return column;
            }
        }

        return -1;
    }
}

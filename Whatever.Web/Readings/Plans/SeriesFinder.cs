using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// Looks for a column that tells several meters apart, whatever it is called: rows of two meters in one file, taken for one, would be a
/// series that nobody measured.
/// </summary>
internal static class SeriesFinder
{
    private const int FewestRows = 4;
    private const int MostValues = 2;

    /// <summary>Different numbers of a column that may be names: 1.1, 1.2, 101.</summary>
    private const int MostCodes = 200;
    private static readonly DateOrder[] Orders = [DateOrder.DayFirst, DateOrder.MonthFirst, DateOrder.YearFirst];

    /// <summary>What a pump, a valve, an alarm or a day may be in: its values go with it, and are of one meter.</summary>
    private static readonly HashSet<string> States = new(StringComparer.OrdinalIgnoreCase)
    {
        "on", "off", "true", "false", "yes", "no", "y", "n", "t", "f", "auto", "manual", "open", "closed", "run", "running", "stop",
        "stopped", "start", "started", "am", "pm", "day", "night", "none", "normal", "high", "low", "hh", "ll", "h", "l", "alarm", "ok",
        "active", "inactive", "idle", "standby", "rising", "falling", "steady", "weekday", "weekend", "holiday", "workday", "ein", "aus",
        "hand", "automatik", "ja", "nein", "tag", "nacht", "가동", "정지", "운전", "중지", "켜짐", "꺼짐", "자동", "수동", "열림", "닫힘", "예", "아니오",
        "주간", "야간", "평일", "휴일", "주말", "오전", "오후", "없음", "정상", "경보",
    };

    /// <summary>What changes from row to row and is about the time, the weather or the plant.</summary>
    private static readonly string[] OtherThings =
    [
        "weather", "wind", "remark", "remarks", "comment", "comments", "note", "notes", "mode", "shift", "direction", "tariff", "weekday",
        "dayofweek", "season", "operator", "user", "hour", "hours", "minute", "day", "month", "year", "period", "wetter", "bemerkung",
        "kommentar", "betriebsart", "schicht", "richtung", "tarif", "wochentag", "bediener", "stunde", "monat", "요일", "날씨", "풍향", "비고",
        "메모", "근무조", "운전모드", "방향", "계절", "시간", "일", "월", "담당자", "작업자",
    ];

    private static readonly HashSet<string> Switches = ["0", "1"];

    /// <param name="columns">Of the file.</param>
    /// <param name="time">Where the times stand.</param>
    /// <param name="free">Columns that are nothing else.</param>
    /// <param name="values">Columns whose values would be taken.</param>
    /// <returns>Null where all rows are of one meter, as far as they tell.</returns>
    public static PlanColumn? Find(PlanColumns columns, TimeRole time, IEnumerable<PlanColumn> free, IReadOnlyList<int> values)
    {
        var used = values.Take(MostValues).ToList();
        var candidates = free.Where(column => !used.Contains(column.Index) && NamesOf(column).Skip(1).Any()
            && MaySeparate(column, columns.RowCount)).ToList();
        if (time.Column < 0 || candidates.Count == 0 || used.Count == 0)
        {
            return null;
        }

        var evidence = candidates
            .SelectMany(names => used.Select(value => (Names: names, Value: value, Found: new SeriesEvidence()))).ToList();
        foreach (var row in columns.RowsOf(time, [.. candidates.Select(column => column.Index), .. used]))
        {
            var at = TimeOf(row.Time);
            foreach (var (names, value, found) in evidence)
            {
                if (row.Field(names.Index) is var name && !SummaryRows.IsWord(name))
                {
                    found.Add(at, name, NumberOf(row.Field(value)));
                }
            }
        }

        return evidence.FirstOrDefault(one => one.Found.AreSeveral(AreCodes(one.Names), NamesOf(one.Names).All(States.Contains))).Names;
    }

    private static IEnumerable<string> NamesOf(PlanColumn column) => column.Evidence.Texts.Where(text => !SummaryRows.IsWord(text));

    /// <summary>Names or codes of a few things, one in nearly every row.</summary>
    /// <param name="column">Any.</param>
    /// <param name="rows">How many were looked at.</param>
    public static bool MaySeparate(PlanColumn column, int rows)
    {
        var evidence = column.Evidence;
        return rows >= FewestRows && !column.Name.Words.Any(OtherThings.Contains) && !OtherThings.Contains(column.Name.Plain)
            && !evidence.Texts.All(Switches.Contains) && evidence.Filled * 5 >= rows * 4 && evidence.Texts.Count * 2 <= evidence.Filled
            && !evidence.HasTooManyTexts && !evidence.HoldsTimes && !evidence.HoldsDates && !evidence.HoldsClocks
            && !StatedUnits.IsOfUnits(column) && !QualityWords.IsQuality(column)
            && (AreCodes(column) || (evidence.NumberCount == 0 && !evidence.Texts.All(text => QualityCodes.Judge(text) is not null)));
    }

    private static bool AreCodes(PlanColumn column) =>
        column.Evidence.NumberCount == column.Evidence.Filled && column.Evidence.Texts.Count <= MostCodes;

    /// <summary>Whether one row is earlier than another hardly hangs on the order of the parts of their dates.</summary>
    private static DateTime? TimeOf(string text) => TimeText.TryRead(text.AsSpan(), out var reading)
        ? Orders.Select(order => reading.TimeBy(order)).FirstOrDefault(time => time is not null)
        : null;

    private static double NumberOf(string text) =>
        double.TryParse(text.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

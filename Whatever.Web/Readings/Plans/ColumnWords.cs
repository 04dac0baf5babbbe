namespace Whatever.Web.Readings.Plans;

/// <summary>
/// How loggers, historians and spreadsheets call what they write, in English, Korean and German. A name says what a column may be; what
/// stands in the column decides.
/// </summary>
internal static class ColumnWords
{
    private static readonly HashSet<string> Times =
    [
        "time", "timestamp", "datetime", "dateandtime", "ts", "when", "hour", "hhmm", "stunde", "시", "ymdh", "ymdhm", "ymdhms", "tm",
            "obsdate",
        "zeit", "zeitstempel", "datumuhrzeit", "datumzeit", "zeitpunkt", "uhrzeit",
        "일시", "측정일시", "시간", "시각", "측정시간", "측정시각", "수집일시", "수집시간", "관측일시", "관측시간", "기록일시", "기록시간", "계측일시", "계측시간",
        "날짜시간", "날짜및시간", "일자시간", "등록일시", "발생일시", "생성일시", "lastchanged",
    ];

    private static readonly HashSet<string> Dates =
    [
        "date", "day", "datum", "ymd", "날짜", "일자", "측정일", "측정일자", "측정날짜", "관측일", "관측일자", "수집일자", "기록일자",
    ];

    private static readonly HashSet<string> Flows =
    [
        "flow", "flowrate", "fw", "instantflow", "instantaneousflow", "instantaneousflowrate", "volumeflow", "volumetricflow",
            "volumeflowrate",
        "durchfluss", "durchfluß", "volumenstrom", "유량", "순시유량", "순간유량", "순시유량값", "유량값", "debit", "caudal",
    ];

    private static readonly HashSet<string> Pressures =
    [
        "pressure", "press", "pres", "abspres", "gaugepressure", "druck", "wasserdruck", "leitungsdruck", "압력", "수압", "관압", "압력값", "수압값",
    ];

    private static readonly HashSet<string> ValueNames =
    [
        "value", "val", "values", "wert", "messwert", "state", "measure", "measuredvalue", "값", "측정값", "계측값", "데이터", "데이터값", "pv",
        "reading", "readingvalue", "processvalue",
    ];

    private static readonly HashSet<string> Tags =
    [
        "tag", "tagname", "tagid", "tagno", "태그", "태그명", "태그명칭", "태그번호", "point", "pointname", "pointid", "name", "channel", "field",
        "entityid", "variable", "parameter", "signal", "item", "itemname", "항목", "항목명", "metric", "series", "sensor", "sensorid",
            "sensorname",
        "지점", "지점명", "지점코드", "계측기", "계측기명", "관측소", "관측소명", "관측소코드", "messstelle", "kanal", "site", "siteid", "location", "meter",
        "meterid", "device", "deviceid", "id", "obscode", "devicename", "deviceno", "asset", "assetid", "assetname", "dma", "dmaid",
        "dmaname", "zoneid", "district", "account", "accountno", "accountnumber", "miu", "miuid", "imei", "logger", "loggerid",
        "loggername", "rtu", "rtuid", "station", "stationid", "stationno", "stationname", "serial", "serialno", "serialnumber", "where",
        "node", "nodeid", "endpoint", "endpointid", "meterno", "meternumber", "metername", "meterserial", "seriennummer", "zählernummer",
        "zaehlernummer", "gerät", "geraet", "object", "objectname", "topic", "블록", "블록명", "소블록", "배수지", "기기", "기기명",
        "기기번호", "단말", "단말기", "단말번호", "수용가", "수용가번호", "계량기", "계량기번호", "센서", "센서명", "위치", "장소", "사업장",
    ];

    /// <summary>Words that make something else of a flow or a pressure.</summary>
    private static readonly string[] Others =
    [
        "total", "totalizer", "totaliser", "sum", "accumulated", "cumulative", "counter", "index", "velocity", "speed", "predict",
            "predicted",
        "prediction", "forecast", "target", "design", "capacity", "differential", "vapour", "vapor", "barometer", "expected", "required",
        "prognose", "soll", "setpoint", "limit", "alarm", "alert", "temp", "temperature", "barometric", "baro", "atmospheric", "air",
        "zähler", "summe", "temperatur", "sollwert", "grenzwert", "geschwindigkeit",
    ];

    private static readonly string[] KoreanOthers =
        ["적산", "누적", "누계", "유속", "예측", "온도", "대기", "기압", "경보", "상한", "하한", "설정"];

    private static readonly string[] Spreads =
        ["min", "max", "minimum", "maximum", "std", "stdev", "stddev", "range", "최소", "최대", "최저", "최고", "표준편차"];

    private static readonly string[] Qualities =
        [
        "quality", "qual", "status", "validity", "valid", "invalid", "isvalid", "qc", "flag", "good", "isgood", "bad", "isbad",
        "questionable", "doubtful", "suspect", "estimated", "error", "fehler", "qualität", "qualitaet", "gültig", "gueltig",
    ];

    private static readonly string[] KoreanQualities = ["품질", "상태", "유효", "판정", "이상여부"];

    /// <summary>Times that are about something else than the value: when it was sent, or where a span begins.</summary>
    private static readonly string[] OtherTimes = ["start", "stop", "end", "received", "sent", "updated", "upload", "server", "수신", "저장",
        "등록", "생성"];

    /// <summary>0 where the name is none of a time; the higher, the surer.</summary>
    public static int TimeRank(ColumnName name) =>
        Array.Exists(OtherTimes, other => HasWord(name, other)) ? 1
        : Times.Contains(name.Plain) ? 4
        : Dates.Contains(name.Plain) ? 3
        : HasWord(name, "time") || HasWord(name, "timestamp") || HasWord(name, "datetime") || HasWord(name, "date")
            || Ends(name, "일시", "시간", "시각", "일자", "날짜", "zeit", "datum") ? 2
        : 0;

    public static int FlowRank(ColumnName name) => Rank(name, Flows, ["flow", "flows", "flowrate"], ["유량", "durchflu", "volumenstrom"]);

    public static int PressureRank(ColumnName name) =>
        Rank(name, Pressures, ["pressure", "pressures", "press", "pres"], ["압력", "수압", "관압", "druck"]);

    public static bool IsValue(ColumnName name) => ValueNames.Contains(name.Plain);

    public static bool IsTag(ColumnName name) => Tags.Contains(name.Plain);

    /// <summary>Meter: B2, Site North: something is named.</summary>
    public static bool NamesTag(string text) => text.Split([' ', ':', '=', '\t'], 2, StringSplitOptions.RemoveEmptyEntries) is [var word, _]
        && IsTag(ColumnName.Of(word));

    public static bool IsQuality(ColumnName name) => Array.Exists(Qualities, word => HasWord(name, word))
        || Array.Exists(KoreanQualities, word => name.Plain.Contains(word, StringComparison.Ordinal));

    /// <summary>A quality, a total, a limit, or the least, the greatest or the spread of a span.</summary>
    public static bool IsOther(ColumnName name) =>
        IsQuality(name) || IsMadeOther(name) || Array.Exists(Spreads, word => HasWord(name, word));

    private static bool IsMadeOther(ColumnName name) => Array.Exists(Others, word => HasWord(name, word))
        || Array.Exists(KoreanOthers, word => name.Plain.Contains(word, StringComparison.Ordinal));

    /// <summary>Status1, flag2: words of quality with a number behind them, which may be about something else as well.</summary>
    public static bool IsNumberedQuality(ColumnName name) =>
        name.Words.Any(word => char.IsAsciiDigit(word[^1]) && Qualities.Contains(word.TrimEnd([.. "0123456789"])));

    /// <summary>What a whole name, in small letters, is one of.</summary>
    public static Whatever.Model.Series.Quantity? QuantityOf(string plain) =>
        Flows.Contains(plain) ? Whatever.Model.Series.Quantity.FlowRate
        : Pressures.Contains(plain) ? Whatever.Model.Series.Quantity.Pressure
        : null;

    /// <summary>Whether a name of anything says flow, or pressure: of a tag, or of a file.</summary>
    public static (bool Flow, bool Pressure) Says(string text)
    {
        var name = ColumnName.Of(text);
        return (FlowRank(name) > 0, PressureRank(name) > 0);
    }

    private static int Rank(ColumnName name, HashSet<string> names, string[] words, string[] parts)
    {
        if (names.Contains(name.Plain))
        {
            return 3;
        }

        var isNamed = Array.Exists(words, word => HasWord(name, word))
            || Array.Exists(parts, part => name.Plain.Contains(part, StringComparison.Ordinal));
        return isNamed && !IsQuality(name) && !IsMadeOther(name) ? 2 : 0;
    }

    private static bool HasWord(ColumnName name, string word) =>
        name.Words.Contains(word) || (word.Length > 0 && word[0] > '\u0FFF' && name.Plain.Contains(word, StringComparison.Ordinal));

    private static bool Ends(ColumnName name, params string[] ends) =>
        Array.Exists(ends, end => name.Plain.EndsWith(end, StringComparison.Ordinal));
}

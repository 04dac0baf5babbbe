namespace Whatever.Web.Readings.Csv;

/// <summary>Words that stand in written times, in English, Korean and German; all in lower case.</summary>
internal static class TimeWords
{
    /// <summary>Names of zones that mean one offset everywhere.</summary>
    private static readonly Dictionary<string, int> ZoneMinutes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["KST"] = 540,
        ["JST"] = 540,
        ["CET"] = 60,
        ["MEZ"] = 60,
        ["CEST"] = 120,
        ["MESZ"] = 120,
        ["WET"] = 0,
        ["WEST"] = 60,
        ["EET"] = 120,
        ["EEST"] = 180,
        ["SGT"] = 480,
        ["HKT"] = 480,
        ["한국시간"] = 540,
        ["한국표준시"] = 540,
        ["협정세계시"] = 0,
    };

    /// <summary>
    /// Those that mean several: by the winter time of a zone, what they mean there. Eastern in America and Australia, Central there and in
    /// China, Pacific and Philippine, Mountain and Malaysian, British and Bangladesh; India alone, for others share their hours with
    /// zones that call them otherwise.
    /// </summary>
    private static readonly Dictionary<string, (int Standard, int Offset)[]> OpenZoneMinutes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = [(-300, -300), (600, 600)],
        ["EDT"] = [(-300, -240), (600, 660)],
        ["CST"] = [(-360, -360), (480, 480), (570, 570)],
        ["CDT"] = [(-360, -300), (570, 630)],
        ["MST"] = [(-420, -420), (480, 480)],
        ["MDT"] = [(-420, -360)],
        ["PST"] = [(-480, -480), (480, 480)],
        ["PDT"] = [(-480, -420)],
        ["AKST"] = [(-540, -540)],
        ["AKDT"] = [(-540, -480)],
        ["HST"] = [(-600, -600)],
        ["AEST"] = [(600, 600)],
        ["AEDT"] = [(600, 660)],
        ["BST"] = [(0, 60), (360, 360)],
        ["IST"] = [(330, 330)],
    };

    private static readonly string[] EnglishMonths =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] GermanMonths =
        ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"];

    private static readonly string[] Days =
    [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    ];

    private static readonly string[] OtherWords =
    [
        "uhr", "at", "um", "den", "년", "월", "일", "시", "분", "초", "st", "nd", "rd", "th",
        "월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일", "화", "수", "목", "금", "토",
        "mo", "di", "mi", "do", "fr", "sa", "so", "tues", "thur", "thurs",
    ];

    /// <summary>Letters of the shortest abbreviation of a month or a day.</summary>
    private const int ShortestName = 3;

    public static bool? IsAfternoon(ReadOnlySpan<char> word) => word switch
    {
        _ when Is(word, "am") || Is(word, "오전") || Is(word, "vorm") => false,
        _ when Is(word, "pm") || Is(word, "오후") || Is(word, "nachm") => true,
        _ => null,
    };

    public static int? OffsetOf(string zone) => ZoneMinutes.TryGetValue(zone, out var minutes) ? minutes : null;

    /// <summary>Names of zones that mean several.</summary>
    public static IEnumerable<string> OpenZones => OpenZoneMinutes.Keys;

    /// <summary>Whether it is one of them.</summary>
    public static bool IsOpenZone(string zone) => OpenZoneMinutes.ContainsKey(zone);

    /// <returns>What it means where winter time is so many minutes from UTC; null where nobody there says so.</returns>
    public static int? OffsetOf(string zone, int standard) => OpenZoneMinutes.TryGetValue(zone, out var all)
        ? all.Where(one => one.Standard == standard).Select(one => (int?)one.Offset).FirstOrDefault()
        : null;

    /// <returns>1 to 12; 0 where it is none.</returns>
    public static int MonthOf(ReadOnlySpan<char> word)
    {
        if (word.Length < ShortestName)
        {
            return 0;
        }

        for (var month = 0; month < EnglishMonths.Length; month++)
        {
            if (Begins(EnglishMonths[month], word) || Begins(GermanMonths[month], word))
            {
                return month + 1;
            }
        }

        return Is(word, "mrz") ? 3 : 0;
    }

    /// <summary>What says nothing that the numbers do not: days of the week, 년, Uhr.</summary>
    public static bool IsFiller(ReadOnlySpan<char> word)
    {
        foreach (var known in OtherWords)
        {
            if (Is(word, known))
            {
                return true;
            }
        }

        foreach (var day in Days)
        {
            if (word.Length >= ShortestName && Begins(day, word))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Is(ReadOnlySpan<char> word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string name, ReadOnlySpan<char> word) => name.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase);
}

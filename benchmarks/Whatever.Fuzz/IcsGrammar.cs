using System.Globalization;
using System.Text;

namespace Whatever.Fuzz;

/// <summary>Calendars with rules, exceptions, durations and zones, ordinary and absurd ones.</summary>
internal static class IcsGrammar
{
    private static readonly string[] Days =
    [
        "20240505", "20240229", "19000101", "00010101", "99991231", "20201390", "20260101", "18991231", "", "20240505T100000Z",
        "20240505T100000", "2024-05-05", "19700101", "20230930", "20360101",
    ];

    private static readonly string[] Others =
    [
        "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "UID:same", "RECURRENCE-ID;VALUE=DATE:20240505", "SEQUENCE:99999999999",
        "DTSTAMP:20240101T000000Z", "ATTENDEE;CN=\"a\":mailto:a@b", "X-A:1", "GEO:1.7e308;NaN", "PRIORITY:-1", "CREATED:0",
        "DURATION:P1D", "DURATION:-P1D", "DURATION:P99999999D", "DURATION:PT1S", "DURATION:P", "DTEND;VALUE=DATE:20240507",
        "DTEND;VALUE=DATE:99991231", "BEGIN:VALARM", "END:VALARM", "EXRULE:FREQ=DAILY", "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:A", "REQUEST-STATUS:2.0;x", "CATEGORIES:a,b\\,c", "CLASS:", "RRULE:FREQ=SECONDLY",
        "TZID:Asia/Seoul", "DTSTART;TZID=Nowhere/Land:20240505T000000", "END:VEVENT", "BEGIN:VEVENT", "ORGANIZER:%zz",
    ];

    public static byte[] Make(FuzzRandom random)
    {
        var text = new StringBuilder();
        for (var calendar = random.OneIn(20) ? random.Below(4) : 1; calendar > 0; calendar--)
        {
            text.Append("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
            if (random.OneIn(12))
            {
                text.Append(Zone(random));
            }

            for (var count = random.OneIn(30) ? random.Below(40) : random.Between(1, 3); count > 0; count--)
            {
                AppendEvent(text, random);
            }

            text.Append(random.OneIn(40) ? "" : "END:VCALENDAR\r\n");
        }

        return random.Below(40) switch
        {
            0 => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(text.ToString())],
            1 => Encoding.Latin1.GetBytes(text.ToString()),
            _ => TextPieces.Bytes(text.ToString(), random),
        };
    }

    private static void AppendEvent(StringBuilder text, FuzzRandom random)
    {
        text.Append("BEGIN:VEVENT\r\n");
        Line(text, $"DTSTART;VALUE=DATE:{Day(random)}", random);
        Line(text, "SUMMARY:" + (random.OneIn(3) ? TextPieces.Word(random) : "Day"), random);
        if (random.OneIn(2))
        {
            Line(text, "RRULE:" + Rule(random), random);
        }

        for (var count = random.OneIn(3) ? random.Between(1, 3) : 0; count > 0; count--)
        {
            Line(text, random.Below(3) switch
            {
                0 => $"{random.Pick(["EXDATE", "RDATE"])};VALUE=DATE:"
                    + string.Join(',', Enumerable.Range(0, random.Between(1, 6)).Select(_ => Day(random))),
                1 => $"RDATE;VALUE=PERIOD:{Day(random)}T000000Z/{random.Pick(["P1D", "PT99999999H", "20240601T000000Z", "-P1D"])}",
                _ => random.Pick(Others),
            }, random);
        }

        text.Append(random.OneIn(40) ? "" : "END:VEVENT\r\n");
    }

    private static void Line(StringBuilder text, string line, FuzzRandom random)
    {
        if (random.OneIn(30) && line.Length > 2)
        {
            line = line.Insert(random.Below(line.Length), random.Pick(["\r\n ", "\r\n\t", "\r\n", "\n ", "\r"]));
        }

        text.Append(line).Append(random.OneIn(40) ? "\n" : "\r\n");
    }

    private static string Day(FuzzRandom random) => random.OneIn(3)
        ? random.Pick(Days)
        : new DateTime(2010, 1, 1).AddDays(random.Below(9000)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Rule(FuzzRandom random)
    {
        var rule = new StringBuilder("FREQ=").Append(
            random.Pick(["YEARLY", "YEARLY", "YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "SECONDLY", "OFTEN", ""]));
        for (var parts = random.Below(4); parts > 0; parts--)
        {
            rule.Append(';').Append(random.Below(13) switch
            {
                0 => "INTERVAL=" + random.Pick(["1", "2", "4", "0", "-1", "2147483647", "99999999999", "400", "x"]),
                1 => "COUNT=" + random.Pick(["1", "10", "0", "-1", "2147483647", "100000"]),
                2 => "UNTIL=" + Day(random),
                3 => "BYMONTH=" + Numbers(random, -1, 14),
                4 => "BYMONTHDAY=" + Numbers(random, -32, 32),
                5 => "BYYEARDAY=" + Numbers(random, -367, 367),
                6 => "BYWEEKNO=" + Numbers(random, -54, 54),
                7 or 8 => "BYDAY=" + random.Pick(["MO", "-1MO", "5SU,1MO", "53TH", "-53SA", "0MO", "MO,TU,WE,TH,FR,SA,SU", "XX", "99MO"]),
                9 => "BYSETPOS=" + Numbers(random, -367, 367),
                10 => "WKST=" + random.Pick(["MO", "SU", "XX"]),
                11 => "BYHOUR=" + Numbers(random, 0, 25),
                _ => "BYMONTH=2;BYMONTHDAY=" + random.Pick(["29", "30", "31"]),
            });
        }

        return rule.ToString();
    }

    private static string Numbers(FuzzRandom random, int low, int high) => random.OneIn(20)
        ? string.Join(',', Enumerable.Range(low, high - low))
        : string.Join(',', Enumerable.Range(0, random.Between(1, 3)).Select(_ => random.Between(low, high)));

    private static string Zone(FuzzRandom random) =>
        $"BEGIN:VTIMEZONE\r\nTZID:{random.Pick(["Asia/Seoul", "X", ""])}\r\nBEGIN:STANDARD\r\nDTSTART:{Day(random)}T000000\r\n"
            + $"RRULE:{Rule(random)}\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:{random.Pick(["+0900", "+9999", "x"])}\r\n"
            + "END:STANDARD\r\nEND:VTIMEZONE\r\n";
}

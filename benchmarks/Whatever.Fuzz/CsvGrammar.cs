using System.Globalization;
using System.Text;

namespace Whatever.Fuzz;

/// <summary>Tables as loggers write them, with cells that they should not write now and then.</summary>
internal static class CsvGrammar
{
    private static readonly string[] TimeNames =
        ["time", "timestamp", "Date/Time", "date", "Datum", "측정일시", "날짜", "ts", "DateTime (UTC)", "time [KST]", "", "A"];

    private static readonly string[] ValueNames =
    [
        "flow_rate", "pressure", "Flow (m3/h)", "유량", "압력", "Druck [bar]", "flow", "value", "Volume (m³)", "counter", "tag", "quality",
        "unit", "flow_rate;pressure", "Sensor 1 Flow", "sensor_01", "pump-2.pressure", "Interval volume", "", "B", "status", "time",
    ];

    private static readonly string[] TimeForms =
    [
        "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm", "MM/dd/yyyy h:mm tt", "yyyyMMddHHmm", "yyyy-MM-ddTHH:mm:sszzz",
        "dd/MM/yy HH:mm:ss", "yyyy. M. d. tt h:mm", "HH:mm", "yyyy-MM-dd", "d MMM yyyy HH:mm", "yyyy-MM-ddTHH:mm:ss.fffZ", "M/d/yyyy",
    ];

    private static readonly string[] StrangeTimes =
    [
        "2024-02-30 00:00", "2024-13-01", "0000-00-00 00:00:00", "9999-12-31T23:59:59", "0001-01-01", "24:00", "2024-03-31 24:00", "1e10",
        "1717200000", "1717200000000", "1717200000000000000", "45444.5", "-1", "2024-06-01T00:00:00+99:99", "2024-06-01T00:00:00-14:00",
        "2024-W23-6", "now", "12/31/1899", "2024-10-27 02:30", "99999999999999999999", "20240601", "2024-06-01T00:00:00[Asia/Seoul]",
    ];

    public static byte[] Make(FuzzRandom random)
    {
        var separator = random.Pick(",,,,;;\t|".ToCharArray());
        var form = random.Pick(TimeForms);
        var columns = random.OneIn(60) ? random.Below(20) : random.Between(1, 3);
        var text = new StringBuilder();
        for (var line = random.OneIn(5) ? random.Between(1, 4) : 0; line > 0; line--)
        {
            text.Append(random.OneIn(2) ? "# " : "").Append(TextPieces.Word(random)).Append(": ").Append(random.Pick(ValueNames))
                .Append('\n');
        }

        if (!random.OneIn(8))
        {
            text.Append(random.Pick(TimeNames));
            for (var column = 0; column < columns; column++)
            {
                text.Append(separator).Append(random.OneIn(2) && column < 2 ? ValueNames[column] : random.Pick(ValueNames));
            }

            text.Append('\n');
        }

        AppendRows(text, separator, form, columns, random);
        return Encode(text.ToString(), random);
    }

    private static void AppendRows(StringBuilder text, char separator, string form, int columns, FuzzRandom random)
    {
        var time = new DateTime(2024, random.Between(1, 12), random.Between(1, 28), random.Below(24), 0, 0, DateTimeKind.Unspecified);
        var step = random.Pick([1, 1, 1, 5, 15, 60, 1440, 0, -1]);
        var end = random.Pick(["\n", "\n", "\r\n", "\r"]);
        for (var row = random.OneIn(200) ? random.Below(60) : random.Between(1, 4); row > 0; row--)
        {
            text.Append(random.OneIn(16) ? random.Pick(StrangeTimes) : time.ToString(form, CultureInfo.InvariantCulture));
            for (var column = 0; column < columns; column++)
            {
                text.Append(separator).Append(Cell(separator, random));
            }

            text.Append(random.OneIn(40) ? separator.ToString() : "").Append(random.OneIn(60) ? "" : end);
            time = time.AddMinutes(step);
        }
    }

    private static string Cell(char separator, FuzzRandom random)
    {
        var plain = random.Below(12) switch
        {
            0 => TextPieces.Word(random),
            < 4 => TextPieces.Number(random),
            _ => (random.Below(100_000) / 100.0).ToString(CultureInfo.InvariantCulture),
        };
        return random.Below(30) switch
        {
            0 => $"\"{plain}\"",
            1 => $"\"{plain}{separator}{plain}\"",
            2 => $"\"{plain}\n{plain}\"",
            3 => $"\"{plain}",
            4 => plain.Replace('.', ','),
            5 => plain + " m³/h",
            _ => plain,
        };
    }

    private static byte[] Encode(string text, FuzzRandom random) => random.Below(40) switch
    {
        0 => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(text)],
        1 => Encoding.Unicode.GetBytes(text),
        2 => [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(text)],
        3 => [0xef, 0xbb, 0xbf, .. TextPieces.Bytes(text, random)],
        4 => Encoding.Latin1.GetBytes(text),
        _ => TextPieces.Bytes(text, random),
    };
}

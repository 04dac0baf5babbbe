using System.Globalization;
using System.Text;

namespace Whatever.Tests.Web.Readings;

/// <summary>A table of readings, written as one of the many programs would that people export from; which one is drawn by chance.</summary>
internal sealed class AnyExport
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private static readonly string[] TimeNames = ["time", "Timestamp", "Date Time", "일시", "측정일시", "Datum/Uhrzeit", "Zeitstempel",
        "DATE_TIME"];
    private static readonly string[] FlowNames = ["flow_rate", "Flow", "Flow Rate (m³/h)", "순시유량", "유량[㎥/h]", "Durchfluss [m³/h]",
        "DMA12_Flow"];
    private static readonly string[] PressureNames = ["pressure", "Pressure (kPa)", "압력", "수압[kPa]", "Druck [kPa]", "Pres, kPa"];

    /// <summary>Each with whether its order of day and month has to be proven by the rows.</summary>
    private static readonly (string Name, bool IsOpen, Func<DateTime, string> Write)[] Times =
    [
        ("iso", false, time => time.ToString("yyyy-MM-dd HH:mm", Plain)),
        ("seed", false, time => time.ToString("yyyy-MM-dd H:mm", Plain)),
        ("iso with offset", false, time => time.ToString("yyyy-MM-dd'T'HH:mm:ss", Plain) + "+09:00"),
        ("iso in UTC", false, time => time.AddHours(-9).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", Plain) + "Z"),
        ("slashes", false, time => time.ToString("yyyy/MM/dd HH:mm:ss", Plain)),
        ("german", false, time => time.ToString("dd.MM.yyyy HH:mm", Plain)),
        ("british", true, time => time.ToString("dd/MM/yyyy HH:mm", Plain)),
        ("american", true, time => time.ToString("M/d/yyyy h:mm:ss tt", Plain)),
        ("american short", true, time => time.ToString("M/d/yy H:mm", Plain)),
        ("compact", false, time => time.ToString("yyyyMMddHHmm", Plain)),
        ("compact with T", false, time => time.ToString("yyyyMMdd'T'HHmmss", Plain)),
        ("historian", false, time => time.ToString("dd-MMM-yyyy HH:mm:ss", Plain)),
        ("historian short", false, time => time.ToString("dd-MMM-yy HH:mm:ss", Plain)),
        ("month first by name", false, time => time.ToString("MMM d yyyy hh:mm tt", Plain)),
        ("korean", false, time => $"{time:yyyy}. {time.Month}. {time.Day}. {HalfDay(time)} {time.ToString("h:mm:ss", Plain).TrimStart()}"),
        ("korean words", false, time => $"{time:yyyy}년 {time.Month}월 {time.Day}일 {time.Hour}시 {time.Minute}분"),
        ("korean half days", false, time => $"{time:yyyy-MM-dd} {HalfDay(time)} {time.ToString("h:mm", Plain)}"),
        ("hour 24", false, time => time.TimeOfDay == TimeSpan.Zero
            ? time.AddDays(-1).ToString("yyyy-MM-dd", Plain) + " 24:00"
            : time.ToString("yyyy-MM-dd HH:mm", Plain)),
        ("seconds since 1970", false, time => Epoch(time).ToString(Plain)),
        ("milliseconds since 1970", false, time => (Epoch(time) * 1000).ToString(Plain)),
        ("days of a spreadsheet", false, time => time.ToOADate().ToString("0.000000", Plain)),
    ];

    private readonly Random random;
    private readonly bool isComma;
    private readonly bool hasThousands;
    private readonly bool areAllOpen;
    private readonly char separator;
    private readonly (string Name, bool IsOpen, Func<DateTime, string> Write) time;
    private readonly bool isQuoted;
    private readonly int quality;
    private readonly bool isSplit;
    private readonly string encoding;
    private readonly string lineEnd;
    private readonly List<string> lines = [];

    public AnyExport(int seed)
    {
        random = new Random(seed);
        isComma = Chance(0.4);
        hasThousands = Chance(0.2);
        areAllOpen = !isComma && Chance(0.05);
        isQuoted = Chance(0.2);
        separator = isComma && !isQuoted ? Draw(';', '\t', '|') : Draw(',', ';', '\t', '|');
        isQuoted |= separator == ',' && hasThousands;
        time = Draw(Times);
        isSplit = time.Name is "iso" or "british" or "german" or "slashes" && Chance(0.3);
        quality = Chance(0.25) ? random.Next(1, 4) : 0;
        encoding = Draw("UTF-8", "UTF-8", "UTF-8 BOM", "UTF-16LE BOM", "UTF-16LE", "UTF-16BE BOM", "CP949");
        lineEnd = Draw("\n", "\r\n");
        Rows = Table();
        Write();
    }

    /// <summary>Minute of Seoul, and values; null where missing.</summary>
    public List<(DateTime Time, double? Flow, double? Pressure)> Rows { get; }

    /// <summary>Whether the rows prove how they are written.</summary>
    public bool IsDecidable => !(time.IsOpen && IsOrderOpen()) && !areAllOpen;

    public byte[] Bytes => Encode(string.Concat(lines.Select(line => line + lineEnd)));

    public override string ToString() => $"{time.Name}, {encoding}, '{separator}', comma {isComma}, thousands {hasThousands}, "
        + $"quoted {isQuoted}, quality {quality}, split {isSplit}, open {areAllOpen}:\n" + string.Join('\n', lines.Take(12));

    private static string HalfDay(DateTime time) => time.Hour < 12 ? "오전" : "오후";

    private static long Epoch(DateTime local) => (long)(local.AddHours(-9) - DateTime.UnixEpoch).TotalSeconds;

    private bool Chance(double share) => random.NextDouble() < share;

    private T Draw<T>(params T[] of) => of[random.Next(of.Length)];

    private List<(DateTime, double?, double?)> Table()
    {
        var begin = new DateTime(2024, random.Next(1, 13), random.Next(1, 29)).AddMinutes(random.Next(0, 1440));
        var step = Draw(1, 1, 5, 10, 15, 60);
        var level = areAllOpen || hasThousands ? random.Next(1100, 8000) : random.Next(20, 900);
        return [.. Enumerable.Range(0, random.Next(3, 40)).Select(row => (
            begin.AddMinutes(row * step),
            Chance(0.1) && row > 1 ? (double?)null : areAllOpen ? level + row : Math.Round(level + (random.NextDouble() * 50) + 0.01, 2),
            Chance(0.1) && row > 1 ? (double?)null : areAllOpen ? level + row : Math.Round(30 + (random.NextDouble() * 9) + 0.01, 2)))];
    }

    /// <summary>No day beyond 12, and no midnight from one row to the next.</summary>
    private bool IsOrderOpen() => Rows.TrueForAll(row => row.Time.Day <= 12)
        && Rows[0].Time.Date == Rows[^1].Time.Date;

    private void Write()
    {
        if (Chance(0.1))
        {
            lines.Add($"sep={separator}");
        }
        else if (Chance(0.4))
        {
            lines.AddRange(Enumerable.Range(0, random.Next(1, 8)).Select(line => Draw(
                $"# station {line}", $"Logger SN: 00{line}", "", "Plot Title: DMA-12 inlet" + separator, $"\\DEVICE : F60{line}")));
        }

        var order = Draw([0, 1, 2], [1, 0, 2], [2, 1, 0], new[] { 0, 2, 1 });
        string[] names = [Draw(TimeNames), Draw(FlowNames), Draw(PressureNames)];
        var header = order.Select(column => names[column]).ToList();
        if (isSplit)
        {
            header[Array.IndexOf(order, 0)] = Draw("Date", "날짜", "Datum");
            header.Add(Draw("Time", "시각", "Uhrzeit"));
        }

        if (quality > 0)
        {
            header.Add(Draw("quality", "품질", "Status"));
        }

        var hasTrail = Chance(0.15);
        lines.Add(Join([.. header, .. hasTrail ? [""] : Array.Empty<string>()]));
        var bad = quality > 0 ? random.Next(2, Rows.Count) : -1;
        for (var row = 0; row < Rows.Count; row++)
        {
            lines.Add(Join([.. Fields(row, order, bad), .. hasTrail ? [""] : Array.Empty<string>()]));
        }

        if (bad >= 0)
        {
            Rows[bad] = (Rows[bad].Time, null, null);
        }
    }

    private IEnumerable<string> Fields(int row, int[] order, int bad)
    {
        var (at, flow, pressure) = Rows[row];
        var written = time.Write(at);
        string[] fields = [isSplit ? written.Split(' ')[0] : written, Number(flow), Number(pressure)];
        foreach (var column in order)
        {
            yield return fields[column];
        }

        if (isSplit)
        {
            yield return written.Split(' ')[1];
        }

        if (quality > 0)
        {
            yield return (quality, row == bad) switch
            {
                (1, false) => "Good",
                (1, true) => "Bad",
                (2, false) => "192",
                (2, true) => "0",
                (_, false) => "양호",
                _ => "불량",
            };
        }
    }

    private string Number(double? value)
    {
        if (value is not { } number)
        {
            return Draw("", "NaN", "-", "null");
        }

        var text = areAllOpen ? number.ToString("#,##0", Plain)
            : hasThousands ? number.ToString("#,##0.00", Plain)
            : number.ToString("0.00", Plain);
        return isComma ? text.Replace(',', '_').Replace('.', ',').Replace('_', '.') : text;
    }

    private string Join(IEnumerable<string> fields) => string.Join(separator, fields.Select(field =>
        isQuoted || field.Contains(separator, StringComparison.Ordinal) ? $"\"{field}\"" : field));

    private byte[] Encode(string text)
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        return encoding switch
        {
            "UTF-8 BOM" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "UTF-16LE BOM" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "UTF-16BE BOM" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            "UTF-16LE" => Encoding.Unicode.GetBytes(text),
            "CP949" when korean.GetString(korean.GetBytes(text)) == text => korean.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }
}

using System.Buffers.Text;
using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>Reads the time of each row by the plan of the file.</summary>
internal sealed class RowTime
{
    private const int LongestPair = 160;
    private const int LongestNumber = 40;
    private const int DigitsOfClock = 4;
    private const int HoursOfHalfDay = 12;
    private readonly TimePlan plan;
    private readonly StationClock clock;
    private readonly TimePattern? pattern;
    private readonly PartedTime? parted;
    private byte[] lastDate = [];
    private DateTime cachedHour = DateTime.MinValue;
    private int cachedHourMinute;
    private bool cachedHourIsWhole;

    public RowTime(TimePlan plan)
    {
        (this.plan, clock) = (plan, StationClock.For(plan.Zone));
        pattern = plan.Pattern is null ? null : new TimePattern(plan.Pattern);
        parted = plan.Parts is { } parts ? new PartedTime(plan, parts) : null;
    }

    /// <summary>What stands there, for a sentence.</summary>
    public string Show(CsvReader row) => Excerpt.Of(parted?.Show(row) ?? TextOf(row));

    /// <summary>1 where the last time that was read says to be in the first pass of the hour that stands twice in autumn, 2 in the second,
    /// 0 where it says nothing.</summary>
    public byte Pass { get; private set; }

    /// <summary>The wall clock with its seconds.</summary>
    /// <param name="row">At least as wide as the plan says.</param>
    /// <param name="time">As it stands there.</param>
    /// <param name="offset">From UTC, minutes; null where none is written.</param>
    public bool TryRead(CsvReader row, out DateTime time, out int? offset) =>
        TryReadWhole(row, out time, out offset) && (plan.HalfDayColumn < 0 || TryApplyHalfDay(row, ref time));

    /// <summary>Hours beyond 12 need no help.</summary>
    private bool TryApplyHalfDay(CsvReader row, ref DateTime time)
    {
        var word = Text(row.GetSpan(plan.HalfDayColumn)).Trim().Replace(".", "", StringComparison.Ordinal);
        var isAfternoon = TimeWords.IsAfternoon(word);
        time = isAfternoon switch
        {
            true when time.Hour < HoursOfHalfDay => time.AddHours(HoursOfHalfDay),
            false when time.Hour == HoursOfHalfDay => time.AddHours(-HoursOfHalfDay),
            _ => time,
        };
        return isAfternoon is not null || time.Hour > HoursOfHalfDay;
    }

    private bool TryReadWhole(CsvReader row, out DateTime time, out int? offset)
    {
        Pass = 0;
        if (parted is not null)
        {
            return parted.TryRead(row, out time, out offset);
        }

        if (plan.ClockColumn >= 0)
        {
            Span<byte> pair = stackalloc byte[LongestPair];
            var date = DateOf(row);
            return (TryJoin(date, row, pair, out var length) && TryReadWritten(pair[..length], out time, out offset))
                || TryReadApart(date, row, out time, out offset);
        }

        var text = row.GetSpan(plan.Column);
        if (plan.Kind == TimeKind.Written)
        {
            return TryReadWritten(text, out time, out offset);
        }

        offset = null;
        return pattern is not null ? pattern.TryRead(Text(text), out time) : TryReadNumber(text, out time, out offset);
    }

    /// <summary>Whether the row would be read in another order of the date than the file's.</summary>
    public bool NeedsAnotherOrder(CsvReader row)
    {
        return plan.Kind == TimeKind.Written && TimeText.TryRead(TextOf(row).AsSpan(), out var reading)
            && reading.DateBy(plan.Order) is null
            && Enum.GetValues<DateOrder>().Any(order => reading.DateBy(order) is not null);
    }

    /// <summary>
    /// The UTC minute. Zone rules are looked up once an hour of data: they dominate the time to read a file otherwise. An hour in which the
    /// clock changes (Lord Howe moves by 30 minutes) is looked up minute by minute.
    /// </summary>
    public LocalMinutes ToMinute(DateTime time, int? offset)
    {
        var wallClock = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));
        if ((offset ?? plan.OffsetMinutes) is { } minutes)
        {
            return One((int)(wallClock - DateTime.UnixEpoch).TotalMinutes - minutes);
        }

        var hour = wallClock.AddMinutes(-wallClock.Minute);
        if (hour != cachedHour)
        {
            Look(hour);
        }

        return cachedHourIsWhole ? One(cachedHourMinute + wallClock.Minute) : MinutesOf(wallClock);
    }

    /// <summary>A date with its midnight, and the time of day that counts.</summary>
    private bool TryReadApart(ReadOnlySpan<byte> written, CsvReader row, out DateTime time, out int? offset)
    {
        if (TimeText.TryRead(written, out var date) && date.DateBy(plan.Order) is { } day
            && TimeText.TryRead(row.GetSpan(plan.ClockColumn), out var clockReading)
            && clockReading is { Form: DateForm.None, Clock: { } ofDay, OpenZone: null, Pass: 0 })
        {
            (time, offset) = (day + ofDay, date.OffsetMinutes ?? clockReading.OffsetMinutes);
            return true;
        }

        return Fail(out time, out offset);
    }

    private static LocalMinutes One(int minute) => new(1, minute, minute);

    private static bool Fail(out DateTime time, out int? offset)
    {
        (time, offset) = (default, null);
        return false;
    }

    private void Look(DateTime hour)
    {
        var (begin, end) = (MinutesOf(hour), MinutesOf(hour.AddMinutes(59)));
        (cachedHour, cachedHourMinute) = (hour, begin.First);
        cachedHourIsWhole = begin.Count == 1 && end.Count == 1 && end.First == begin.First + 59;
    }

    private LocalMinutes MinutesOf(DateTime wallClock)
    {
        if (!plan.WinterTime)
        {
            return clock.MinutesOf(wallClock);
        }

        var near = clock.ToMinute(wallClock);
        return One((int)(wallClock - DateTime.UnixEpoch).TotalMinutes - clock.StandardOffsetAt(near));
    }

    private bool TryReadWritten(ReadOnlySpan<byte> text, out DateTime time, out int? offset)
    {
        if (TimeParser.TryParseWithSeconds(text, plan.Order, out time, out offset))
        {
            return true;
        }

        if (!TimeText.TryRead(text, out var reading) || reading.TimeBy(plan.Order) is not { } read)
        {
            return Fail(out time, out offset);
        }

        Pass = reading.Pass;
        (time, offset) = (read, reading.OffsetMinutes);
        if (reading.OpenZone is { } open)
        {
            offset = plan.OpenZones.TryGetValue(open, out var minutes) ? minutes : null;
            return offset is not null;
        }

        return true;
    }

    private bool TryReadNumber(scoped ReadOnlySpan<byte> text, out DateTime time, out int? offset)
    {
        Span<byte> pointed = stackalloc byte[LongestNumber];
        var trimmed = WithPoint(text.Trim(" \t"u8), pointed);
        if (!Utf8Parser.TryParse(trimmed, out double number, out var used) || used != trimmed.Length
            || !TimeKinds.IsPlausible(plan.Kind, number))
        {
            return Fail(out time, out offset);
        }

        if (plan.Kind == TimeKind.SpreadsheetDays)
        {
            var point = trimmed.IndexOf((byte)'.');
            (time, offset) = (TimeKinds.FromDays(number, point < 0 ? 0 : trimmed.Length - point - 1), null);
            return true;
        }

        (time, offset) = (DateTime.UnixEpoch.AddTicks((long)(number / TimeKinds.PerSecond(plan.Kind) * TimeSpan.TicksPerSecond)), 0);
        return true;
    }

    /// <summary>45482,5 is a day as spreadsheets in German write it.</summary>
    private ReadOnlySpan<byte> WithPoint(ReadOnlySpan<byte> number, Span<byte> pointed)
    {
        var comma = number.IndexOf((byte)',');
        if (plan.Kind != TimeKind.SpreadsheetDays || comma < 0 || number.Length > pointed.Length)
        {
            return number;
        }

        number.CopyTo(pointed);
        pointed[comma] = (byte)'.';
        return pointed[..number.Length];
    }

    private ReadOnlySpan<byte> DateOf(CsvReader row)
    {
        var date = row.GetSpan(plan.Column).Trim(" \t"u8);
        if (!plan.CarriesDate)
        {
            return date;
        }

        lastDate = date.IsEmpty ? lastDate : date.ToArray();
        return lastDate;
    }

    private bool TryJoin(ReadOnlySpan<byte> date, CsvReader row, Span<byte> pair, out int length)
    {
        var time = row.GetSpan(plan.ClockColumn).Trim(" \t"u8);
        var zeros = plan.PadsClock && time.Length > 0 ? Math.Max(0, DigitsOfClock - time.Length) : 0;
        length = date.Length + 1 + zeros + time.Length;
        if (length > pair.Length || time.IsEmpty)
        {
            return false;
        }

        date.CopyTo(pair);
        pair[date.Length] = (byte)' ';
        pair.Slice(date.Length + 1, zeros).Fill((byte)'0');
        time.CopyTo(pair[(date.Length + 1 + zeros)..]);
        return true;
    }

    /// <summary>Made for rows that cannot be read, not for every row.</summary>
    private string TextOf(CsvReader row) => plan.ClockColumn < 0
        ? Text(row.GetSpan(plan.Column))
        : $"{Text(row.GetSpan(plan.Column))} {Text(row.GetSpan(plan.ClockColumn))}";

    private static string Text(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text);
}

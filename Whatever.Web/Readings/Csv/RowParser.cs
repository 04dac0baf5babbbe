using System.Text;
using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Csv;

/// <summary>Turns one row into a minute and two values, or into the reason why it cannot be one.</summary>
/// <param name="dialect">How the file is written.</param>
/// <param name="latest">Later minutes are rejected; null where any time will do.</param>
public sealed class RowParser(CsvDialect dialect, int? latest = null)
{
    private readonly StationClock clock = StationClock.For(dialect.TimeZone);
    private DateTime cachedHour = DateTime.MinValue;
    private int cachedHourMinute;
    private bool cachedHourIsWhole;

    /// <returns>Null where the row is good, else what was found and what was expected.</returns>
    public Problem? Parse(CsvReader row, out int minute, out double flowRate, out double pressure)
    {
        (minute, flowRate, pressure) = (0, double.NaN, double.NaN);
        if (row.FieldCount != dialect.Header.Count)
        {
            return FieldsOf(row);
        }

        var time = row.GetSpan(dialect.TimeColumn);
        if (!TimeParser.TryParse(time, out var wallClock, out var offset))
        {
            return NoTime(time);
        }

        minute = ToMinute(wallClock, offset);
        if (minute > latest)
        {
            return new Problem("csv.future", Show(time)).At("time");
        }

        return ParseValue(row, dialect.FlowRateColumn, "flow_rate", out flowRate)
            ?? ParseValue(row, dialect.PressureColumn, "pressure", out pressure);
    }

    /// <summary>
    /// The same with the time to its seconds and on no sensor's clock: as it stands there, or in UTC where an offset stands with it.
    /// </summary>
    /// <returns>Null where the row is good, else what was found and what was expected.</returns>
    public Problem? ParseWithSeconds(CsvReader row, out DateTime time, out double flowRate, out double pressure)
    {
        (time, flowRate, pressure) = (default, double.NaN, double.NaN);
        return row.FieldCount != dialect.Header.Count ? FieldsOf(row)
            : ParseTime(row.GetSpan(dialect.TimeColumn), out time)
            ?? ParseValue(row, dialect.FlowRateColumn, "flow_rate", out flowRate)
            ?? ParseValue(row, dialect.PressureColumn, "pressure", out pressure);
    }

    /// <summary>A time to its seconds: as it stands there, or in UTC where an offset stands with it.</summary>
    /// <returns>Null where it is good, else what was found and what was expected.</returns>
    public static Problem? ParseTime(ReadOnlySpan<byte> text, out DateTime time)
    {
        var good = TimeParser.TryParseWithSeconds(text, out time, out var offset);
        time = good && offset is { } minutes ? time.AddMinutes(-minutes) : time;
        return good ? null : NoTime(text);
    }

    private Problem FieldsOf(CsvReader row) => new Problem("csv.fields", row.FieldCount, dialect.Header.Count);

    private static Problem NoTime(ReadOnlySpan<byte> text) => new Problem("csv.field", "time", Show(text), TimeParser.Expected).At("time");

    private Problem? ParseValue(CsvReader row, int column, string name, out double value)
    {
        value = double.NaN;
        if (column < 0)
        {
            return null;
        }

        var text = row.GetSpan(column);
        return ValueParser.TryParse(text, dialect.DecimalComma, out value)
            ? null
            : new Problem("csv.field", name, Show(text), ValueParser.Expected).At(name);
    }

    /// <summary>
    /// Zone rules are looked up once an hour of data: they dominate the time to read a file otherwise. An hour in which the clock changes
    /// (Lord Howe moves by 30 minutes) is looked up minute by minute.
    /// </summary>
    private int ToMinute(DateTime wallClock, int? offset)
    {
        if (offset is { } minutes)
        {
            return (int)(wallClock - DateTime.UnixEpoch).TotalMinutes - minutes;
        }

        var hour = wallClock.AddMinutes(-wallClock.Minute);
        if (hour != cachedHour)
        {
            (cachedHour, cachedHourMinute) = (hour, clock.ToMinute(hour));
            cachedHourIsWhole = clock.ToMinute(hour.AddMinutes(59)) == cachedHourMinute + 59;
        }

        return cachedHourIsWhole ? cachedHourMinute + wallClock.Minute : clock.ToMinute(wallClock);
    }

    private static string Show(ReadOnlySpan<byte> text) => Excerpt.Of(Encoding.UTF8.GetString(text));
}

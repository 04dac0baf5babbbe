using System.Buffers.Text;
using CsvHelper;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>Reads a time whose parts stand in columns of their own.</summary>
internal sealed class PartedTime(TimePlan plan, TimeParts parts)
{
    private const int HoursOfDay = 24;

    public bool TryRead(CsvReader row, out DateTime time, out int? offset)
    {
        (time, offset) = (default, null);
        if (!TryReadDate(row, out var date) || !TryReadClock(row, out var clock))
        {
            return false;
        }

        time = date + clock;
        return true;
    }

    /// <summary>Its fields, for a sentence.</summary>
    public string Show(CsvReader row) => string.Join(' ', (parts.HasDate ? parts.Columns : parts.Columns.Prepend(plan.Column))
        .Select(column => row.GetString(column).Trim()));

    private bool TryReadDate(CsvReader row, out DateTime date)
    {
        date = default;
        if (!parts.HasDate)
        {
            return TimeText.TryRead(row.GetSpan(plan.Column), out var reading) && reading.DateBy(plan.Order) is { } read
                && (date = read) == read;
        }

        if (!TryWhole(row, parts.Year, out var written) || !TryWhole(row, parts.Month, out var month)
            || !TryWhole(row, parts.Day, out var day) || TimeParts.YearOf(written) is not (>= 1970 and <= 2099 and var year)
            || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day);
        return true;
    }

    private bool TryReadClock(CsvReader row, out TimeSpan clock)
    {
        clock = default;
        if (parts.Clock >= 0)
        {
            return TimeText.TryRead(row.GetSpan(parts.Clock), out var reading)
                && reading is { Form: DateForm.None, Clock: { } ofDay, OpenZone: null, Pass: 0 } && (clock = ofDay) == ofDay;
        }

        if (!TryNumber(row, parts.Hour, out var hour) || !TryNumber(row, parts.Minute, out var minute)
            || !TryNumber(row, parts.Second, out var second) || hour != Math.Floor(hour) || minute != Math.Floor(minute)
            || minute is < 0 or >= 60 || second is < 0 or >= 60 || hour is < 0 or > HoursOfDay)
        {
            return false;
        }

        clock = TimeSpan.FromHours(hour) + TimeSpan.FromMinutes(minute) + TimeSpan.FromSeconds(second);
        return clock <= TimeSpan.FromDays(1);
    }

    private static bool TryWhole(CsvReader row, int column, out int number)
    {
        var isNumber = TryNumber(row, column, out var value);
        number = isNumber && Math.Abs(value) < int.MaxValue ? (int)value : -1;
        return isNumber && number == value;
    }

    /// <summary>0 where there is no such column.</summary>
    private static bool TryNumber(CsvReader row, int column, out double number)
    {
        number = 0;
        if (column < 0)
        {
            return true;
        }

        var text = row.GetSpan(column).Trim(" \t"u8);
        return Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
    }
}

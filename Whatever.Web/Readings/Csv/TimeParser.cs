using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Reads the usual times as fast as a file comes from the disk: <c>2024-07-09 0:00</c>, <c>yyyy-MM-dd HH:mm[:ss]</c>,
/// <c>yyyy/MM/dd HH:mm</c>, ISO 8601 with an offset, and <c>M/d/yy H:mm</c> or <c>d.M.yyyy H:mm</c> where the order is known. Every other
/// way to write a time is left to <see cref="TimeText"/>. Seconds are truncated to the minute.
/// </summary>
public static class TimeParser
{
    public static readonly Phrase Expected = new Phrase("expected.time");

    /// <summary>Years outside this range are taken for typing errors.</summary>
    private const int FirstYear = 1970;
    private const int LastYear = 2099;
    private const int Century = 2000;

    /// <summary>No zone is further from UTC, and a <see cref="DateTimeOffset"/> takes no more.</summary>
    private const int LargestOffsetMinutes = 14 * 60;

    /// <param name="text">The time as written.</param>
    /// <param name="order">Of day and month where the year stands last; null where nobody knows: then such dates are not read.</param>
    /// <param name="time">The wall clock as written.</param>
    /// <param name="offsetMinutes">The offset from UTC, null where none is written.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder? order, out DateTime time, out int? offsetMinutes)
    {
        var good = TryParseWithSeconds(text, order, out time, out offsetMinutes);
        time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));
        return good;
    }

    /// <summary>The same times with what they say below the minute, to 100 ns.</summary>
    /// <param name="text">The time as written.</param>
    /// <param name="order">Of day and month where the year stands last; null where nobody knows: then such dates are not read.</param>
    /// <param name="time">The wall clock as written.</param>
    /// <param name="offsetMinutes">The offset from UTC, null where none is written.</param>
    public static bool TryParseWithSeconds(ReadOnlySpan<byte> text, DateOrder? order, out DateTime time, out int? offsetMinutes)
    {
        (time, offsetMinutes) = (default, null);
        var cursor = new Cursor(Trim(text));
        if (!TryReadDate(ref cursor, order, out var date))
        {
            return false;
        }

        if (cursor.AtEnd)
        {
            time = date;
            return true;
        }

        if (!TryReadClock(ref cursor, out var clock) || !TryReadOffset(ref cursor, out offsetMinutes) || !cursor.AtEnd)
        {
            return false;
        }

        time = date + clock;
        return true;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);

    private static bool TryReadDate(ref Cursor cursor, DateOrder? order, out DateTime date)
    {
        date = default;
        if (!cursor.TryReadNumber(1, 4, out var first, out var digits) || cursor.ReadOneOf("-/."u8) is not { } separator)
        {
            return false;
        }

        if (!cursor.TryReadNumber(1, 2, out var second, out _) || cursor.ReadOneOf([separator]) is null)
        {
            return false;
        }

        if (digits == 4)
        {
            return cursor.TryReadNumber(1, 2, out var day, out _) && TryMake(first, second, day, out date);
        }

        // The year alone has two digits or four.
        if (order is not (DateOrder.DayFirst or DateOrder.MonthFirst) || digits > 2
            || !cursor.TryReadNumber(2, 4, out var year, out var yearDigits) || yearDigits == 3)
        {
            return false;
        }

        var (month, dayOfMonth) = order == DateOrder.DayFirst ? (second, first) : (first, second);
        return (separator != (byte)'.' || order == DateOrder.DayFirst)
            && TryMake(yearDigits == 2 ? Century + year : year, month, dayOfMonth, out date);
    }

    private static bool TryMake(int year, int month, int day, out DateTime date)
    {
        var valid = year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = valid ? new DateTime(year, month, day) : default;
        return valid;
    }

    private static bool TryReadClock(ref Cursor cursor, out TimeSpan clock)
    {
        clock = default;
        if (cursor.ReadOneOf(" Tt"u8) is null)
        {
            return false;
        }

        cursor.SkipSpaces();
        if (!cursor.TryReadNumber(1, 2, out var hour, out _) || hour > 23
            || cursor.ReadOneOf(":"u8) is null
            || !cursor.TryReadNumber(2, 2, out var minute, out _) || minute > 59)
        {
            return false;
        }

        clock = new TimeSpan(hour, minute, 0);
        return cursor.ReadOneOf(":"u8) is null || TryReadSeconds(ref cursor, ref clock);
    }

    private static bool TryReadSeconds(ref Cursor cursor, ref TimeSpan clock)
    {
        if (!cursor.TryReadNumber(2, 2, out var second, out _) || second > 59)
        {
            return false;
        }

        clock += TimeSpan.FromSeconds(second);
        if (cursor.ReadOneOf(".,"u8) is null)
        {
            return true;
        }

        var good = cursor.TryReadNumber(1, 9, out var fraction, out var digits);
        clock += new TimeSpan((long)Math.Round(fraction * Math.Pow(10, -digits) * TimeSpan.TicksPerSecond));
        return good;
    }

    private static bool TryReadOffset(ref Cursor cursor, out int? offsetMinutes)
    {
        offsetMinutes = null;
        cursor.SkipSpaces();
        if (cursor.AtEnd)
        {
            return true;
        }

        if (cursor.ReadOneOf("Zz"u8) is not null)
        {
            offsetMinutes = 0;
            return true;
        }

        if (cursor.ReadOneOf("+-"u8) is not { } sign || !cursor.TryReadNumber(2, 2, out var hours, out _))
        {
            return false;
        }

        var minutes = 0;
        if (!cursor.AtEnd)
        {
            cursor.ReadOneOf(":"u8);
            if (!cursor.TryReadNumber(2, 2, out minutes, out _) || minutes > 59)
            {
                return false;
            }
        }

        offsetMinutes = ((hours * 60) + minutes) * (sign == (byte)'-' ? -1 : 1);
        return (hours * 60) + minutes <= LargestOffsetMinutes;
    }

    private ref struct Cursor(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private int position;

        public readonly bool AtEnd => position == text.Length;

        public byte? ReadOneOf(scoped ReadOnlySpan<byte> allowed) =>
            position < text.Length && allowed.Contains(text[position]) ? text[position++] : null;

        public void SkipSpaces()
        {
            while (position < text.Length && text[position] == (byte)' ')
            {
                position++;
            }
        }

        public bool TryReadNumber(int fewest, int most, out int number, out int digits)
        {
            number = 0;
            var start = position;
            while (position < text.Length && position - start < most && (uint)(text[position] - '0') <= 9)
            {
                number = (number * 10) + (text[position++] - '0');
            }

            digits = position - start;
            return digits >= fewest;
        }
    }
}

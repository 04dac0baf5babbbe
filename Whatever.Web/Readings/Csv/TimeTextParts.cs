namespace Whatever.Web.Readings.Csv;

/// <summary>The numbers and names of a date as they come, and what they can be together.</summary>
internal struct TimeTextParts
{
    /// <summary>yyyyMMddHHmmssfff</summary>
    public const int MostDigits = 17;

    private const int MostParts = 4;
    private const int DateDigits = 8;
    private const int ShortDateDigits = 6;
    private const int Century = 2000;
    private Part first;
    private Part second;
    private Part third;
    private Part fourth;
    private char separator;
    private TimeSpan fraction;

    public int Count { get; private set; }

    /// <summary>Whether a clock stands in the digits, so that an offset may follow.</summary>
    public readonly bool HasClockDigits => (Count == 1 && first.Digits > DateDigits) || (Count == 2 && first.Digits == DateDigits);

    /// <summary>The first letter between two parts that is no blank counts: the point of "2024. 7. 9.".</summary>
    public void Separate(char letter) => separator = separator is '\0' or ' ' ? letter : separator;

    public bool TryAdd(long value, int digits) => TryAdd(new Part(value, digits, separator, IsName: false));

    public bool TryAddName(int month) => TryAdd(new Part(month, 0, separator, IsName: true));

    /// <summary>Fractions of a second behind yyyyMMddHHmmss.</summary>
    public void AddFraction(TimeSpan taken) => fraction = taken;

    public readonly bool TryMake(TimeSpan? clock, int? offset, out TimeReading reading)
    {
        reading = default;
        if (Count == 0)
        {
            reading = new TimeReading(DateForm.None, 0, 0, 0, clock, offset, default);
            return clock is not null;
        }

        var hasDate = Count switch
        {
            1 => TryMakeCompact(ref clock, out reading),
            2 => TryMakeCompactWithClock(ref clock, out reading),
            3 => TryMakeParts(out reading),
            _ => TryTakeHour(ref clock) && TryMakeParts(out reading),
        };
        reading = reading with { Clock = clock, OffsetMinutes = offset };
        return hasDate && (offset is null || clock is not null);
    }

    private bool TryAdd(Part part)
    {
        (separator, Count) = ('\0', Count + 1);
        switch (Count)
        {
            case 1: first = part; break;
            case 2: second = part; break;
            case 3: third = part; break;
            default: fourth = part; break;
        }

        return Count <= MostParts;
    }

    /// <summary>yyyyMMdd, and with HH, mm, ss and fff behind it; yyMMdd in whichever order.</summary>
    private readonly bool TryMakeCompact(ref TimeSpan? clock, out TimeReading reading)
    {
        reading = default;
        if (first.IsName || (first.Digits != DateDigits && clock is not null && first.Digits != ShortDateDigits))
        {
            return false;
        }

        var (value, digits) = (first.Value, first.Digits);
        if (digits == ShortDateDigits)
        {
            reading = new TimeReading(
                DateForm.TwoDigit, (int)(value / 10_000), (int)(value / 100 % 100), (int)(value % 100), null, null, (2, 2));
            return true;
        }

        if (digits is not (8 or 10 or 12 or 14 or 17))
        {
            return false;
        }

        var milliseconds = digits == 17 ? (int)(value % 1000) : 0;
        value = digits == 17 ? value / 1000 : value;
        var second = digits >= 14 ? TakeTwo(ref value) : 0;
        var minute = digits >= 12 ? TakeTwo(ref value) : 0;
        var hour = digits >= 10 ? TakeTwo(ref value) : 0;
        clock = digits > DateDigits ? new TimeSpan(0, hour, minute, second, milliseconds) + fraction : clock;
        reading = PlainOf(value);
        return IsClock(hour, minute, second);
    }

    /// <summary>20240709 0001, 20240709T000100, 20240709 13.</summary>
    private readonly bool TryMakeCompactWithClock(ref TimeSpan? clock, out TimeReading reading)
    {
        reading = PlainOf(first.Value);
        return !first.IsName && first.Digits == DateDigits && TryTakeDigits(second, ref clock);
    }

    /// <summary>2024-07-09 13, 2024-07-09 0001: digits alone behind a date.</summary>
    private readonly bool TryTakeHour(ref TimeSpan? clock) => fourth.Before is ' ' or 'T' or '_' && TryTakeDigits(fourth, ref clock);

    /// <summary>HH, HHmm or HHmmss.</summary>
    private readonly bool TryTakeDigits(Part part, ref TimeSpan? clock)
    {
        var value = part.Value;
        if (clock is not null || part.IsName || part.Digits is not (1 or 2 or 4 or 6))
        {
            return false;
        }

        var seconds = part.Digits == 6 ? TakeTwo(ref value) : 0;
        var minutes = part.Digits >= 4 ? TakeTwo(ref value) : 0;
        clock = new TimeSpan((int)value, minutes, seconds) + fraction;
        return IsClock((int)value, minutes, seconds);
    }

    private readonly bool TryMakeParts(out TimeReading reading)
    {
        reading = default;
        var names = (first.IsName ? 1 : 0) + (second.IsName ? 1 : 0) + (third.IsName ? 1 : 0);
        return names switch
        {
            0 => TryMakeNumbers(out reading),
            1 => TryMakeNamed(out reading),
            _ => false,
        };
    }

    private readonly bool TryMakeNumbers(out TimeReading reading)
    {
        reading = default;
        var isEven = second.Before == third.Before || second.Before == '년';
        if (!isEven || second.Digits > 2 || (first.Digits > 2 && third.Digits > 2))
        {
            return false;
        }

        var digits = (first.Digits, third.Digits);
        var (a, b, c) = ((int)first.Value, (int)second.Value, (int)third.Value);
        reading = digits switch
        {
            (4, _) => new TimeReading(DateForm.Plain, a, b, c, null, null, digits),

            // Only where the day comes first are dates written with points.
            ( <= 2, 4) when second.Before == '.' => new TimeReading(DateForm.Plain, c, b, a, null, null, digits),
            ( <= 2, 4) => new TimeReading(DateForm.YearLast, a, b, c, null, null, digits),
            ( <= 2, <= 2) => new TimeReading(DateForm.TwoDigit, a, b, c, null, null, digits),
            _ => default,
        };
        return reading.Form != DateForm.None;
    }

    private readonly bool TryMakeNamed(out TimeReading reading)
    {
        var (a, b, c) = ((int)first.Value, (int)second.Value, (int)third.Value);
        reading = (first.IsName, second.IsName, first.Digits, second.Digits, third.Digits) switch
        {
            (true, _, _, <= 2, 2 or 4) => new TimeReading(DateForm.Plain, YearOf(third), a, b, null, null, default),
            (_, true, 4, _, <= 2) => new TimeReading(DateForm.Plain, a, b, c, null, null, default),
            (_, true, <= 2, _, 4) => new TimeReading(DateForm.Plain, c, b, a, null, null, default),
            (_, true, <= 2, _, <= 2) =>
                new TimeReading(DateForm.TwoDigitNamed, a, b, c, null, null, (first.Digits, third.Digits)),
            (false, false, 4, <= 2, _) => new TimeReading(DateForm.Plain, a, c, b, null, null, default),
            _ => default,
        };
        return reading.Form != DateForm.None;
    }

    private static int YearOf(Part part) => (int)part.Value + (part.Digits == 2 ? Century : 0);

    private static TimeReading PlainOf(long date) =>
        new(DateForm.Plain, (int)(date / 10_000), (int)(date / 100 % 100), (int)(date % 100), null, null, default);

    private static bool IsClock(int hour, int minute, int second) =>
        minute <= 59 && second <= 59 && (hour <= 23 || (hour == 24 && minute == 0 && second == 0));

    private static int TakeTwo(ref long value)
    {
        var two = (int)(value % 100);
        value /= 100;
        return two;
    }

    /// <param name="Value">The number, or the month of a name.</param>
    /// <param name="Digits">How many stand there; 0 of a name.</param>
    /// <param name="Before">The letter between it and the part before it.</param>
    /// <param name="IsName">Of a month.</param>
    private readonly record struct Part(long Value, int Digits, char Before, bool IsName);
}

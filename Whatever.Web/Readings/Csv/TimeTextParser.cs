namespace Whatever.Web.Readings.Csv;

/// <summary>
/// One pass over the letters of a written time: numbers and names are gathered as parts of a date, what has a colon is a clock.
/// </summary>
internal ref partial struct TimeTextParser(ReadOnlySpan<char> text)
{
    /// <summary>No zone is further from UTC, and a <see cref="DateTimeOffset"/> takes no more.</summary>
    private const int LargestOffsetMinutes = 14 * 60;
    private const int NoonHour = 12;

    private readonly ReadOnlySpan<char> text = text.Trim();
    private TimeTextParts parts;
    private int position;
    private TimeSpan? clock;
    private bool? isAfternoon;
    private int? offset;
    private bool mayHaveOffset;
    private string? openZone;
    private byte pass;

    public bool TryParse(out TimeReading reading)
    {
        reading = default;
        while (position < text.Length)
        {
            if (!TryTakeNext())
            {
                return false;
            }
        }

        var isGood = TryApplyHalfDay() && parts.TryMake(clock, offset, out reading);
        if (openZone is not null || pass > 0)
        {
            // In "CST (UTC-6)" the number counts.
            reading = reading with { OpenZone = offset is null ? openZone : null, Pass = pass };
        }

        return isGood;
    }

    private bool TryTakeNext()
    {
        var letter = text[position];
        if (char.IsAsciiDigit(letter))
        {
            return TryTakeNumber();
        }

        if (char.IsLetter(letter))
        {
            return TryTakeWord();
        }

        if (letter is '+' or '-' && mayHaveOffset)
        {
            return TryTakeOffset();
        }

        parts.Separate(letter);
        position++;
        return letter is ' ' or '-' or '/' or '.' or ',' or '_' or '\'' or '(' or ')' or '\u00A0' or '\u202F';
    }

    private bool TryTakeNumber()
    {
        var start = position;
        if (clock is null && TryTakeClock(out var taken))
        {
            (clock, mayHaveOffset) = (taken, true);
            return true;
        }

        position = start;
        mayHaveOffset = false;
        var digits = CountDigits();
        if (digits > TimeTextParts.MostDigits)
        {
            return false;
        }

        var value = long.Parse(text.Slice(position, digits), System.Globalization.CultureInfo.InvariantCulture);
        position += digits;
        var isGood = parts.TryAdd(value, digits);
        if (parts.HasClockDigits)
        {
            mayHaveOffset = true;
            parts.AddFraction(TakeFraction());
        }

        return isGood;
    }

    private bool TryTakeWord()
    {
        var start = position;
        while (position < text.Length && char.IsLetter(text[position]))
        {
            position++;
        }

        var word = text[start..position];
        if (word is "a" or "p" or "A" or "P" && TryTakeDottedM())
        {
            return TrySetHalfDay(word[0] is 'p' or 'P');
        }

        if (TimeWords.IsAfternoon(word) is { } afternoon)
        {
            return TrySetHalfDay(afternoon);
        }

        if (word is "T" or "t" && clock is null)
        {
            parts.Separate('T');
            return true;
        }

        if (TimeWords.MonthOf(word) is > 0 and var month)
        {
            return parts.TryAddName(month);
        }

        if (mayHaveOffset && TimeWords.OffsetOf(word.ToString()) is { } minutes)
        {
            // In "+0900 (KST)" the number counts.
            offset ??= minutes;
            return true;
        }

        if (mayHaveOffset && TimeWords.IsOpenZone(word.ToString()))
        {
            openZone = word.ToString().ToUpperInvariant();
            return true;
        }

        parts.Separate(word[0]);
        return TimeWords.IsFiller(word);
    }

    private bool TryTakeDottedM()
    {
        var rest = text[position..];
        if (rest is not ['.', 'm' or 'M', ..])
        {
            return false;
        }

        position += rest is [_, _, '.', ..] ? 3 : 2;
        return true;
    }

    private bool TrySetHalfDay(bool afternoon)
    {
        var isFirst = isAfternoon is null;
        isAfternoon = afternoon;
        return isFirst;
    }

    private bool TryTakeOffset()
    {
        var sign = text[position++] == '-' ? -1 : 1;
        SkipSpaces();
        var digits = CountDigits();
        if (digits is not (1 or 2 or 4) || !TryNumber(1, 4, out var number))
        {
            return false;
        }

        var (hours, minutes) = digits == 4 ? (number / 100, number % 100) : (number, 0);
        if (digits < 4 && Take(':') && !TryNumber(2, 2, out minutes))
        {
            return false;
        }

        offset = (offset ?? 0) + (sign * ((hours * 60) + minutes));
        return minutes <= 59 && Math.Abs(offset.Value) <= LargestOffsetMinutes;
    }

    /// <summary>12 AM is midnight, 12 PM noon; 13:00 PM is what some loggers write for 13:00.</summary>
    private bool TryApplyHalfDay()
    {
        if (isAfternoon is not { } afternoon)
        {
            return true;
        }

        if (clock is not { } time || (time.Hours == 0 && afternoon) || (time.Hours > NoonHour && !afternoon) || time.Days > 0)
        {
            return false;
        }

        clock = time.Hours == NoonHour && !afternoon ? time - TimeSpan.FromHours(NoonHour)
            : time.Hours < NoonHour && afternoon ? time + TimeSpan.FromHours(NoonHour)
            : time;
        return true;
    }

    private readonly int CountDigits()
    {
        var end = position;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - position;
    }

    private bool TryNumber(int fewest, int most, out int number)
    {
        number = 0;
        var digits = CountDigits();
        if (digits < fewest || digits > most)
        {
            return false;
        }

        for (var end = position + digits; position < end; position++)
        {
            number = (number * 10) + (text[position] - '0');
        }

        return true;
    }

    private bool Take(char letter)
    {
        var isThere = position < text.Length && text[position] == letter;
        position += isThere ? 1 : 0;
        return isThere;
    }

    private void SkipSpaces() => position += text[position..].Length - text[position..].TrimStart(' ').Length;
}

namespace Whatever.Web.Readings.Csv;

/// <summary>The time of day in a written time.</summary>
internal ref partial struct TimeTextParser
{
    /// <summary>Hours and minutes with a colon between them, or 시 and 분 behind them.</summary>
    private bool TryTakeClock(out TimeSpan taken)
    {
        taken = default;
        if (!TryNumber(1, 2, out var hour))
        {
            return false;
        }

        TakePass();
        return Take(':') ? TryTakeMinutes(hour, out taken) : Take('시') && TryTakeKoreanMinutes(hour, out taken);
    }

    /// <summary>02A:00 and 02B:00, as meters in Germany write the hour that stands twice.</summary>
    private void TakePass()
    {
        if (position + 1 < text.Length && text[position] is 'A' or 'B' && text[position + 1] == ':')
        {
            pass = (byte)(text[position++] == 'A' ? 1 : 2);
        }
    }

    private bool TryTakeMinutes(int hour, out TimeSpan taken)
    {
        taken = default;
        if (!TryNumber(2, 2, out var minute) || minute > 59)
        {
            return false;
        }

        var seconds = TimeSpan.Zero;
        if (Take(':'))
        {
            if (!TryNumber(2, 2, out var second) || second > 59)
            {
                return false;
            }

            seconds = TimeSpan.FromSeconds(second) + TakeFraction();
        }

        return TryMakeClock(hour, minute, seconds, out taken);
    }

    private bool TryTakeKoreanMinutes(int hour, out TimeSpan taken)
    {
        SkipSpaces();
        var (minute, second) = (0, 0);
        if (TryNumber(1, 2, out minute) && !Take('분'))
        {
            taken = default;
            return false;
        }

        SkipSpaces();
        if (TryNumber(1, 2, out second) && !Take('초'))
        {
            taken = default;
            return false;
        }

        return TryMakeClock(hour, minute, TimeSpan.FromSeconds(second), out taken);
    }

    private static bool TryMakeClock(int hour, int minute, TimeSpan seconds, out TimeSpan taken)
    {
        taken = new TimeSpan(hour, minute, 0) + seconds;
        return minute <= 59 && seconds < TimeSpan.FromMinutes(1) && taken <= TimeSpan.FromHours(24);
    }

    private TimeSpan TakeFraction()
    {
        if (position + 1 >= text.Length || text[position] is not ('.' or ',' or ':') || !char.IsAsciiDigit(text[position + 1]))
        {
            return TimeSpan.Zero;
        }

        position++;
        var digits = CountDigits();
        var fraction = double.Parse("0." + text.Slice(position, digits).ToString(), System.Globalization.CultureInfo.InvariantCulture);
        position += digits;
        return new TimeSpan((long)Math.Round(fraction * TimeSpan.TicksPerSecond));
    }
}

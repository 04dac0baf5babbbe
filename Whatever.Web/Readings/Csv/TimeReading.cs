using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>How much of a time its own digits tell.</summary>
public enum DateForm
{
    /// <summary>There is no date.</summary>
    None = 0,

    /// <summary>2024-07-09, 20240709, 9 July 2024, 09.07.2024: one way to read it.</summary>
    Plain = 1,

    /// <summary>11/07/2024: the year is at the end, day and month may be either.</summary>
    YearLast = 2,

    /// <summary>09-07-24: any of the three may be the year or the day.</summary>
    TwoDigit = 3,

    /// <summary>09-Jul-24: day first, as it is usual, unless another row of the file says otherwise.</summary>
    TwoDigitNamed = 4,
}

/// <summary>A written time taken apart; which part of its date is which may be open.</summary>
/// <param name="Form">How the three parts are to be understood.</param>
/// <param name="A">The first part as written; of a plain date the year.</param>
/// <param name="B">The second part, of a plain date the month.</param>
/// <param name="C">The third part, of a plain date the day.</param>
/// <param name="Clock">Time of day; null where only a date stands there. Twenty-four hours where it is written 24:00.</param>
/// <param name="OffsetMinutes">From UTC; null where none is written.</param>
/// <param name="Digits">How many digits the first and the third part have.</param>
public readonly record struct TimeReading(
    DateForm Form, int A, int B, int C, TimeSpan? Clock, int? OffsetMinutes, (int First, int Last) Digits)
{
    /// <summary>Years outside this range are taken for typing errors.</summary>
    private const int FirstYear = 1970;
    private const int LastYear = 2099;
    private const int Century = 2000;

    /// <summary>The name of a zone that means several: CST. Null where none stands there.</summary>
    public string? OpenZone { get; init; }

    /// <summary>02A:00 is in the first pass of the hour that stands twice in autumn, 02B:00 in the second; 0 where no letter says so.
    /// </summary>
    public byte Pass { get; init; }

    /// <summary>Whether the order of the parts has to be known.</summary>
    public bool NeedsOrder => Form is DateForm.YearLast or DateForm.TwoDigit;

    /// <summary>The date by an order; null where it is none.</summary>
    public DateTime? DateBy(DateOrder? order) => (Form, order) switch
    {
        (DateForm.Plain, _) => Make(A, B, C),
        (DateForm.YearLast, DateOrder.DayFirst) => Make(C, B, A),
        (DateForm.YearLast, DateOrder.MonthFirst) => Make(C, A, B),
        (DateForm.TwoDigit, DateOrder.DayFirst) when Digits.Last == 2 => Make(Century + C, B, A),
        (DateForm.TwoDigit, DateOrder.MonthFirst) when Digits.Last == 2 => Make(Century + C, A, B),
        (DateForm.TwoDigit, DateOrder.YearFirst) when Digits.First == 2 => Make(Century + A, B, C),
        (DateForm.TwoDigitNamed, DateOrder.YearFirst) when Digits.First == 2 => Make(Century + A, B, C),
        (DateForm.TwoDigitNamed, not DateOrder.YearFirst) when Digits.Last == 2 => Make(Century + C, B, A),
        _ => null,
    };

    /// <summary>Date and time of day together; null where the date is none by this order, or none stands there.</summary>
    public DateTime? TimeBy(DateOrder? order) => DateBy(order) is { } date ? date + (Clock ?? TimeSpan.Zero) : null;

    private static DateTime? Make(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day)
            : null;
}

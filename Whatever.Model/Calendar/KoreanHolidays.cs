using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Whatever.Model.Calendar;

/// <summary>
/// Public holidays of Korea: fixed dates, Seollal, Buddha's birthday and Chuseok by the lunisolar calendar, and the substitute holidays of the
/// Public Holidays Act and its decree (article 3). Election days and other days proclaimed once are not in it: add them with <see cref="EditedHolidays"/>.
/// </summary>
public sealed class KoreanHolidays : IHolidays
{
    private static readonly KoreanHoliday[] Law =
    [
        new(1, 1),
        new(1, 1) { IsLunar = true, Around = 1, MadeGoodSince = 2014, IsLostOnSaturday = false },
        new(3, 1) { MadeGoodSince = 2021 },
        new(4, 8) { IsLunar = true, MadeGoodSince = 2023 },
        new(5, 1) { Since = 2026, MadeGoodSince = 2026 },
        new(5, 5) { MadeGoodSince = 2014 },
        new(6, 6),
        new(7, 17) { Since = 2026, MadeGoodSince = 2026 },
        new(8, 15) { MadeGoodSince = 2021 },
        new(8, 15) { IsLunar = true, Around = 1, MadeGoodSince = 2014, IsLostOnSaturday = false },
        new(10, 3) { MadeGoodSince = 2021 },
        new(10, 9) { MadeGoodSince = 2021 },
        new(12, 25) { MadeGoodSince = 2023 },
    ];

    private readonly ConcurrentDictionary<int, FrozenSet<DateOnly>> years = new();
    private readonly Func<int, FrozenSet<DateOnly>> find;

    private KoreanHolidays(Func<int, HashSet<DateOnly>> find) => this.find = year => find(year).ToFrozenSet();

    /// <summary>
    /// As the law has it since 2014; in the years before, the holidays of 2014 without substitutes. Outside 919 to 2050, the years whose lunar dates
    /// .NET knows, the fixed dates and their substitutes alone are known.
    /// </summary>
    public static KoreanHolidays Official { get; } = new(FindOfficial);

    /// <summary>The fixed dates and feasts that every year has, without any substitute: what simulated water follows, whatever a new law says.</summary>
    public static KoreanHolidays WithoutSubstitutes { get; } = new(FindLasting);

    /// <inheritdoc/>
    public bool Contains(DateOnly day) => years.GetOrAdd(day.Year, find).Contains(day);

    private static HashSet<DateOnly> FindLasting(int year) => [.. Law.Where(holiday => holiday.Since == 0).SelectMany(holiday => holiday.DaysIn(year))];

    private static HashSet<DateOnly> FindOfficial(int year)
    {
        var given = Law.SelectMany(holiday => holiday.DaysIn(year).Select(day => (Day: day, Holiday: holiday))).ToLookup(pair => pair.Day, pair => pair.Holiday);
        var days = given.Select(group => group.Key).ToHashSet();
        foreach (var group in given.OrderBy(group => group.Key))
        {
            for (var lost = CountLost(group.Key, [.. group]); lost > 0; lost--)
            {
                days.Add(NextWorkingDay(group.Key, days));
            }
        }

        return days;
    }

    /// <summary>At a weekend each holiday is lost by its own rule; on a working day two that meet lose one.</summary>
    private static int CountLost(DateOnly day, KoreanHoliday[] holidays) =>
        IsWeekend(day) ? holidays.Count(holiday => holiday.IsLost(day))
        : Array.Exists(holidays, holiday => day.Year >= holiday.MadeGoodSince) ? holidays.Length - 1
        : 0;

    private static DateOnly NextWorkingDay(DateOnly day, HashSet<DateOnly> free)
    {
        do
        {
            day = day.AddDays(1);
        }
        while (IsWeekend(day) || free.Contains(day));

        return day;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

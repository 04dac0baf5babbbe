using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Whatever.Model.Calendar;

/// <summary>
/// Public holidays of Korea: fixed dates, Seollal, Buddha's birthday and Chuseok by the lunisolar calendar, and the substitute holidays of
/// the Public Holidays Act and its decree (article 3). Election days and other days proclaimed once are not in it: add them with
/// <see cref="EditedHolidays"/>.
/// </summary>
public sealed class KoreanHolidays : INamedHolidays
{
    private const string Substitute = "Substitute holiday";

    private static readonly KoreanHoliday[] Law =
    [
        new(1, 1, "New Year's Day"),
        new(1, 1, "Seollal") { IsLunar = true, Around = 1, MadeGoodSince = 2014, IsLostOnSaturday = false },
        new(3, 1, "Independence Movement Day") { MadeGoodSince = 2021 },
        new(4, 8, "Buddha's Birthday") { IsLunar = true, MadeGoodSince = 2023 },
        new(5, 1, "Labour Day") { Since = 2026, MadeGoodSince = 2026 },
        new(5, 5, "Children's Day") { MadeGoodSince = 2014 },
        new(6, 6, "Memorial Day"),
        new(7, 17, "Constitution Day") { Since = 2026, MadeGoodSince = 2026 },
        new(8, 15, "Liberation Day") { MadeGoodSince = 2021 },
        new(8, 15, "Chuseok") { IsLunar = true, Around = 1, MadeGoodSince = 2014, IsLostOnSaturday = false },
        new(10, 3, "National Foundation Day") { MadeGoodSince = 2021 },
        new(10, 9, "Hangeul Day") { MadeGoodSince = 2021 },
        new(12, 25, "Christmas Day") { MadeGoodSince = 2023 },
    ];

    private readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, string[]>> years = new();
    private readonly Func<int, FrozenDictionary<DateOnly, string[]>> find;

    private KoreanHolidays(Func<int, Dictionary<DateOnly, string[]>> find) => this.find = year => find(year).ToFrozenDictionary();

    /// <summary>
    /// As the law has it since 2014; in the years before, the holidays of 2014 without substitutes. Outside 919 to 2050, the years whose
    /// lunar dates .NET knows, the fixed dates and their substitutes alone are known.
    /// </summary>
    public static KoreanHolidays Official { get; } = new(FindOfficial);

    /// <summary>
    /// The fixed dates and feasts that every year has, without any substitute: what simulated water follows, whatever a new law says.
    /// </summary>
    public static KoreanHolidays WithoutSubstitutes { get; } = new(FindLasting);

    /// <inheritdoc/>
    public bool Contains(DateOnly day) => DaysOf(day.Year).ContainsKey(day);

    /// <inheritdoc/>
    public IReadOnlyList<string> NamesOf(DateOnly day) => DaysOf(day.Year).GetValueOrDefault(day, []);

    private static Dictionary<DateOnly, string[]> FindLasting(int year) => Named(Given(year, holiday => holiday.Since == 0));

    private static Dictionary<DateOnly, string[]> FindOfficial(int year)
    {
        var given = Given(year, _ => true);
        var days = Named(given);
        foreach (var group in given.OrderBy(group => group.Key))
        {
            for (var lost = CountLost(group.Key, [.. group]); lost > 0; lost--)
            {
                days.Add(NextWorkingDay(group.Key, days), [Substitute]);
            }
        }

        return days;
    }

    private static ILookup<DateOnly, KoreanHoliday> Given(int year, Func<KoreanHoliday, bool> counts) => Law.Where(counts)
        .SelectMany(holiday => holiday.DaysIn(year).Select(day => (Day: day, Holiday: holiday)))
            .ToLookup(pair => pair.Day, pair => pair.Holiday);

    private static Dictionary<DateOnly, string[]> Named(ILookup<DateOnly, KoreanHoliday> given) =>
        given.ToDictionary(group => group.Key, group => group.Select(holiday => holiday.Name).ToArray());

    /// <summary>At a weekend each holiday is lost by its own rule; on a working day two that meet lose one.</summary>
    private static int CountLost(DateOnly day, KoreanHoliday[] holidays) =>
        IsWeekend(day) ? holidays.Count(holiday => holiday.IsLost(day))
        : Array.Exists(holidays, holiday => day.Year >= holiday.MadeGoodSince) ? holidays.Length - 1
        : 0;

    private static DateOnly NextWorkingDay(DateOnly day, Dictionary<DateOnly, string[]> free)
    {
        do
        {
            day = day.AddDays(1);
        }
        while (IsWeekend(day) || free.ContainsKey(day));

        return day;
    }

    private FrozenDictionary<DateOnly, string[]> DaysOf(int year) => years.GetOrAdd(year, find);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

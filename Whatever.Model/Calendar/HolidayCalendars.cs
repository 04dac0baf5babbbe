namespace Whatever.Model.Calendar;

/// <summary>The calendars that can be chosen by name.</summary>
public static class HolidayCalendars
{
    /// <summary>Public holidays of Korea, substitute holidays included.</summary>
    public const string Korea = "korea";

    /// <summary>Public holidays of Italy.</summary>
    public const string Italy = "italy";

    /// <summary>No day is a holiday.</summary>
    public const string None = "none";

    /// <summary>Every name, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Names { get; } = [Korea, Italy, None];

    /// <summary>The calendar without any day.</summary>
    public static IHolidays Empty { get; } = new EditedHolidays(null, [], []);

    /// <summary>The calendar of that name; null where there is none. Case does not matter.</summary>
    public static IHolidays? Find(string? name) => name?.ToLowerInvariant() switch
    {
        Korea => KoreanHolidays.Official,
        Italy => ItalianHolidays.Official,
        None => Empty,
        _ => null,
    };

    /// <summary>The calendar that a station in a time zone has until another one is chosen.</summary>
    /// <param name="timeZone">IANA name, such as Asia/Seoul.</param>
    /// <returns>One of <see cref="Names"/>.</returns>
    public static string NameFor(string timeZone) => timeZone switch
    {
        "Asia/Seoul" => Korea,
        "Europe/Rome" => Italy,
        _ => None,
    };
}

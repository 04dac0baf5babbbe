using System.Globalization;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Pages.Live;

/// <summary>The span that the page shows: up to now, to the end of a day that was chosen, or to where the readings end.</summary>
/// <param name="Day">That was chosen; null for none.</param>
/// <param name="From">The first minute.</param>
/// <param name="To">The last minute of what was measured.</param>
/// <param name="Until">The last minute of the forecast.</param>
public sealed record LiveWindow(DateOnly? Day, int From, int To, int Until)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Readings end long before now: it stands where they do.</summary>
    public bool IsAtTheEnd { get; private init; }

    /// <param name="clock">Of the sensor.</param>
    /// <param name="day">As it stands in the address; anything else than a day is none.</param>
    /// <param name="newest">The minute of the newest reading; null where there is none.</param>
    /// <param name="now">The minute of now.</param>
    /// <param name="range">Minutes back, and minutes of forecast ahead.</param>
    public static LiveWindow Of(StationClock clock, string? day, int? newest, int now, (int Back, int Ahead) range)
    {
        var chosen = DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var known)
            && known > DateOnly.MinValue && known < DateOnly.MaxValue
            ? known
            : (DateOnly?)null;
        var isAtTheEnd = chosen is null && newest < now - range.Back;
        var to = chosen is { } shown ? clock.StartOfDay(shown.AddDays(1)) - 1 : isAtTheEnd ? newest!.Value : now;
        return new LiveWindow(chosen, to - range.Back, to, to + range.Ahead) { IsAtTheEnd = isAtTheEnd };
    }

    public static string Write(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}

using Whatever.Model.Calendar;

namespace Whatever.Web.Domain;

/// <summary>One day in which a station differs from the calendar of its country.</summary>
public sealed class StationHoliday
{
    public int StationId { get; set; }
    public DateOnly Day { get; set; }
    public HolidayOrigin Origin { get; set; }

    /// <summary>False for a day that a person took out; it is a day like any other, whatever calendar and file say.</summary>
    public bool IsHoliday { get; set; }

    public required string Name { get; set; }
}

/// <summary>Who said so; a person has the last word.</summary>
public enum HolidayOrigin
{
    Person = 0,
    File = 1,
    Country = 2,
}

/// <summary>Which days are holidays where a sensor stands.</summary>
public interface ISensorHolidays
{
    /// <returns>As things stand now; later changes do not reach it. Without a day for a sensor that is not there.</returns>
    Task<IHolidays> LoadAsync(int sensorKey, CancellationToken cancellation = default);
}

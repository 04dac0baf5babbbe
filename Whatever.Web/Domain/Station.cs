namespace Whatever.Web.Domain;

/// <summary>A place with one or more sensors.</summary>
public sealed class Station
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>One of <see cref="Whatever.Model.Calendar.HolidayCalendars.Names"/>; null for the one of the sensor's time zone.</summary>
    public string? HolidayCountry { get; set; }

    /// <summary>The calendar file that was taken in last; null for none.</summary>
    public string? HolidayFile { get; set; }

    public List<Sensor> Sensors { get; } = [];
}

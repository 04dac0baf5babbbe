using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers.Criteria;
using Whatever.Web.Domain;

namespace Whatever.Web.Alarms.Watch;

/// <summary>A sensor with all that it is judged by; made once and kept until something of it changes.</summary>
public sealed class WatchedSensor(Sensor sensor, SensorProfile profile, MonitorSettings settings, IHolidays holidays)
{
    public Sensor Sensor => sensor;
    public int Interval => settings.IntervalMinutes;
    public SensorMonitor Monitor { get; } = new(profile, settings);

    /// <summary>Where the last round ended; null where that has to be read.</summary>
    public WatchPosition? Position { get; set; }

    public HourCells Cells { get; } = new(sensor.Clock.ToLocal, holidays);
}

/// <summary>How far a sensor was watched.</summary>
public sealed record WatchPosition(MonitorState State, bool IsLive);

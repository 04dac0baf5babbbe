using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers.Criteria;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>A sensor with all that it is judged by; made once and kept until something of it changes.</summary>
public sealed class SensorContext(
    Sensor sensor, SensorProfile profile, MonitorSettings settings, IHolidays holidays, IReadOnlyCollection<int> criteria)
{
    public Sensor Sensor => sensor;

    /// <summary>
    /// Whether its profile is of other criteria than values are judged by: some were built meanwhile, also by another process.
    /// </summary>
    public bool IsOutdatedBy(IEnumerable<QuantityJudge> judges) => judges.Any(judge => !criteria.Contains(judge.Criteria.Id));

    public int Interval => settings.IntervalMinutes;
    public SensorMonitor Monitor { get; } = new(profile, settings);
    public HourCells Cells { get; } = new(sensor.Clock.ToLocal, holidays);

    /// <summary>
    /// Where the last pass ended; null for a sensor that was in none. Belongs to the pass, which reads it again when another process was
    /// there.
    /// </summary>
    public SensorPosition? Position { get; set; }
}

/// <summary>How far a sensor was monitored.</summary>
/// <param name="State">At the end of it.</param>
/// <param name="IsLive">See <see cref="SensorState.IsLive"/>.</param>
/// <param name="Revision">See <see cref="SensorState.Revision"/>.</param>
public sealed record SensorPosition(MonitorState State, bool IsLive, int Revision);

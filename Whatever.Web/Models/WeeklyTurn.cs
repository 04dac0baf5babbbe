using Whatever.Web.Domain;

namespace Whatever.Web.Models;

/// <summary>What is looked at once a week is not looked at of all sensors on the same day.</summary>
internal static class WeeklyTurn
{
    /// <param name="sensor">Whose turn it may be.</param>
    /// <param name="now">Its day on the sensor's clock counts.</param>
    public static bool IsOf(Sensor sensor, DateTimeOffset now) => (sensor.Clock.DayOf(now).DayNumber + sensor.Key) % 7 == 0;
}

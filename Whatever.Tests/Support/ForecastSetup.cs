using Whatever.Web.Domain;
using Whatever.Web.Forecasting;

namespace Whatever.Tests.Support;

/// <summary>A sensor with enough history to forecast from, and its files.</summary>
public static class ForecastSetup
{
    /// <summary>The day before <see cref="TestStation.Noon"/>.</summary>
    public static readonly DateOnly Yesterday = new(2024, 7, 8);

    /// <summary>Ten days up to and with <see cref="Yesterday"/>.</summary>
    public static async Task<Sensor> AddForecastSensorAsync(
        this TestStation station, string id = "sensor_01", string zone = Sensor.DefaultTimeZone)
    {
        var sensor = await station.AddSensorAsync(new() { Id = id, TimeZone = zone });
        await station.FillAsync(sensor, Yesterday.AddDays(-9), 10);
        return sensor;
    }

    public static Task<ForecastReport> ForecastAsync(this TestStation station, Sensor sensor, DateOnly? day = null) =>
        station.Get<ForecastRunner>().RunAsync(sensor, day, TestStation.Cancellation);

    public static string[] OutputLines(this TestStation station, Sensor sensor, string name) =>
        File.ReadAllLines(Path.Combine(station.Folder.Prediction(sensor.Id), name));
}

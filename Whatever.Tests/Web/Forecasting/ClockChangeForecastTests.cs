using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Forecasting;

public sealed class ClockChangeForecastTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31")]
    [InlineData("America/Santiago", "2024-09-08")]
    [InlineData("Africa/Cairo", "2024-04-26")]
    [InlineData("Europe/Berlin", "2024-10-27")]
    [InlineData("America/Santiago", "2024-04-06")]
    [InlineData("America/Santiago", "2024-04-07")]
    [InlineData("Africa/Cairo", "2024-10-31")]
    [InlineData("Australia/Lord_Howe", "2024-10-06")]
    public async Task Run_BaseDayOnWhichTheClockIsChanged_HasAllValues(string zone, string text)
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        _ = WireTime.TryReadDay(text, out var day);
        await FillAsync(station, sensor, day);
        var report = await station.ForecastAsync(sensor, day);
        Assert.Empty(report.Skipped);
        Assert.False(report.LowConfidence);
        var rows = station.OutputLines(sensor, "prediction.csv").Skip(1).ToList();
        Assert.Equal(144, rows.Count);
        Assert.All(rows, row => Assert.Matches(@"^\d,\d{4}-\d\d-\d\d \d+:00,[0-9.]+,[0-9.]+$", row));
    }

    /// <summary>Every minute of the ten days up to the end of the day has values, whatever the clock shows.</summary>
    private static async Task FillAsync(TestStation station, Sensor sensor, DateOnly day)
    {
        var (from, to) = (sensor.Clock.StartOfDay(day.AddDays(-9)), sensor.Clock.StartOfDay(day.AddDays(1)));
        var flow = Enumerable.Range(from, to - from).Select(minute => 200 + (50 * Math.Sin(minute * Math.Tau / 1440))).ToList();
        await station.StoreAsync(sensor, from, flow, [.. flow.Select(value => 600 - value)]);
    }
}

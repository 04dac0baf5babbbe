using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class WallClockSeriesTests
{
    /// <summary>Kolkata and Kathmandu do not keep the hours of UTC, Berlin skips an hour in March and has one twice in October.</summary>
    [Theory]
    [InlineData("Asia/Seoul", 1, "2024-05-01")]
    [InlineData("Europe/Berlin", 5, "2024-03-29")]
    [InlineData("Europe/Berlin", 15, "2024-10-25")]
    [InlineData("Asia/Kolkata", 10, "2024-05-01")]
    [InlineData("Asia/Kathmandu", 1, "2024-05-01")]
    [InlineData("America/St_Johns", 60, "2024-05-01")]
    [InlineData("America/New_York", 60, "2024-05-01")]
    public async Task ReadHours_AnyClock_IsWhatTheMinutesSay(string timeZone, int interval, string day)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "hours", TimeZone = timeZone, SamplingIntervalMinutes = interval });
        var first = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var last = first.AddDays(4);
        await station.StoreAsync(sensor, Readings(sensor, first, last));
        await using var db = await station.OpenAsync();
        var minutes = WallClockSeries.Read(db, sensor, first, last);
        var hours = WallClockSeries.ReadHours(db, sensor, first, last);
        foreach (var quantity in QuantityNames.All)
        {
            Assert.Equal(minutes[quantity].ToHours().Start, hours[quantity].Start);
            Assert.Equal(minutes[quantity].ToHours().Values, hours[quantity].Values);
            Assert.InRange(hours[quantity].Values.Count(double.IsNaN), 4, 30);
        }
    }

    [Fact]
    public async Task ReadHours_NoDayOrNothingMeasured_IsEmptyOrNotMeasured()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "none" });
        await using var db = await station.OpenAsync();
        var day = new DateOnly(2024, 5, 1);
        Assert.Empty(WallClockSeries.ReadHours(db, sensor, day, day.AddDays(-1))[Quantity.FlowRate].Values);
        Assert.Equal(
            Enumerable.Repeat(double.NaN, 48), WallClockSeries.ReadHours(db, sensor, day, day.AddDays(1))[Quantity.Pressure].Values);
    }

    /// <summary>Hours that are whole, and of the second day hours that hold a little less than half, half, and more than half.</summary>
    private static ReadingColumns Readings(Sensor sensor, DateOnly first, DateOnly last)
    {
        var random = new Random(3);
        var interval = sensor.SamplingIntervalMinutes;
        var gap = sensor.Clock.StartOfDay(first.AddDays(1));
        var minutes = Enumerable.Range(0, ((sensor.Clock.StartOfDay(last.AddDays(1)) - sensor.Clock.StartOfDay(first)) / interval) + 1)
            .Select(i => sensor.Clock.StartOfDay(first) + (i * interval))
            .Where(minute => minute < gap + 60 || minute >= gap + 60 + (17 * 29)).ToArray();
        return new ReadingColumns(
            minutes, Array.ConvertAll(minutes, _ => 100 * random.NextDouble()),
            Array.ConvertAll(minutes, minute => minute % (7 * 60) < 60 ? double.NaN : random.NextDouble()));
    }
}

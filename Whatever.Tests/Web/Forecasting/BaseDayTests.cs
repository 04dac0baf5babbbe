using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;

namespace Whatever.Tests.Web.Forecasting;

public sealed class BaseDayTests
{
    private static readonly DateOnly Today = new(2024, 7, 9);

    [Fact]
    public async Task Find_TodayUnfinished_IsNotTaken()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, Today.AddDays(-3), 4);
        Assert.Equal(Today.AddDays(-1), await FindAsync(station, sensor));
    }

    [Theory]
    [InlineData(1152, -1)]
    [InlineData(1151, -2)]
    public async Task Find_DayWithGaps_CountsFromEightyPercentOn(int minutes, int expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, Today.AddDays(-2), 1);
        await station.StoreAsync(sensor, sensor.At("2024-07-08 0:00"), [.. Enumerable.Repeat(1.0, minutes)]);
        Assert.Equal(Today.AddDays(expected), await FindAsync(station, sensor));
    }

    [Fact]
    public async Task Find_RowsWithoutValues_DoNotCount()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, sensor.At("2024-07-08 0:00"), [.. Enumerable.Repeat(double.NaN, 1440)]);
        Assert.Null(await FindAsync(station, sensor));
    }

    [Fact]
    public async Task Find_OnlyPressure_IsComplete()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(
            sensor, sensor.At("2024-07-08 0:00"), [.. Enumerable.Repeat(double.NaN, 1440)], [.. Enumerable.Repeat(1.0, 1440)]);
        Assert.Equal(Today.AddDays(-1), await FindAsync(station, sensor));
    }

    [Fact]
    public async Task Find_CoarserInterval_ExpectsFewerRows()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "hourly", SamplingIntervalMinutes = 60 });
        var minutes = Enumerable.Range(0, 20).Select(hour => sensor.At("2024-07-08 0:00") + (hour * 60)).ToArray();
        await station.StoreAsync(sensor, new(minutes, new double[20], new double[20]));
        Assert.Equal(Today.AddDays(-1), await FindAsync(station, sensor));
    }

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Seoul")]
    public async Task Find_AnyZone_MeansTheLocalDay(string zone)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        await station.FillAsync(sensor, Today.AddDays(-1), 1);
        Assert.Equal(Today.AddDays(-1), await FindAsync(station, sensor));
    }

    [Theory]
    [InlineData("2024-03-31", "Europe/Berlin", 1380)]
    [InlineData("2024-10-27", "Europe/Berlin", 1500)]
    [InlineData("2024-04-06", "America/Santiago", 1500)]
    [InlineData("2024-07-08", "Asia/Seoul", 1440)]
    public async Task WallClockDay_OnADayOfClockChange_HasTheMinutesOfTheDay(string day, string zone, int slots)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        _ = WireTime.TryReadDay(day, out var date);
        var from = sensor.Clock.StartOfDay(date);
        var minutes = sensor.Clock.StartOfDay(date.AddDays(1)) - from;
        await station.StoreAsync(sensor, from, [.. Enumerable.Range(0, minutes).Select(i => (double)i)]);
        await using var db = await station.OpenAsync();
        var read = WallClockDay.Read(db, sensor, date);
        Assert.Equal(Enumerable.Range(0, slots).Select(i => (double)i), read.FlowRate);
        Assert.Equal(Enumerable.Range(0, slots).Select(i => sensor.Clock.ToLocal(from + i)), read.Times);
    }

    private static async Task<DateOnly?> FindAsync(TestStation station, Sensor sensor)
    {
        await using var db = await station.OpenAsync();
        return await BaseDayFinder.FindAsync(db, sensor, Today, TestStation.Cancellation);
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Storage;

public sealed class SensorDataViewTests
{
    [Fact]
    public async Task View_Columns_AreThoseOfTheOriginalDocument()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, sensor.At("2024-07-09 0:00"), [224], [45]);
        var (names, rows) = await ReadAsync(station);
        Assert.Equal(["sensor_id", "time", "flow_rate", "pressure", "flow_rate_predict", "pressure_predict"], names);
        Assert.Equal([["2024-07-09 0:00", "224", "45", "", ""]], rows);
    }

    [Theory]
    [InlineData("Asia/Seoul")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("UTC")]
    public async Task View_OverClockChanges_EqualsTheExport(string zone)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        foreach (var day in new[] { "2024-03-10", "2024-03-31", "2024-04-07", "2024-10-06", "2024-10-27", "2024-11-03" })
        {
            var from = sensor.At(day + " 0:00") - 120;
            await station.StoreAsync(
                sensor, from, [.. Enumerable.Range(0, 600).Select(i => i % 7 == 0 ? double.NaN : i / 8.0)],
                [.. Enumerable.Range(0, 600).Select(i => 40 + (i / 3.0))]);
        }

        await AddForecastsAsync(station, sensor, DateOnly.Parse("2024-10-05", CultureInfo.InvariantCulture));
        await AddForecastsAsync(station, sensor, DateOnly.Parse("2024-10-26", CultureInfo.InvariantCulture));
        Assert.Equal(await ExportAsync(station, sensor), await ViewAsync(station));
    }

    [Fact]
    public async Task View_PredictionOfAnHour_IsTheOneWithTheSmallestStep()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var hour = sensor.At("2024-07-09 5:00");
        await station.StoreAsync(sensor, hour - 1, [.. Enumerable.Repeat(1.0, 62)], [.. Enumerable.Repeat(2.0, 62)]);
        foreach (var (step, flow) in new[] { (3, 33.0), (1, 11.0), (6, 66.0) })
        {
            await AddForecastAsync(station, sensor, new DateOnly(2024, 7, 9).AddDays(-step), step, hour, flow);
        }

        var lines = await ViewAsync(station);
        Assert.Equal("2024-07-09 4:59,1,2,,", lines[0]);
        Assert.Equal("2024-07-09 5:00,1,2,11.000,", lines[1]);
        Assert.Equal("2024-07-09 5:59,1,2,11.000,", lines[60]);
        Assert.Equal("2024-07-09 6:00,1,2,,", lines[61]);
    }

    private static async Task AddForecastsAsync(TestStation station, Sensor sensor, DateOnly baseDay)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var target = sensor.Clock.ToMinute(baseDay.AddDays(1).ToDateTime(new TimeOnly(hour, 0)));
            await AddForecastAsync(station, sensor, baseDay, 1, target, 100 + hour, hour);
        }
    }

    private static async Task AddForecastAsync(
        TestStation station, Sensor sensor, DateOnly baseDay, int step, int target, double value, int hour = 5)
    {
        await using var db = await station.OpenAsync();
        db.Forecasts.Add(new StoredForecast
        {
            SensorKey = sensor.Key,
            Quantity = Quantity.FlowRate,
            BaseDay = baseDay,
            Step = step,
            Hour = hour,
            TargetMinute = target,
            Value = value,
            ModelVersion = "v",
        });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    private static async Task<string[]> ExportAsync(TestStation station, Sensor sensor)
    {
        await using var db = await station.OpenAsync();
        using var stream = new MemoryStream();
        await ReadingExport.WriteCsvAsync(db, sensor, new MinuteSpan(int.MinValue, int.MaxValue), stream, TestStation.Cancellation);
        return [.. System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(WithoutOffset)];
    }

    /// <summary>The view shows the wall clock alone.</summary>
    private static string WithoutOffset(string line)
    {
        var end = line.IndexOf(',', StringComparison.Ordinal);
        return line[..(end - "+09:00".Length)] + line[end..];
    }

    private static async Task<string[]> ViewAsync(TestStation station) =>
        [.. (await ReadAsync(station)).Rows.Select(row => string.Join(',', row))];

    /// <summary>The view without its sensor id, written as the export writes.</summary>
    private static async Task<(string[] Names, List<string[]> Rows)> ReadAsync(TestStation station)
    {
        await using var db = await station.OpenAsync();
        await db.Database.OpenConnectionAsync(TestStation.Cancellation);
        await using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = "SELECT * FROM sensor_data";
        await using var reader = await command.ExecuteReaderAsync(TestStation.Cancellation);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(TestStation.Cancellation))
        {
            rows.Add(
                [
                    reader.GetString(1), Number(reader, 2, "R"), Number(reader, 3, "R"), Number(reader, 4, "0.000###"),
                    Number(reader, 5, "0.000###")]);
        }

        return ([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }

    private static string Number(SqliteDataReader reader, int column, string format) =>
        reader.IsDBNull(column) ? "" : reader.GetDouble(column).ToString(format, CultureInfo.InvariantCulture);
}

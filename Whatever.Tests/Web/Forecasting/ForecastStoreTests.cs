using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Forecasting;

public sealed class ForecastStoreTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddForecastSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Run_Forecasts_AreStoredWithTheirTargets()
    {
        await station.ForecastAsync(sensor);
        var rows = await RowsAsync();
        Assert.Equal(288, rows.Count);
        Assert.All(
            rows,
            row =>
                Assert.Equal(sensor.Clock.ToMinute(row.BaseDay.AddDays(row.Step).ToDateTime(new TimeOnly(row.Hour, 0))), row.TargetMinute));
        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    (TestStation.Noon, row.Quantity == Quantity.FlowRate ? "flow_rate-1" : "pressure-1"),
                    (row.IssuedAt, row.ModelVersion)));
        var first = rows.Single(row => row is { Quantity: Quantity.FlowRate, Step: 2, Hour: 5 });
        Assert.EndsWith(
            Seeded.Text($"2024-07-10 5:00,{first.Value:0.000###},"), Until(station.OutputLines(sensor, "Day2prediction.csv")[6]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LaterBaseDay_LeavesTheEarlierForecastsAsIssued()
    {
        await station.ForecastAsync(sensor, ForecastSetup.Yesterday.AddDays(-1));
        var before = await RowsAsync();
        station.Time.Advance(TimeSpan.FromHours(1));
        await station.ForecastAsync(sensor, ForecastSetup.Yesterday);
        var after = await RowsAsync();
        Assert.Equal(576, after.Count);
        Assert.Equivalent(before, after.Where(row => row.BaseDay == ForecastSetup.Yesterday.AddDays(-1)));
    }

    [Fact]
    public async Task Run_SixFiles_AreQueuedWithTheBytesOnDisk()
    {
        await station.ForecastAsync(sensor);
        var queued = await QueuedAsync();
        Assert.Equal([1, 2, 3, 4, 5, 6], queued.Select(delivery => delivery.Step!.Value));
        foreach (var delivery in queued)
        {
            var bytes = await File.ReadAllBytesAsync(
                Path.Combine(station.Folder.Prediction("sensor_01"), $"Day{delivery.Step}prediction.csv"), TestStation.Cancellation);
            Assert.Equal(bytes, delivery.Payload);
            Assert.Equal(OutboundDelivery.DigestOf(bytes), delivery.Sha256);
            Assert.Equal(
                (DeliveryKind.Forecast, "sensor_01", ForecastSetup.Yesterday, DeliveryState.Waiting, null),
                (delivery.Kind, delivery.SensorId, delivery.BaseDay!.Value, delivery.State, delivery.ReleasedAt));
            Assert.Equal($"forecast/sensor_01/2024-07-08/{delivery.Step}/{delivery.Sha256[..16]}", delivery.IdempotencyKey);
        }
    }

    [Fact]
    public async Task Run_Twice_QueuesNothingNewAndStoresTheSame()
    {
        await station.ForecastAsync(sensor);
        var before = await RowsAsync();
        Assert.Equal(0, (await station.ForecastAsync(sensor)).Queued);
        Assert.Equal(6, (await QueuedAsync()).Count);
        Assert.Equivalent(before, await RowsAsync());
    }

    [Fact]
    public async Task Run_AfterACorrection_QueuesOnlyTheFilesThatChanged()
    {
        await station.ForecastAsync(sensor);
        await station.ExecuteAsync(
            $"UPDATE readings SET flow_rate = flow_rate * 2 WHERE minute BETWEEN {sensor.At("2024-07-08 5:00")} AND "
                + $"{sensor.At("2024-07-08 6:59")}");
        Assert.Equal(6, (await station.ForecastAsync(sensor)).Queued);
        Assert.Equal(12, (await QueuedAsync()).Count);
        Assert.Equal(288, (await RowsAsync()).Count);
    }

    [Fact]
    public async Task Run_QueueCannotBeWritten_StoresNoForecastEither()
    {
        await station.ExecuteAsync(
            "CREATE TRIGGER full BEFORE INSERT ON deliveries WHEN NEW.step = 4 BEGIN SELECT RAISE(ABORT, 'no more'); END");
        await Assert.ThrowsAsync<SqliteException>(() => station.ForecastAsync(sensor));
        Assert.Empty(await RowsAsync());
        Assert.Empty(await QueuedAsync());
        await station.ExecuteAsync("DROP TRIGGER full");
        Assert.Equal(6, (await station.ForecastAsync(sensor)).Queued);
    }

    [Fact]
    public async Task Nearest_TwoBaseDays_ShowsTheOneMadeTheDayBefore()
    {
        await station.ForecastAsync(sensor, ForecastSetup.Yesterday.AddDays(-1));
        await station.ForecastAsync(sensor, ForecastSetup.Yesterday);
        var queries = new ForecastQueries(station.Get<IDbContextFactory<StationDbContext>>());
        var rows = await RowsAsync();
        var points = await queries.NearestAsync(sensor.Key, Quantity.FlowRate, 0, int.MaxValue, TestStation.Cancellation);
        Assert.Equal(7 * 24, points.Count);
        Assert.All(points, point => Assert.Equal(
            rows.Where(row => row.Quantity == Quantity.FlowRate && row.TargetMinute == point.TargetMinute).MinBy(row => row.Step)!.Value,
            point.Value));
        Assert.Equal(
            [ForecastSetup.Yesterday, ForecastSetup.Yesterday.AddDays(-1)],
            await queries.BaseDaysAsync(sensor.Key, TestStation.Cancellation));
    }

    private static string Until(string line) => line[..(line.LastIndexOf(',') + 1)];

    private Task<List<StoredForecast>> RowsAsync() => station.QueryAsync(db => db.Forecasts.AsNoTracking()
        .OrderBy(row => row.BaseDay).ThenBy(row => row.Quantity).ThenBy(row => row.Step).ThenBy(row => row.Hour)
            .ToListAsync(TestStation.Cancellation));

    private Task<List<OutboundDelivery>> QueuedAsync() =>
        station.QueryAsync(db => db.Deliveries.AsNoTracking().OrderBy(row => row.Id).ToListAsync(TestStation.Cancellation));
}

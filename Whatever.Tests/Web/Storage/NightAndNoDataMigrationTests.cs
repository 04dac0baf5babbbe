using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Storage;

public sealed class NightAndNoDataMigrationTests
{
    private const string Before = "20261125222525_SensorWatch";

    [Fact]
    public async Task Migrate_ThresholdsAndSensorsOfBefore_GetTheDefaults()
    {
        await using var station = await TestStation.StartAsync();
        await MigrateAsync(station, Before);
        await station.ExecuteAsync(
            """
            INSERT INTO stations (id, name) VALUES (1, 'North');
            INSERT INTO sensors (key, id, name, station_id, time_zone, flow_rate_unit, pressure_unit, sampling_interval_minutes, source, created_at)
            VALUES (1, 'a', 'a', 1, 'Asia/Seoul', 'm³/h', 'kPa', 1, 0, 1000);
            INSERT INTO thresholds (sensor_key, quantity, version, tail, interest, caution, alert, serious, reason, changed_at, changed_by, alarm_at, on_delay_minutes, off_delay_minutes, context)
            VALUES (1, 0, 1, 0, 80, 90, 95, 97, 'quiet', 1000, 'Kim', 99.5, 20, 10, 2)
            """);
        await MigrateAsync(station, null);
        var threshold = await station.QueryAsync(db => db.Thresholds.SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            (10, 0.0, 20, 7, "Kim"),
            (
                threshold.Settings.NoDataMinutes, threshold.Settings.LegitimateNightUse, threshold.Settings.OnDelayMinutes,
                threshold.Settings.BurstOnceInDays, threshold.ChangedBy));
        var sensor = await station.QueryAsync(db => db.Sensors.SingleAsync(TestStation.Cancellation));
        Assert.Equal((null, "KRW", "a"), (sensor.WaterPrice, sensor.Currency, sensor.Id));
    }

    private static async Task MigrateAsync(TestStation station, string? target)
    {
        await using var db = await station.OpenAsync();
        await db.GetService<IMigrator>().MigrateAsync(target, TestStation.Cancellation);
    }
}

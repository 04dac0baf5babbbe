using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Storage;

public sealed class OneQueueMigrationTests
{
    private const string Before = "20261126012832_NightAndNoData";

    [Fact]
    public async Task Migrate_WhatWaitedAndWhereSensorsStood_GoesOn()
    {
        await using var station = await TestStation.StartAsync();
        await MigrateAsync(station, Before);
        await station.ExecuteAsync(
            """
            INSERT INTO unjudged_spans (sensor_key, from_minute, to_minute, quantity) VALUES (1, 500, 510, NULL), (1, 100, 200, 1);
            INSERT INTO watch_requests (sensor_key, from_minute, sequence) VALUES (1, 490, 3), (2, 900, 1);
            INSERT INTO sensor_watches (sensor_key, through_minute, is_live, state) VALUES (1, 499, 1, '{{}}');
            INSERT INTO watch_snapshots (sensor_key, minute, state) VALUES (1, 450, '{{}}');
            INSERT INTO settings (name, value) VALUES ('fleet_watch', '{{"lost":3}}'), ('watch_round', '17')
            """);
        await MigrateAsync(station, null);
        var spans = await station.QueryAsync(db => db.StaleSpans.OrderBy(span => span.Id).ToListAsync(TestStation.Cancellation));
        Assert.Equal(
            [
                (1, 500, 510, null, StaleWork.Values), (1, 100, 200, Quantity.Pressure, StaleWork.Values),
                (1, 490, 490, null, StaleWork.Events), (2, 900, 900, null, StaleWork.Events)],
            spans.Select(span => (span.SensorKey, span.FromMinute, span.ToMinute, span.Quantity, span.Work)));
        var state = await station.QueryAsync(db => db.SensorStates.SingleAsync(TestStation.Cancellation));
        Assert.Equal((499, true, 0), (state.ThroughMinute, state.IsLive, state.Revision));
        Assert.Equal(450, (await station.QueryAsync(db => db.StateSnapshots.SingleAsync(TestStation.Cancellation))).Minute);
        Assert.Equal(
            ["fleet_state"],
            await station.QueryAsync(
                db =>
                    db.Settings.Where(row => row.Value.Contains("lost") || row.Value == "17").Select(row => row.Name)
                        .ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Migrate_ThereAndBack_KeepsWhatWaits()
    {
        await using var station = await TestStation.StartAsync();
        await station.ExecuteAsync(
            "INSERT INTO stale_spans (sensor_key, from_minute, to_minute, work) VALUES (1, 500, 510, 3), (1, 480, 480, 2), (2, 7, 9, 1)");
        await MigrateAsync(station, Before);
        await MigrateAsync(station, null);
        var spans = await station.QueryAsync(db => db.StaleSpans.OrderBy(span => span.Id).ToListAsync(TestStation.Cancellation));
        Assert.Equal(
            [(1, 500, StaleWork.Values), (2, 7, StaleWork.Values), (1, 480, StaleWork.Events)],
            spans.Select(span => (span.SensorKey, span.FromMinute, span.Work)));
    }

    private static async Task MigrateAsync(TestStation station, string? target)
    {
        await using var db = await station.OpenAsync();
        await db.GetService<IMigrator>().MigrateAsync(target, TestStation.Cancellation);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Whatever.Model.Outliers.Criteria;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Storage;

public sealed class SensorStateMigrationTests
{
    private const string Before = "20261125215928_Alarms";

    [Fact]
    public async Task Migrate_ThresholdsAndCriteriaOfBefore_GetTheDefaults()
    {
        await using var station = await TestStation.StartAsync();
        await MigrateAsync(station, Before);
        await station.ExecuteAsync(
            """
            INSERT INTO thresholds (sensor_key, quantity, version, tail, interest, caution, alert, serious, reason, changed_at) VALUES (1, 0, 1, 0, 80, 90, 95, 97, 'quiet', 1000);
            INSERT INTO criteria (sensor_key, quantity, version, mean, standard_deviation, count, origin, built_at) VALUES (1, 0, 1, 200, 10, 2000, 0, 1000)
            """);
        await MigrateAsync(station, null);
        var threshold = await station.QueryAsync(db => db.Thresholds.SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            (80.0, 97.0, "quiet", ""), (threshold.Settings.Interest, threshold.Settings.Serious, threshold.Reason, threshold.ChangedBy));
        Assert.Equal(
            (99.9, 30, 15, CriteriaContext.HourOfWeek),
            (
                threshold.Settings.AlarmAt, threshold.Settings.OnDelayMinutes, threshold.Settings.OffDelayMinutes,
                threshold.Settings.Context));
        Assert.Equal((null, null), (threshold.Settings.RangeMinimum, threshold.Settings.RangeMaximum));
        var criteria = await station.QueryAsync(db => db.Criteria.SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            (CriteriaState.Approved, CriteriaContext.AllHours, null, null),
            (criteria.State, criteria.Context, criteria.Profile, criteria.DecidedBy));
        Assert.Equal(200, criteria.ToCriteria().All.Mean);
    }

    [Fact]
    public async Task Migrate_ReadingsOfBefore_AreAskedToBeWatchedFromTheFirstOn()
    {
        await using var station = await TestStation.StartAsync();
        await MigrateAsync(station, Before);
        await station.ExecuteAsync(
            "INSERT INTO readings (sensor_key, minute, flow_rate, pressure) VALUES (1, 700, 1, 2), (1, 500, 1, NULL), (2, 900, NULL, 2)");
        await MigrateAsync(station, null);
        var spans = await station.QueryAsync(db => db.StaleSpans.OrderBy(span => span.SensorKey).ToListAsync(TestStation.Cancellation));
        Assert.Equal(
            [(1, 500, StaleWork.Events), (2, 900, StaleWork.Events)], spans.Select(span => (span.SensorKey, span.FromMinute, span.Work)));
        Assert.Empty(await station.QueryAsync(db => db.SensorStates.ToListAsync(TestStation.Cancellation)));
    }

    private static async Task MigrateAsync(TestStation station, string? target)
    {
        await using var db = await station.OpenAsync();
        await db.GetService<IMigrator>().MigrateAsync(target, TestStation.Cancellation);
    }
}

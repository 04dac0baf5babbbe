using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Storage;

public sealed class ModelHistoryMigrationTests
{
    private const string Before = "20261125184912_StationHolidays";

    [Fact]
    public async Task Migrate_OneRowPerQuantity_BecomesTheBeginningOfTheHistory()
    {
        await using var station = await TestStation.StartAsync();
        await MigrateAsync(station, Before);
        await station.ExecuteAsync(
            """
            INSERT INTO model_assignments (sensor_key, quantity, model, version, reason, promoted_at) VALUES
            (1, 0, 'mine', 'mine-1', 'chosen by a person', 2000), (1, 1, 'new', 'new-1', 'mean absolute error 1 against 2 on 14 days', 1000)
            """);
        await MigrateAsync(station, null);
        var rows = await station.QueryAsync(db => db.ModelAssignments.OrderBy(row => row.Id).ToListAsync(TestStation.Cancellation));
        Assert.Equal(
            [(Quantity.Pressure, "new", ModelChooser.Job, 1000L), (Quantity.FlowRate, "mine", ModelChooser.Person, 2000L)],
            rows.Select(row => (row.Quantity, row.Model, row.ChosenBy, row.PromotedAt.ToUnixTimeMilliseconds())));
        Assert.All(rows, row => Assert.Equal(("", null), (row.Digest, row.TrialId)));
    }

    [Fact]
    public async Task Migrate_BackAgain_KeepsWhatIsInForce()
    {
        await using var station = await TestStation.StartAsync();
        await station.ExecuteAsync(
            """
            INSERT INTO model_assignments (sensor_key, quantity, model, version, digest, reason, chosen_by, promoted_at) VALUES
            (1, 0, 'first', 'first-1', '', '', 0, 1000), (1, 0, 'second', 'second-1', '', '', 0, 2000), (2, 0, 'third', 'third-1', '', '', 0, 500)
            """);
        await MigrateAsync(station, Before);
        await MigrateAsync(station, null);
        var rows = await station.QueryAsync(db => db.ModelAssignments.OrderBy(row => row.SensorKey).ToListAsync(TestStation.Cancellation));
        Assert.Equal([(1, "second"), (2, "third")], rows.Select(row => (row.SensorKey, row.Model)));
    }

    private static async Task MigrateAsync(TestStation station, string? target)
    {
        await using var db = await station.OpenAsync();
        await db.GetService<IMigrator>().MigrateAsync(target, TestStation.Cancellation);
    }
}

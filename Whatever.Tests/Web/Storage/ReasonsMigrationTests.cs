using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Storage;

public sealed class ReasonsMigrationTests
{
    private const string Before = "20261128210000_OneQueue";

    private static readonly string[] Thresholds =
        [
            "Back to version 12: too many: \"again\"", "Back to version 3", "Back to version two: no", "Back to version 2:1 ratio: too low",
            "{\"code\":\"reason.back-to-shipped\",\"arguments\":[]}",
            "Back to version 7 is not what I want: no", "a bakery"];

    private static readonly string[] Models =
        ["Back to the model of 2024-07-09 10:00:00", "Back to the shipped model", "Back to the shipped model!", ""];

    [Fact]
    public async Task Migrate_ReasonsOfTheStation_BecomeDataAndPersonsWordsStay()
    {
        await using var station = await TestStation.StartAsync();
        await MigrateAsync(station, Before);
        await StoreAsync(station);
        await MigrateAsync(station, null);
        Assert.Equal(Thresholds, (await ThresholdReasonsAsync(station)).Select(reason => StoredPhrase.Read(reason).ToString()));
        Assert.Equal(Models, (await ModelReasonsAsync(station)).Select(reason => StoredPhrase.Read(reason).ToString()));
        Assert.Equal(
            ["reason.back-to-version-because", "reason.back-to-version", .. Enumerable.Repeat("system.says", Thresholds.Length - 2)],
            (await ThresholdReasonsAsync(station)).Select(reason => StoredPhrase.Read(reason).Code));
        Assert.Equal(
            ["reason.back-to-model", "reason.back-to-shipped", "system.says", "system.says"],
            (await ModelReasonsAsync(station)).Select(reason => StoredPhrase.Read(reason).Code));
        await MigrateAsync(station, Before);
        Assert.Equal(Thresholds, await ThresholdReasonsAsync(station));
        Assert.Equal(Models, await ModelReasonsAsync(station));
    }

    private static async Task StoreAsync(TestStation station)
    {
        await using var db = await station.OpenAsync();
        foreach (var (index, reason) in Thresholds.Index())
        {
            // As the columns were then.
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO thresholds (
                    sensor_key, quantity, version, tail, interest, caution, alert, serious, reason, changed_at, changed_by, alarm_at,
                    on_delay_minutes, off_delay_minutes, context, no_data_minutes, legitimate_night_use)
                VALUES (1, 0, {index + 1}, 0, 80, 90, 95, 97, {reason}, 1000, 'Kim', 99.5, 20, 10, 2, 10, 0)
                """,
                TestStation.Cancellation);
        }

        db.ModelAssignments.AddRange(Models.Select(reason => new ModelAssignment
        {
            SensorKey = 1,
            Model = "flow_rate",
            Version = "1",
            Reason = reason,
        }));
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    private static Task<List<string>> ThresholdReasonsAsync(TestStation station) => station.QueryAsync(
        db => db.Thresholds.OrderBy(row => row.Version).Select(row => row.Reason).ToListAsync(TestStation.Cancellation));

    private static Task<List<string>> ModelReasonsAsync(TestStation station) => station.QueryAsync(
        db => db.ModelAssignments.OrderBy(row => row.Id).Select(row => row.Reason).ToListAsync(TestStation.Cancellation));

    private static async Task MigrateAsync(TestStation station, string? target)
    {
        await using var db = await station.OpenAsync();
        await db.GetService<IMigrator>().MigrateAsync(target, TestStation.Cancellation);
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Tests.Support;
using Whatever.Web.Backups;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class StationIdentityTests
{
    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Identity_OfAStation_IsRandomAndStays()
    {
        using var folder = new TestFolder();
        string first;
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            first = await station.IdentityAsync();
            Assert.Matches("^[0-9a-f]{16}$", first);
        }

        await using var again = await TestStation.StartAsync(root: folder.Path);
        Assert.Equal(first, await again.IdentityAsync());
    }

    [Fact]
    public async Task Restored_Station_CountsOnUnderAnotherIdentityAndSendsWhatWaitedUnderTheOld()
    {
        using var folder = new TestFolder();
        string lost, backup;
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            lost = await station.IdentityAsync();
            var sensor = await station.AddSensorAsync();
            await QueueAsync(station, "alert/before/1");
            await using (var db = await station.OpenAsync())
            {
                db.Alarms.Add(new Alarm { SensorKey = sensor.Key, Cause = Whatever.Model.Outliers.AlarmCause.High });
                await db.SaveChangesAsync(Cancellation);
            }

            Assert.Null(await station.Get<PeopleEditor>().AddFirstAsync("Kim", "four plain words here", Cancellation));
            await station.Get<Sessions>().BeginAsync(1, null, null, Cancellation);
            (var taken, _) = station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
            backup = taken.Path;

            // A restore is of a station that has ended; one that goes on in this process holds the old file open.
            await using var held = await station.OpenAsync();
            SqliteConnection.ClearPool((SqliteConnection)held.Database.GetDbConnection());
        }

        BackupRestore.Restore(new DataFolder(folder.Path), backup, StationDatabase.KnownMigrations(), TestStation.Noon);
        await using var restored = await TestStation.StartAsync(root: folder.Path);
        var own = await restored.IdentityAsync();
        Assert.NotEqual(lost, own);
        await QueueAsync(restored, "alert/after/1");
        await using var stored = await restored.OpenAsync();
        Assert.Equal(
            [$"{lost}/alert/before/1", $"{own}/alert/after/1"],
            (await stored.Deliveries.OrderBy(row => row.Id).ToListAsync(Cancellation)).Select(row => row.WireKey));

        // An alarm keeps the name under which it was told; the next number is the restored station's.
        Assert.Equal($"{lost}-1", StationIdentity.NameOf(stored, 1));
        Assert.Equal($"{own}-2", StationIdentity.NameOf(stored, 2));
        Assert.Empty(await restored.Get<Sessions>().ListAsync(1, Cancellation));
        Assert.Contains(
            await stored.AuditEntries.ToListAsync(Cancellation),
            entry => entry.Act == AuditActs.Restored && entry.Subject == Path.GetFileName(backup));
    }

    [Fact]
    public async Task Messages_OfBeforeThereWereIdentities_KeepTheirBareNames()
    {
        using var folder = new TestFolder();
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            var sensor = await station.AddSensorAsync();
            await using var db = await station.OpenAsync();
            db.Alarms.Add(new Alarm { SensorKey = sensor.Key, Cause = Whatever.Model.Outliers.AlarmCause.High });
            await db.SaveChangesAsync(Cancellation);
            await db.Settings.Where(setting => setting.Name.StartsWith("station_identit")).ExecuteDeleteAsync(Cancellation);
            await QueueAsync(station, "alert/old/1");
        }

        await using var later = await TestStation.StartAsync(root: folder.Path);
        await using var stored = await later.OpenAsync();
        Assert.Equal("alert/old/1", (await stored.Deliveries.SingleAsync(Cancellation)).WireKey);
        Assert.Equal("1", StationIdentity.NameOf(stored, 1));
        Assert.Equal($"{await later.IdentityAsync()}-2", StationIdentity.NameOf(stored, 2));
    }

    [Fact]
    public async Task Receiver_OfMessagesOfTwoStationsWithOneSensorId_KeepsBoth()
    {
        await using var station = await TestStation.StartAsync();
        var messages = station.Get<Whatever.Web.Delivery.ReceivedMessages>();
        foreach (var (sender, isNew) in new[] { ("aaaaaaaaaaaaaaaa", true), ("bbbbbbbbbbbbbbbb", true), ("aaaaaaaaaaaaaaaa", false) })
        {
            Assert.Equal(
                isNew, await messages.KeepAsync(
                    OutboundDelivery.WireKeyOf(sender, "alert/sensor_01/1"), DeliveryKind.Alert, "sensor_01", "{}", Cancellation));
        }
    }

    private static async Task QueueAsync(TestStation station, string key)
    {
        await using var db = await station.OpenAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        OutboxWriter.Add(db, [new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = "sensor_01",
            IdempotencyKey = key,
            Payload = "{}"u8.ToArray(),
            Sha256 = OutboundDelivery.DigestOf("{}"u8),
            CreatedAt = TestStation.Noon,
            ReleasedAt = TestStation.Noon,
        }]);
        await transaction.CommitAsync(Cancellation);
    }
}

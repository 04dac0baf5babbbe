using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class StationDatabaseTests
{
    [Fact]
    public async Task Prepare_FreshFolder_WritesAheadAndSyncsFully()
    {
        await using var station = await TestStation.StartAsync();
        await using var db = await station.OpenAsync();
        Assert.Equal("wal", (await db.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(TestStation.Cancellation)).Single());
        Assert.Equal(2, (await db.Database.SqlQueryRaw<long>("PRAGMA synchronous").ToListAsync(TestStation.Cancellation)).Single());
        Assert.Equal(30_000, (await db.Database.SqlQueryRaw<long>("PRAGMA busy_timeout").ToListAsync(TestStation.Cancellation)).Single());
    }

    [Fact]
    public async Task Prepare_FileThatIsNoDatabase_SaysSo()
    {
        using var folder = new TestFolder();
        folder.Write("whatever.db", new string('x', 4096));
        var problem = await Assert.ThrowsAsync<StationDataException>(() => TestStation.StartAsync(root: folder.Path));
        Assert.Contains("whatever.db: not a SQLite database", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_DatabaseOfANewerProgram_SaysSoAndTouchesNothing()
    {
        using var folder = new TestFolder();
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            await station.ExecuteAsync(
                "INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29990101000000_Later', '99.0.0')");
        }

        var problem = await Assert.ThrowsAsync<StationDataException>(() => TestStation.StartAsync(root: folder.Path));
        Assert.Contains("whatever.db: written by a newer version of this program", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_SecondStart_KeepsWhatWasStored()
    {
        using var folder = new TestFolder();
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            await station.StoreAsync(await station.AddSensorAsync(), 0, [1]);
        }

        await using var again = await TestStation.StartAsync(root: folder.Path);
        Assert.Equal(1, await again.QueryAsync(db => db.Readings.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Schema_Model_HasNoChangeWithoutAMigration()
    {
        await using var station = await TestStation.StartAsync();
        await using var db = await station.OpenAsync();
        Assert.False(db.Database.HasPendingModelChanges());
    }
}

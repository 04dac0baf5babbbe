using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Storage;

namespace Whatever.Tests.Storage;

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
}

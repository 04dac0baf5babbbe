using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

/// <summary>What a kill during a first start or a migration leaves behind.</summary>
public sealed class SchemaMigrationTests
{
    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Prepare_LockOfAKilledMigration_IsNobodysAndIsCleared()
    {
        using var folder = new TestFolder();
        Execute(
            folder, """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL);""",
            """INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');""");
        await PrepareAsync(folder);
        await PrepareAsync(folder);
    }

    [Fact]
    public async Task Prepare_FirstStartThatHadHardlyBegun_StartsAgain()
    {
        using var folder = new TestFolder();
        folder.Write("whatever.db", "");
        await PrepareAsync(folder);
        await using var station = await TestStation.StartAsync(root: folder.Path);
        Assert.Equal("sensor_01", (await station.AddSensorAsync()).Id);
    }

    [Fact]
    public async Task Prepare_TwoProcessesAtOnce_BothEndAndTheSecondSaysForWhatItWaits()
    {
        using var folder = new TestFolder();
        var said = new SaidLines();
        Task second;
        using (FolderLock.TryTake(new DataFolder(folder.Path), FolderLock.Schema))
        {
            second = PrepareAsync(folder, said);
            await said.First.WaitAsync(Cancellation);
            Assert.Contains("Waiting for another process that brings the database", await said.First, StringComparison.Ordinal);
            Assert.False(second.IsCompleted);
        }

        await second;
        Assert.Single(said.All);
    }

    [Fact]
    public async Task Prepare_NothingPending_TakesNoLock()
    {
        using var folder = new TestFolder();
        await PrepareAsync(folder);
        using var held = FolderLock.TryTake(new DataFolder(folder.Path), FolderLock.Schema);
        await PrepareAsync(folder);
    }

    [Fact]
    public async Task Prepare_EmptyFileWhereAStationHasBeen_IsNoNewStation()
    {
        using var folder = new TestFolder();
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            Directory.CreateDirectory(station.Folder.Backups);
        }

        SqliteConnection.ClearAllPools();
        DatabaseFile.Delete(folder.File("whatever.db"));
        folder.Write("whatever.db", "");
        var problem = await Assert.ThrowsAsync<StationDataException>(() => PrepareAsync(folder));
        Assert.Equal("database.emptied", problem.Problem.Code);
        Assert.Equal(0, new FileInfo(folder.File("whatever.db")).Length);
    }

    private static async Task PrepareAsync(TestFolder folder, SaidLines? said = null)
    {
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(said ?? new SaidLines()))
            .AddStation(new DataFolder(folder.Path)).BuildServiceProvider();
        await services.GetRequiredService<StationDatabase>().PrepareAsync(cancellation: Cancellation);
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancellation));
    }

    private static void Execute(TestFolder folder, params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("whatever.db")};Pooling=false");
        connection.Open();
        foreach (var sql in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>What the database has said.</summary>
    private sealed class SaidLines : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> All { get; } = [];
        public Task<string> First => first.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && formatter(state, exception) is var line && line.Contains("Waiting", StringComparison.Ordinal))
            {
                All.Add(line);
                first.TrySetResult(line);
            }
        }

        public void Dispose()
        {
        }
    }
}

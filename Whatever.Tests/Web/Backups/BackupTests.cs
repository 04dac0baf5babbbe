using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Whatever.Tests.Support;
using Whatever.Web.Backups;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Backups;

/// <summary>A backup, and the way back to it.</summary>
public sealed class BackupTests
{
    private const int PageBytes = 4096;

    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Take_WhileReadingsAreStored_IsWholeAndOfOneMoment()
    {
        using var folder = new TestFolder();
        await using var station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, 0, [.. Enumerable.Range(0, 50_000).Select(value => (double)value)]);
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var writing = Task.Run(
            async () =>
            {
                for (var minute = 50_000; !stop.IsCancellationRequested; minute++)
                {
                    await station.StoreAsync(sensor, minute, [minute]);
                    begun.TrySetResult();
                }
            }, Cancellation);
        await begun.Task.WaitAsync(Cancellation);
        var (backup, _) = station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        await stop.CancelAsync();
        await writing;

        Assert.Null(DatabaseFile.CheckWhole(backup.Path));
        var minutes = MinutesOf(backup.Path);
        Assert.InRange(minutes.Count, 50_001, int.MaxValue);
        Assert.Equal(Enumerable.Range(0, minutes.Count), minutes);
        Assert.Equal([backup.Path], Directory.GetFiles(station.Folder.Backups));
    }

    [Fact]
    public async Task Restore_OfABackup_IsEqualAndKeepsWhatStoodThere()
    {
        using var folder = new TestFolder();
        var backup = await StationWithBackupAsync(folder);
        var aside = BackupRestore.Restore(new DataFolder(folder.Path), backup, StationDatabase.KnownMigrations(), TestStation.Noon);
        Assert.Equal(2, MinutesOf(Path.Combine(aside!, "whatever.db")).Count);
        await using var station = await TestStation.StartAsync(root: folder.Path);
        Assert.Equal([0], await station.QueryAsync(db => db.Readings.Select(row => row.Minute).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Take_SecondOfADay_KeepsTheFirstForADay()
    {
        using var folder = new TestFolder();
        await using var station = await TestStation.StartAsync(root: folder.Path);
        var (first, _) = station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        station.Time.Advance(TimeSpan.FromHours(2));
        var (_, removed) = station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        Assert.True(File.Exists(first.Path));
        Assert.Equal(0, removed);
        station.Time.Advance(TimeSpan.FromHours(22.1));
        station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        Assert.False(File.Exists(first.Path));
    }

    /// <summary>Of a year ago it seems older than any that is kept.</summary>
    [Fact]
    public async Task Take_WhileTheClockIsBehind_StaysWhatWasTaken()
    {
        using var folder = new TestFolder();
        await using var station = await TestStation.StartAsync(root: folder.Path);
        for (var month = 0; month < 14; month++)
        {
            station.Time.SetUtcNow(TestStation.Noon.AddMonths(month));
            station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        }

        var before = new BackupStore(station.Folder, new FakeTimeProvider(TestStation.Noon.AddYears(-1)));
        var (taken, _) = before.Take(TimeZoneInfo.Utc);
        Assert.True(File.Exists(taken.Path));
        Assert.True(BackupStore.IsOneAhead(before.List(), TestStation.Noon.AddYears(-1)));
        Assert.False(BackupStore.IsOneAhead(before.List(), TestStation.Noon.AddMonths(13)));
    }

    /// <summary>As a kill between the last two steps of a restore leaves it.</summary>
    [Fact]
    public async Task Start_RestoreThatWasBrokenOff_IsFinished()
    {
        using var folder = new TestFolder();
        var backup = await StationWithBackupAsync(folder);
        var data = new DataFolder(folder.Path);
        File.Copy(backup, data.Restoring);
        DatabaseFile.Move(data.Database, data.Replaced);
        await using var station = await TestStation.StartAsync(root: folder.Path);
        Assert.Equal(1, await station.QueryAsync(db => db.Readings.CountAsync(Cancellation)));
    }

    [Theory]
    [InlineData("no database", "backup.not-whole")]
    [InlineData("", "backup.no-station")]
    public async Task Restore_OfWhatIsNoBackup_ChangesNothing(string content, string code)
    {
        using var folder = new TestFolder();
        await StationWithBackupAsync(folder);
        folder.Write("odd.db", content.PadRight(content.Length > 0 ? PageBytes : 0, 'x'));
        var problem = Assert.Throws<StationDataException>(() => BackupRestore.Restore(
            new DataFolder(folder.Path), folder.File("odd.db"), StationDatabase.KnownMigrations(), TestStation.Noon));
        Assert.Equal((code, 2), (problem.Problem.Code, MinutesOf(folder.File("whatever.db")).Count));
    }

    [Theory]
    [InlineData("destroyed", "database.damaged")]
    [InlineData("cut", "database.damaged")]
    [InlineData("zeroed", "database.damaged")]
    [InlineData("empty", "database.emptied")]
    public async Task Start_OfADamagedDatabase_SaysWhatThereIsToGoBackToAndTouchesNothing(string damage, string code)
    {
        using var folder = new TestFolder();
        var backup = await StationWithBackupAsync(folder);
        var path = folder.File("whatever.db");
        Damage(path, damage);
        var before = File.ReadAllBytes(path);
        var problem = await Assert.ThrowsAsync<StationDataException>(() => TestStation.StartAsync(root: folder.Path, isServed: true));
        Assert.Equal([code, "database.restore"], problem.Problem.Parts.Select(part => part.Code));
        Assert.Contains(Path.GetFileName(backup), problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        BackupRestore.Restore(new DataFolder(folder.Path), backup, StationDatabase.KnownMigrations(), TestStation.Noon);
        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
    }

    [Fact]
    public async Task Job_OfADamagedDatabase_KeepsTheBackupsBeforeIt()
    {
        using var folder = new TestFolder();
        var backup = await StationWithBackupAsync(folder);
        await using var station = await TestStation.StartAsync(root: folder.Path);
        Damage(folder.File("whatever.db"), "destroyed");
        station.Time.Advance(TimeSpan.FromDays(1));
        var problem = Assert.Throws<StationDataException>(() => station.Get<BackupStore>().Take(TimeZoneInfo.Utc));
        Assert.Equal("backup.damaged", problem.Problem.Code);
        Assert.Equal([backup], Directory.GetFiles(station.Folder.Backups));
    }

    [Fact]
    public async Task Job_Run_ReportsTheBackup()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync();
        await station.Get<JobRunner>().RunAsync(JobNames.BackUpDatabase, RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.SingleAsync(Cancellation));
        Assert.Equal((RunOutcome.Succeeded, "work.backed-up"), (run.Outcome, run.Message!.Code));
        Assert.Single(station.Get<BackupStore>().List());
    }

    /// <summary>A station with a reading in its backup and another one after it.</summary>
    private static async Task<string> StationWithBackupAsync(TestFolder folder)
    {
        await using var station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, 0, [1]);
        var (backup, _) = station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        await station.StoreAsync(sensor, 1, [2]);
        SqliteConnection.ClearAllPools();
        DatabaseFile.Settle(folder.File("whatever.db"));
        return backup.Path;
    }

    private static void Damage(string path, string damage)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        switch (damage)
        {
            case "destroyed":
                // Every other page but the first one.
                for (var page = 1L; page < file.Length / PageBytes; page += 2)
                {
                    file.Position = page * PageBytes;
                    file.Write(new byte[PageBytes]);
                }

                break;
            case "cut":
                file.SetLength(file.Length / 2 / PageBytes * PageBytes);
                break;
            case "zeroed":
                file.Write(new byte[file.Length]);
                break;
            default:
                file.SetLength(0);
                break;
        }
    }

    private static List<int> MinutesOf(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT minute FROM readings ORDER BY minute";
        using var reader = command.ExecuteReader();
        var minutes = new List<int>();
        while (reader.Read())
        {
            minutes.Add(reader.GetInt32(0));
        }

        return minutes;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Retention;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Retention;

/// <summary>A disk that fills is an alarm long before it is full, and the station makes room without losing what counts.</summary>
public sealed class DiskWatchTests : IAsyncLifetime
{
    private const long Megabyte = 1 << 20;
    private TestStation station = null!;
    private SmallDisk disk = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync(change: services => services.AddSingleton<DiskSpace, SmallDisk>());
        disk = (SmallDisk)station.Get<DiskSpace>();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Look_DiskFillsAndIsEmptied_IsOneAlarmThatRisesAndEnds()
    {
        disk.Free = 90 * Megabyte;
        await LookAsync();
        Assert.Empty(await AlarmsAsync());
        disk.Free = 10 * Megabyte;
        await LookAsync();
        await LookAsync();
        var low = Assert.Single(await AlarmsAsync());
        Assert.Equal(
            (AlarmCause.StationDisk, null, OutlierStage.Caution, 10.0, AlarmEnd.None),
            (low.Cause, low.SensorKey, low.Stage, low.FreeMegabytes, low.Ended));
        disk.Free = 2 * Megabyte;
        await LookAsync();
        Assert.Equal(OutlierStage.Serious, Assert.Single(await AlarmsAsync()).Stage);

        // Hardly more than it was raised for is no end of it.
        disk.Free = 16 * Megabyte;
        await LookAsync();
        Assert.Equal(AlarmEnd.None, Assert.Single(await AlarmsAsync()).Ended);
        disk.Free = 60 * Megabyte;
        await LookAsync();
        Assert.Equal(AlarmEnd.Cleared, Assert.Single(await AlarmsAsync()).Ended);
    }

    [Fact]
    public async Task Look_DiskThatFillsEachDay_SaysWhenItIsFull()
    {
        for (var hour = 0; hour <= 48; hour++)
        {
            disk.Free = (100 * Megabyte) - (hour * Megabyte / 12);
            await LookAsync(TimeSpan.FromHours(1));
        }

        // 4 MB in two days, 96 MB left.
        disk.Free = 30 * Megabyte;
        await LookAsync(TimeSpan.FromHours(1));
        var alarm = Assert.Single(await AlarmsAsync());
        Assert.InRange(alarm.DaysLeft!.Value, 0.5, 2);
        Assert.Equal(OutlierStage.Caution, alarm.Stage);
    }

    [Fact]
    public void DaysLeft_SteadyFill_IsTheDayOnWhichItIsFull()
    {
        var now = TestStation.Noon;
        DiskSample[] samples = [new(now.AddDays(-4), 1000), new(now.AddDays(-2), 900)];
        Assert.Equal(32, DiskFill.DaysLeft(samples, new DiskSample(now, 800 + 88))!.Value, 0.3);
        Assert.Null(DiskFill.DaysLeft(samples, new DiskSample(now, 1100)));
        Assert.Null(DiskFill.DaysLeft([new(now.AddHours(-5), 1000)], new DiskSample(now, 900)));
        Assert.Null(DiskFill.DaysLeft([], new DiskSample(now, 900)));
    }

    [Fact]
    public async Task Look_DiskIsNearlyFull_RemovesTheOldestFilesThenReceiptsAndNothingElse()
    {
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, sensor.At("2024-07-09 0:00"), [1, 2, 3]);
        await QueueAsync("sent", DeliveryState.Received, TestStation.Noon.AddDays(-3));
        await QueueAsync("waits", DeliveryState.Waiting, null);
        await QueueAsync("refused", DeliveryState.Refused, null);
        var oldest = Keep(station.Folder.Rejects, "oldest.csv", 30);
        var older = Keep(station.Folder.Rejects, "older.csv", 20);
        var upload = Keep(station.Folder.Uploads, "upload.csv", 10);
        var young = Keep(station.Folder.Uploads, "young.csv", 0);
        disk.Free = 7 * Megabyte / 2;
        disk.CountFrom(station.Folder);
        await LookAsync();
        Assert.Equal([false, false, true, true], new[] { oldest, older, upload, young }.Select(File.Exists));
        Assert.Equal(3, await station.QueryAsync(db => db.Deliveries.CountAsync(TestStation.Cancellation)));

        // Where files are not enough, receipts go.
        disk.Free = 0;
        disk.CountFrom(station.Folder);
        await LookAsync();
        Assert.Equal([false, true], new[] { upload, young }.Select(File.Exists));
        Assert.Equal(
            ["refused", "waits"],
            await station.QueryAsync(
                db => db.Deliveries.Select(delivery => delivery.IdempotencyKey).Order().ToListAsync(TestStation.Cancellation)));
        Assert.Equal(3, (await station.ReadingsAsync(sensor)).Count);
    }

    [Fact]
    public async Task Look_Reserve_IsGivenBackWhenItIsNeededAndTakenWhenThereIsRoom()
    {
        var reserve = Path.Combine(station.Folder.Root, "reserve.bin");
        disk.Free = 90 * Megabyte;
        await LookAsync();
        Assert.InRange(new FileInfo(reserve).Length, Megabyte, 3 * Megabyte);
        disk.Free = Megabyte;
        await LookAsync();
        Assert.False(File.Exists(reserve));
        disk.Free = 90 * Megabyte;
        await LookAsync();
        Assert.True(File.Exists(reserve));
    }

    [Fact]
    public void RemoveUnfinished_LeftByAKill_GoesAndWhatIsBeingWrittenStays()
    {
        var left = Keep(station.Folder.Rejects, "a.rejects.csv.0123.tmp", 1);
        var young = Keep(station.Folder.Rejects, "b.tmp", 0);
        var dropped = Keep(Path.Combine(station.Folder.Inbox, "sensor_01"), "c.tmp", 1);
        var unpacked = Path.GetDirectoryName(Keep(Path.Combine(station.Folder.Uploads, "unpacked-1"), "d.csv", 1))!;
        Directory.SetLastWriteTimeUtc(unpacked, station.Time.GetUtcNow().UtcDateTime.AddDays(-1));
        Assert.Equal(2, KeptFiles.RemoveUnfinished(station.Folder, station.Time.GetUtcNow().UtcDateTime));
        Assert.Equal([false, true, true], new[] { left, young, dropped }.Select(File.Exists));
        Assert.False(Directory.Exists(unpacked));
    }

    private async Task LookAsync(TimeSpan? later = null)
    {
        station.Time.Advance(later ?? TimeSpan.FromMinutes(1));
        await station.Get<DiskWatch>().LookAsync(TestStation.Cancellation);
    }

    private Task<List<Alarm>> AlarmsAsync() =>
        station.QueryAsync(db => db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation));

    /// <summary>A megabyte.</summary>
    private string Keep(string folder, string name, int daysOld)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, new byte[Megabyte]);
        File.SetLastWriteTimeUtc(path, station.Time.GetUtcNow().UtcDateTime.AddDays(-daysOld));
        return path;
    }

    private async Task QueueAsync(string key, DeliveryState state, DateTimeOffset? receiptAt)
    {
        await using var db = await station.OpenAsync();
        db.Deliveries.Add(new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = "sensor_01",
            IdempotencyKey = key,
            Payload = [1],
            Sha256 = "",
            CreatedAt = TestStation.Noon,
            ReleasedAt = TestStation.Noon,
            State = state,
            ReceiptAt = receiptAt,
        });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    /// <summary>100 MB, of which files of the station that go leave more.</summary>
    private sealed class SmallDisk(DataFolder folder) : DiskSpace(folder)
    {
        private long? counted;

        public long Free { get; set; }

        public void CountFrom(DataFolder folder) => counted = BytesOf(folder);

        public override DiskState Measure() =>
            new(Free + (counted is { } before ? before - BytesOf(Folder) : 0), 100 * Megabyte);

        private static long BytesOf(DataFolder folder) => new[] { folder.Rejects, folder.Uploads }.Where(Directory.Exists)
            .SelectMany(path => new DirectoryInfo(path).EnumerateFiles()).Sum(file => file.Length);
    }
}

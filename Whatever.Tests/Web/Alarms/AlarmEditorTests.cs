using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Storage;
using static Whatever.Tests.Support.AlarmSetup;

namespace Whatever.Tests.Web.Alarms;

public sealed class AlarmEditorTests
{
    private static readonly int Now = StationClock.MinuteOf(TestStation.Noon);

    [Fact]
    public async Task Acknowledge_WithANote_StandsInTheLogAndIsPublished()
    {
        await using var station = await TestStation.StartAsync();
        var (sensor, id) = await OpenAsync(station);
        var heard = new List<Change>();
        using var subscription = station.Get<ChangeFeed>().Subscribe(heard.Add);
        Assert.Null(await Editor(station).AcknowledgeAsync(id, " Kim ", " on my way ", TestStation.Cancellation));
        var entry = (await station.Get<AlarmQueries>().FindAsync(id, TestStation.Cancellation))!.Entries[^1];
        Assert.Equal((AlarmEntryKind.Acknowledged, "Kim", "on my way", TestStation.Noon), (entry.Kind, entry.Who, entry.Text, entry.At));
        Assert.Equal(new Change(ChangeKind.Alarms, sensor.Key), Assert.Single(heard));
        Assert.Equal(
            "The alarm was acknowledged by Kim already.",
            Say(await Editor(station).AcknowledgeAsync(id, "Lee", null, TestStation.Cancellation)));
        Assert.Equal(2, (await station.LogAsync(id)).Count());
    }

    [Fact]
    public async Task Shelf_ItsTimeOver_ComesBackByItselfAfterARestartToo()
    {
        using var folder = new TestFolder();
        long id;
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            (_, id) = await OpenAsync(station);
            Assert.Null(await Editor(station).ShelveAsync(id, "Kim", TimeSpan.FromHours(4), "valve works", TestStation.Cancellation));
            station.Time.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await Editor(station).EndShelvesAsync(TestStation.Cancellation));
        }

        await using var later = await TestStation.StartAsync(TestStation.Noon.AddHours(4), folder.Path);
        Assert.Equal(1, await Editor(later).EndShelvesAsync(TestStation.Cancellation));
        Assert.Equal(AlarmState.Raised, (await later.OnlyAlarmAsync()).State);
        var entry = (await later.Get<AlarmQueries>().FindAsync(id, TestStation.Cancellation))!.Entries[^1];
        Assert.Equal((AlarmEntryKind.Unshelved, null), (entry.Kind, entry.Who));
    }

    [Fact(Timeout = 30_000)]
    public async Task ShelfLoop_TimePasses_BringsTheAlarmBack()
    {
        await using var station = await TestStation.StartAsync();
        var (_, id) = await OpenAsync(station);
        await Editor(station).ShelveAsync(id, "Kim", TimeSpan.FromMinutes(5), null, TestStation.Cancellation);
        var back = new TaskCompletionSource();
        using var subscription = station.Get<ChangeFeed>().Subscribe(_ => back.TrySetResult());
        using var loop = new ShelfLoop(
            Editor(station), station.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<ShelfLoop>.Instance);
        await loop.StartAsync(TestStation.Cancellation);
        while (!back.Task.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            station.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await loop.StopAsync(TestStation.Cancellation);
        Assert.Equal(AlarmState.Raised, (await station.OnlyAlarmAsync()).State);
    }

    [Fact]
    public async Task Shelve_TooLongOrUnknownAlarm_SaysWhyAndStoresNothing()
    {
        await using var station = await TestStation.StartAsync();
        var (_, id) = await OpenAsync(station);
        Assert.Equal(
            "An alarm can be shelved for 24 hours at most.",
            Say(await Editor(station).ShelveAsync(id, "Kim", TimeSpan.FromHours(25), null, TestStation.Cancellation)));
        Assert.Equal(
            "There is no alarm 77.",
            Say(await Editor(station).ShelveAsync(77, "Kim", TimeSpan.FromHours(1), null, TestStation.Cancellation)));
        Assert.Equal([AlarmEntryKind.Opened], await station.LogAsync(id));
    }

    [Fact]
    public async Task VerdictAndComment_AfterTheEnd_AreKept()
    {
        await using var station = await TestStation.StartAsync();
        var (sensor, id) = await OpenAsync(station);
        await station.ApplyAsync(sensor.Key, Opened(Now).Closed(Now + 5));
        Assert.Null(await Editor(station).JudgeAsync(id, "Kim", AlarmVerdict.False, "a truck", TestStation.Cancellation));
        Assert.Null(await Editor(station).JudgeAsync(id, "Kim", AlarmVerdict.Real, null, TestStation.Cancellation));
        Assert.Null(await Editor(station).CommentAsync(id, "Lee", "it was a pipe", TestStation.Cancellation));
        Assert.Equal(
            (AlarmState.Cleared, AlarmVerdict.Real),
            ((await station.OnlyAlarmAsync()).State, (await station.OnlyAlarmAsync()).Verdict!.Value));
        Assert.Equal(
            [AlarmEntryKind.Opened, AlarmEntryKind.Cleared, AlarmEntryKind.Verdict, AlarmEntryKind.Verdict, AlarmEntryKind.Comment],
            await station.LogAsync(id));
    }

    /// <summary>Asked about once, whatever is judged again; the log says so, and the target server hears nothing of it.</summary>
    [Fact]
    public async Task Apply_AskedAndLearned_StandInTheLogAndEndTheAlarm()
    {
        await using var station = await TestStation.StartAsync();
        var (sensor, id) = await OpenAsync(station);
        var opened = Opened(Now);
        await station.ApplyAsync(sensor.Key, opened with { Kind = AlarmChangeKind.Asked, Minute = Now + 5 });
        await station.ApplyAsync(sensor.Key, opened with { Kind = AlarmChangeKind.Asked, Minute = Now + 5 });
        var asked = await station.OnlyAlarmAsync();
        Assert.Equal((Now + 5, true, 1), (asked.AskedMinute!.Value, asked.WaitsForAnswer, asked.Revision));
        await station.ApplyAsync(sensor.Key, opened with { Kind = AlarmChangeKind.Learned, Minute = Now + 9 });
        var learned = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmState.Cleared, Now + 9, false), (learned.State, learned.ClearedMinute!.Value, learned.WaitsForAnswer));
        Assert.Equal([AlarmEntryKind.Opened, AlarmEntryKind.Asked, AlarmEntryKind.Learned], await station.LogAsync(id));
    }

    [Fact]
    public async Task Keep_AskedAlarm_WaitsForNoAnswerAndIsKnownToTheMonitor()
    {
        await using var station = await TestStation.StartAsync();
        var (sensor, id) = await OpenAsync(station);
        await station.ApplyAsync(sensor.Key, Opened(Now) with { Kind = AlarmChangeKind.Asked, Minute = Now + 5 });
        Assert.Null(await Editor(station).KeepAsync(id, "Kim", "a new mill", TestStation.Cancellation));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmState.Raised, false), (alarm.State, alarm.WaitsForAnswer));
        Assert.Equal([AlarmEntryKind.Opened, AlarmEntryKind.Asked, AlarmEntryKind.Kept], await station.LogAsync(id));
        await using var db = await station.OpenAsync();
        var word = Assert.Single(AlarmWordQueries.Read(db, [])[sensor.Key]);
        Assert.Equal((false, StationClock.MinuteOf(alarm.KeptAt!.Value)), (word.IsFalse, word.FromMinute));
    }

    [Fact]
    public async Task Unshelve_ByAPerson_NamesHim()
    {
        await using var station = await TestStation.StartAsync();
        var (_, id) = await OpenAsync(station);
        await Editor(station).ShelveAsync(id, "Kim", TimeSpan.FromHours(1), null, TestStation.Cancellation);
        Assert.Null(await Editor(station).UnshelveAsync(id, "Lee", TestStation.Cancellation));
        Assert.Equal("Lee", (await station.Get<AlarmQueries>().FindAsync(id, TestStation.Cancellation))!.Entries[^1].Who);
    }

    /// <summary>A control room sees it until it is over, and who has it.</summary>
    [Fact]
    public async Task Worst_SeriousOneIsAcknowledged_StaysAndNoLesserOneTakesItsPlace()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(
            sensor.Key, Opened(Now - 90, AlarmCause.Stuck, OutlierStage.Alert), Opened(Now - 60, AlarmCause.Burst, OutlierStage.Serious));
        await Editor(station).AcknowledgeAsync(1, "Kim", null, TestStation.Cancellation);
        await Editor(station).AcknowledgeAsync(2, "Kim", null, TestStation.Cancellation);
        await station.ApplyAsync(null, Opened(Now - 1, AlarmCause.ManyOffline, OutlierStage.Alert, quantity: null));
        Assert.Equal(2, (await station.Get<AlarmQueries>().WorstAsync(sensor.Key, TestStation.Cancellation))!.Id);
        await Editor(station).ShelveAsync(2, "Kim", TimeSpan.FromHours(1), null, TestStation.Cancellation);
        Assert.Equal(3, (await station.Get<AlarmQueries>().WorstAsync(sensor.Key, TestStation.Cancellation))!.Id);
    }

    [Fact]
    public async Task Queries_OpenAndClosed_AreListedOpenFirstAndCounted()
    {
        await using var station = await TestStation.StartAsync();
        var (first, second) = (await station.AddSensorAsync(), await station.AddSensorAsync(new() { Id = "sensor_02" }));
        await station.ApplyAsync(
            first.Key, Opened(Now - 90, AlarmCause.Stuck, OutlierStage.Serious), Opened(Now - 20), Opened(Now - 20).Closed(Now - 2));
        await station.ApplyAsync(second.Key, Opened(Now - 30, AlarmCause.Burst, OutlierStage.Alert));
        await station.ApplyAsync(null, Opened(Now - 1, AlarmCause.ManyOffline, OutlierStage.Interest, quantity: null));
        var queries = station.Get<AlarmQueries>();
        Assert.Equal(
            [4, 3, 1, 2], (await queries.ListAsync(new AlarmFilter(), 10, TestStation.Cancellation)).Rows.Select(alarm => alarm.Id));
        Assert.Equal(
            [4, 1, 2], (await queries.ListAsync(new AlarmFilter(first.Key), 10, TestStation.Cancellation)).Rows.Select(alarm => alarm.Id));
        Assert.Equal(
            [3],
            (
                await queries.ListAsync(new AlarmFilter(Cause: AlarmCause.Burst), 10, TestStation.Cancellation)).Rows.Select(alarm =>
                    alarm.Id));
        Assert.Equal(
            [2],
            (
                await queries.ListAsync(new AlarmFilter(State: AlarmState.Cleared), 10, TestStation.Cancellation)).Rows.Select(alarm =>
                    alarm.Id));
        Assert.Equal(
            [4, 3, 1],
            (await queries.ListAsync(new AlarmFilter(FromMinute: Now - 10), 10, TestStation.Cancellation)).Rows.Select(alarm => alarm.Id));
        var (rows, total) = await queries.ListAsync(new AlarmFilter(), 2, TestStation.Cancellation);
        Assert.Equal((2, 4), (rows.Count, total));
        Assert.Equal(1, (await queries.WorstAsync(first.Key, TestStation.Cancellation))!.Id);
        Assert.Equal(new AlarmCounts(3, 3, 0, OutlierStage.Serious), await queries.CountAsync(TestStation.Cancellation));
        await Editor(station).ShelveAsync(1, "Kim", TimeSpan.FromHours(1), null, TestStation.Cancellation);
        await Editor(station).AcknowledgeAsync(3, "Kim", null, TestStation.Cancellation);
        Assert.Equal(
            [4, 3, 1, 2], (await queries.ListAsync(new AlarmFilter(), 10, TestStation.Cancellation)).Rows.Select(alarm => alarm.Id));
        await Editor(station).ShelveAsync(4, "Kim", TimeSpan.FromHours(1), null, TestStation.Cancellation);
        Assert.Equal(
            [3, 4, 1, 2], (await queries.ListAsync(new AlarmFilter(), 10, TestStation.Cancellation)).Rows.Select(alarm => alarm.Id));
        await Editor(station).UnshelveAsync(4, "Kim", TestStation.Cancellation);
        Assert.Equal(new AlarmCounts(2, 1, 1, OutlierStage.Alert), await queries.CountAsync(TestStation.Cancellation));
        Assert.Equal(new AlarmCounts(1, 1, 1, OutlierStage.Interest), await queries.CountAsync(first.Key, TestStation.Cancellation));
    }

    private static AlarmEditor Editor(TestStation station) => station.Get<AlarmEditor>();

    private static string? Say(Problem? problem) => problem?.ToString();

    private static async Task<(Sensor Sensor, long Id)> OpenAsync(TestStation station)
    {
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now));
        return (sensor, (await station.OnlyAlarmAsync()).Id);
    }
}

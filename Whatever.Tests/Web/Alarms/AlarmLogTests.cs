using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using static Whatever.Tests.Support.AlarmSetup;

namespace Whatever.Tests.Web.Alarms;

public sealed class AlarmLogTests
{
    private static readonly int Now = StationClock.MinuteOf(TestStation.Noon);

    [Fact]
    public async Task Apply_OpenedAlarm_IsStoredWithItsEvidence()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal(1, (await station.ApplyAsync(sensor.Key, Opened(Now))).Changes);
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal(
            (sensor.Key, AlarmCause.High, Now - 5, Now, AlarmState.Raised, OutlierStage.Caution, 1, false),
            (
                alarm.SensorKey, alarm.Cause, alarm.SinceMinute, alarm.RaisedMinute, alarm.State, alarm.Stage, alarm.Revision,
                alarm.IsHistory));
        Assert.Equal(new AlarmEvidence(227, 164, 40, 60), alarm.Evidence);
        Assert.Equal([AlarmEntryKind.Opened], await station.LogAsync(alarm.Id));
    }

    [Fact]
    public async Task Apply_WholeLifeTwice_ChangesNothingTheSecondTime()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var opened = Opened(Now - 60);
        AlarmChange[] life =
            [opened, opened.Rose(Now - 50, OutlierStage.Serious), opened.Closed(Now - 30), opened.Again(Now - 20), opened.Closed(Now - 10)];
        Assert.Equal(5, (await station.ApplyAsync(sensor.Key, life)).Changes);
        var before = await station.OnlyAlarmAsync();
        Assert.Equal(0, (await station.ApplyAsync(sensor.Key, life)).Changes);
        foreach (var change in life)
        {
            Assert.Equal(0, (await station.ApplyAsync(sensor.Key, change)).Changes);
        }

        var after = await station.OnlyAlarmAsync();
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal(
            [AlarmEntryKind.Opened, AlarmEntryKind.StageRose, AlarmEntryKind.Cleared, AlarmEntryKind.Opened, AlarmEntryKind.Cleared],
            await station.LogAsync(after.Id));
    }

    [Fact]
    public async Task Apply_StageRoseOfAnAcknowledgedAlarm_IsNobodysAgainAndSaysSo()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now));
        var id = (await station.OnlyAlarmAsync()).Id;
        Assert.Null(await station.Get<AlarmEditor>().AcknowledgeAsync(id, "Kim", cancellation: TestStation.Cancellation));
        await station.ApplyAsync(sensor.Key, Opened(Now).Rose(Now + 3, OutlierStage.Serious));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal(
            (AlarmState.Raised, OutlierStage.Serious, 99, 240, null),
            (alarm.State, alarm.Stage, alarm.PeakScore, alarm.FlowRate!.Value, alarm.AcknowledgedBy));
        Assert.Equal(
            [AlarmEntryKind.Opened, AlarmEntryKind.Acknowledged, AlarmEntryKind.StageRose, AlarmEntryKind.RaisedAgain],
            await station.LogAsync(id));
    }

    [Fact]
    public async Task Apply_EventOpenedAgain_IsTheSameAlarm()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now), Opened(Now).Closed(Now + 10), Opened(Now).Again(Now + 12));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmState.Raised, Now + 12, null, 3), (alarm.State, alarm.RaisedMinute, alarm.ClearedMinute, alarm.Revision));
    }

    [Fact]
    public async Task Apply_OtherSensorCauseOrBegin_IsAnotherAlarm()
    {
        await using var station = await TestStation.StartAsync();
        var (first, second) = (await station.AddSensorAsync(), await station.AddSensorAsync(new() { Id = "sensor_02" }));
        await station.ApplyAsync(
            first.Key, Opened(Now), Opened(Now, AlarmCause.Low), Opened(Now, since: Now - 9),
            Opened(Now, AlarmCause.NoData, quantity: null));
        await station.ApplyAsync(second.Key, Opened(Now));
        await station.ApplyAsync(null, Opened(Now, AlarmCause.ManyOffline, quantity: null));
        Assert.Equal(6, (await station.AlarmsAsync()).Count);
        Assert.Equal(0, (await station.ApplyAsync(null, Opened(Now, AlarmCause.ManyOffline, quantity: null))).Changes);
    }

    [Fact]
    public async Task Apply_EndOfAnUnknownEvent_IsIgnored()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var opened = Opened(Now);
        Assert.Equal(
            0,
            (
                await station.ApplyAsync(
                    sensor.Key, opened.Closed(Now), opened.Rose(Now, OutlierStage.Serious), opened.Withdrawn(Now))).Changes);
        Assert.Empty(await station.AlarmsAsync());
    }

    [Fact]
    public async Task Apply_OtherEndOrHigherStageOfAnAlarmThatIsOver_CorrectsIt()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now), Opened(Now).Closed(Now + 10));
        await station.ApplyAsync(sensor.Key, Opened(Now).Rose(Now + 2, OutlierStage.Alert), Opened(Now).Closed(Now + 20));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal(
            (AlarmState.Cleared, OutlierStage.Alert, Now + 20, 4), (alarm.State, alarm.Stage, alarm.ClearedMinute!.Value, alarm.Revision));
    }

    [Fact]
    public async Task Apply_Withdrawn_StaysSoUntilALaterOpening()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now), Opened(Now).Withdrawn(Now + 10));
        Assert.Equal(
            0, (await station.ApplyAsync(sensor.Key, Opened(Now), Opened(Now).Closed(Now + 8), Opened(Now).Withdrawn(Now + 10))).Changes);
        Assert.Equal(AlarmState.Withdrawn, (await station.OnlyAlarmAsync()).State);
        await station.ApplyAsync(sensor.Key, Opened(Now).Again(Now + 11));
        Assert.Equal(AlarmState.Raised, (await station.OnlyAlarmAsync()).State);
    }

    [Fact]
    public async Task Apply_AlarmOfYesterday_IsHistory()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now - 1440), Opened(Now - 1441));
        Assert.Equal([false, true], (await station.AlarmsAsync()).Select(alarm => alarm.IsHistory));
    }

    [Fact]
    public async Task ApplySpan_AlarmThatIsNoLongerFound_IsWithdrawn()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var before = Opened(Now - 500, AlarmCause.Low);
        await station.ApplyAsync(
            sensor.Key, before, Opened(Now - 60), Opened(Now - 60).Closed(Now - 50), Opened(Now - 20, AlarmCause.Burst, quantity: null));
        await station.ApplySpanAsync(sensor.Key, Now - 100, Now, Opened(Now - 20, AlarmCause.Burst, quantity: null));
        Assert.Equal(
            [AlarmState.Raised, AlarmState.Withdrawn, AlarmState.Raised], (await station.AlarmsAsync()).Select(alarm => alarm.State));
        Assert.Equal(
            0, (await station.ApplySpanAsync(sensor.Key, Now - 100, Now, Opened(Now - 20, AlarmCause.Burst, quantity: null))).Changes);
    }

    [Fact]
    public async Task ApplySpan_EndThatIsNoLongerFound_OpensTheAlarmAgain()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now - 60), Opened(Now - 60).Closed(Now - 50));
        await station.ApplySpanAsync(sensor.Key, Now - 100, Now, Opened(Now - 60));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmState.Raised, Now - 60, null), (alarm.State, alarm.RaisedMinute, alarm.ClearedMinute));
        Assert.Equal(0, (await station.ApplySpanAsync(sensor.Key, Now - 100, Now, Opened(Now - 60))).Changes);
    }

    [Fact]
    public async Task ApplySpan_LastEndOfSeveralNoLongerFound_OpensTheAlarmAgain()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var opened = Opened(Now - 60);
        AlarmChange[] kept = [opened, opened.Closed(Now - 50), opened.Again(Now - 40)];
        await station.ApplyAsync(sensor.Key, [.. kept, opened.Closed(Now - 30)]);
        await station.ApplySpanAsync(sensor.Key, Now - 100, Now, kept);
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmState.Raised, Now - 40, null), (alarm.State, alarm.RaisedMinute, alarm.ClearedMinute));
        Assert.Equal(0, (await station.ApplySpanAsync(sensor.Key, Now - 100, Now, kept)).Changes);
    }

    [Fact]
    public async Task ApplySpan_WithdrawnAlarmThatIsFoundAfterAll_IsOpenAgain()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now - 60));
        await station.ApplySpanAsync(sensor.Key, Now - 100, Now);
        Assert.Equal(AlarmState.Withdrawn, (await station.OnlyAlarmAsync()).State);
        await station.ApplySpanAsync(sensor.Key, Now - 100, Now, Opened(Now - 60), Opened(Now - 60).Closed(Now - 40));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmState.Cleared, Now - 40), (alarm.State, alarm.ClearedMinute!.Value));
    }

    [Fact]
    public async Task ApplySpan_OfAnotherSensor_LeavesTheAlarm()
    {
        await using var station = await TestStation.StartAsync();
        var (first, second) = (await station.AddSensorAsync(), await station.AddSensorAsync(new() { Id = "sensor_02" }));
        await station.ApplyAsync(first.Key, Opened(Now - 60));
        Assert.Equal(0, (await station.ApplySpanAsync(second.Key, Now - 100, Now)).Changes);
        Assert.Equal(AlarmState.Raised, (await station.OnlyAlarmAsync()).State);
        Assert.Equal(1, (await station.ApplySpanAsync(first.Key, Now - 100, Now)).Changes);
    }
}

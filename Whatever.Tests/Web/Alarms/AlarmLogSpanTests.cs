using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Storage;
using static Whatever.Tests.Support.AlarmSetup;

namespace Whatever.Tests.Web.Alarms;

/// <summary>Late readings say something else of an event that is known already.</summary>
public sealed class AlarmLogSpanTests : IAsyncLifetime
{
    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private TestStation station = null!;
    private Sensor sensor = null!;
    private int now;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        now = StationClock.MinuteOf(station.Time.GetUtcNow());
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task ApplySpan_EventBeganEarlier_StaysTheAlarmThatWasAcknowledged()
    {
        await station.ApplyAsync(sensor.Key, Opened(now - 60));
        var id = (await station.OnlyAlarmAsync()).Id;
        await station.Get<AlarmEditor>().AcknowledgeAsync(id, "Kim", null, TestStation.Cancellation);
        await station.ApplySpanAsync(sensor.Key, now - 100, now, Opened(now - 70, since: now - 90));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal(
            (id, now - 90, now - 70, AlarmState.Acknowledged, "Kim"),
            (alarm.Id, alarm.SinceMinute, alarm.RaisedMinute, alarm.State, alarm.AcknowledgedBy));
        Assert.Equal([AlarmEntryKind.Opened, AlarmEntryKind.Acknowledged, AlarmEntryKind.BeginCorrected], await station.LogAsync(id));
        await station.ApplyAsync(sensor.Key, Opened(now - 70, since: now - 90).Closed(now));
        Assert.Equal(AlarmState.Cleared, (await station.OnlyAlarmAsync()).State);
    }

    [Fact]
    public async Task ApplySpan_AnotherEventLater_WithdrawsTheOneAndOpensTheOther()
    {
        var first = Opened(now - 80);
        await station.ApplyAsync(sensor.Key, first, first.Closed(now - 60));
        await station.ApplySpanAsync(sensor.Key, now - 100, now, Opened(now - 20));
        Assert.Equal(
            [(now - 85, AlarmEnd.Withdrawn), (now - 25, AlarmEnd.None)],
            (await station.AlarmsAsync()).Select(alarm => (alarm.SinceMinute, alarm.Ended)));
    }

    /// <summary>Its opening lies before the span, and the state that the span began with knows it by another minute.</summary>
    [Fact]
    public async Task ApplySpan_OpenedBeforeTheSpanAndGoesOn_IsEndedByItsTimer()
    {
        await station.ApplyAsync(sensor.Key, Opened(now - 300));
        await station.ApplySpanAsync(sensor.Key, now - 100, now, new Dictionary<AlarmChannel, int> { [FlowHigh] = now - 280 });
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((now - 280, AlarmEnd.None), (alarm.SinceMinute, alarm.Ended));
        await station.ApplyAsync(sensor.Key, Opened(now - 300, since: now - 280).Closed(now));
        Assert.Equal(AlarmEnd.Cleared, (await station.OnlyAlarmAsync()).Ended);
    }

    /// <summary>The first ended in the span, another began in it: each is what it is.</summary>
    [Fact]
    public async Task ApplySpan_OpenAlarmEndsAndAnotherBegins_KeepsBothApart()
    {
        await station.ApplyAsync(sensor.Key, Opened(now - 300));
        await station.Get<AlarmEditor>().AcknowledgeAsync(1, "Kim", null, TestStation.Cancellation);
        await station.ApplySpanAsync(sensor.Key, now - 200, now, Opened(now - 300).Closed(now - 150), Opened(now - 20));
        Assert.Equal(
            [(now - 305, AlarmState.Cleared, "Kim"), (now - 25, AlarmState.Raised, null)],
            (await station.AlarmsAsync()).Select(alarm => (alarm.SinceMinute, alarm.State, alarm.AcknowledgedBy)));
    }

    [Fact]
    public async Task ApplySpan_MovedEventIsMoreSerious_IsRaisedAgain()
    {
        await station.ApplyAsync(sensor.Key, Opened(now - 60));
        await station.Get<AlarmEditor>().AcknowledgeAsync(1, "Kim", null, TestStation.Cancellation);
        await station.ApplySpanAsync(sensor.Key, now - 100, now, Opened(now - 70, since: now - 90, stage: OutlierStage.Serious));
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((now - 90, OutlierStage.Serious, AlarmState.Raised), (alarm.SinceMinute, alarm.Stage, alarm.State));
    }

    [Fact]
    public async Task Apply_Measured_FollowsTheNumbersAndTellsNobody()
    {
        await station.SetPolicyAsync(AlertPolicy.AlarmOpenClose);
        var opened = Opened(now, AlarmCause.Leak);
        await station.ApplyAsync(
            sensor.Key, opened,
            opened with
            {
                Kind = AlarmChangeKind.Measured,
                Minute = now + 1440,
                Score = 97,
                Evidence = new AlarmEvidence(240, 164, LossPerDay: 500),
            });
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((240.0, 500.0, 97.0, 1), (alarm.FlowRate!.Value, alarm.LossPerDay!.Value, alarm.PeakScore, alarm.Revision));
        Assert.Single(await station.MessagesAsync());
        Assert.Equal([AlarmEntryKind.Opened], await station.LogAsync(alarm.Id));
    }

    [Fact]
    public async Task ApplySpan_OpenAlarmThatDoesNotGoOn_IsOver()
    {
        await station.ApplyAsync(sensor.Key, Opened(now - 300));
        await station.ApplySpanAsync(sensor.Key, now - 100, now - 1, open: []);
        var alarm = await station.OnlyAlarmAsync();
        Assert.Equal((AlarmEnd.Cleared, now - 1), (alarm.Ended, alarm.ClearedMinute!.Value));
        Assert.Equal(0, (await station.ApplySpanAsync(sensor.Key, now - 100, now - 1, open: [])).Changes);
    }

    [Fact]
    public async Task TellOfOpen_HistoryThatGoesOnToday_IsToldOnce()
    {
        await station.SetPolicyAsync(AlertPolicy.AlarmOpenClose);
        var (old, over) = (Opened(now - 3000), Opened(now - 2500, AlarmCause.Low));
        await station.ApplyAsync(sensor.Key, old, over, over.Closed(now - 2400));
        Assert.Empty(await station.MessagesAsync());
        Assert.Empty(await NotifyAsync(sensor.Key + 1));
        Assert.Equal(1, Assert.Single(await NotifyAsync(sensor.Key)).Result.Deliveries);
        Assert.Empty(await NotifyAsync(sensor.Key));
        Assert.Contains("\"state\":\"open\"", Assert.Single(await station.MessagesAsync()), StringComparison.Ordinal);
        Assert.Equal([false, true], (await station.AlarmsAsync()).Select(alarm => alarm.IsHistory));
    }

    private async Task<IReadOnlyList<(int SensorKey, AlarmLogResult Result)>> NotifyAsync(int key)
    {
        await using var db = await station.OpenAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(TestStation.Cancellation);
        var told = station.Get<IAlarmLog>().NotifyOpen(db, new HashSet<int> { key }, station.Time.GetUtcNow());
        await transaction.CommitAsync(TestStation.Cancellation);
        return told;
    }
}

using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using Whatever.Web.Storage;
using static Whatever.Tests.Support.AlarmSetup;
using static Whatever.Tests.Support.NotificationSetup;

namespace Whatever.Tests.Web.Notifications;

public sealed class NotificationPlannerTests
{
    private static readonly int Now = StationClock.MinuteOf(TestStation.Noon);

    [Fact]
    public async Task Alarm_OfTheRulesStageAndSensor_IsQueuedForEachWayOfTheContact()
    {
        await using var station = await TestStation.StartAsync();
        var (first, second) = (await station.AddSensorAsync(), await station.AddSensorAsync(new() { Id = "sensor_02" }));
        await station.FirstLookAsync();
        var kim = await station.AddContactAsync("Kim", "kim@example.org", "http://127.0.0.1:9/hook");
        await station.AddRuleAsync(Rule(kim) with { FromStage = OutlierStage.Alert, SensorKeys = [first.Key] });
        await station.ApplyAsync(first.Key, Opened(Now));
        await station.ApplyAsync(second.Key, Opened(Now, stage: OutlierStage.Serious));
        await station.FirstLookAsync();
        Assert.Empty(await station.NotificationsAsync());

        await station.ApplyAsync(first.Key, Opened(Now).Rose(Now + 2, OutlierStage.Serious));
        await station.FirstLookAsync();
        await station.FirstLookAsync();
        var queued = await station.NotificationsAsync();
        Assert.Equal(
            [NotificationChannel.Email, NotificationChannel.Webhook], queued.Select(row => row.Channel).Order());
        Assert.All(queued, row => Assert.Equal((NotificationReason.Raised, NotificationState.Pending), (row.Reason, row.State)));
        Assert.Equal(2, queued.Select(row => row.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Alarms_WithinTheTimeOfGathering_AreOneMessage()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FirstLookAsync();
        await station.AddRuleAsync(Rule(await station.AddContactAsync("Kim", "kim@example.org")) with { GroupMinutes = 5 });
        await station.ApplyAsync(sensor.Key, Opened(Now));
        await station.FirstLookAsync();
        station.Time.Advance(TimeSpan.FromMinutes(4));
        await station.ApplyAsync(sensor.Key, Opened(Now + 4, AlarmCause.Burst));
        await station.FirstLookAsync();
        var one = Assert.Single(await station.NotificationsAsync());
        Assert.Equal((2, TestStation.Noon.AddMinutes(5)), (one.Alarms.Count, one.DueAt));

        station.Time.Advance(TimeSpan.FromMinutes(2));
        await station.ApplyAsync(sensor.Key, Opened(Now + 6, AlarmCause.Stuck));
        await station.FirstLookAsync();
        Assert.Equal([2, 1], (await station.NotificationsAsync()).Select(row => row.Alarms.Count));
    }

    [Fact]
    public async Task TwoRules_OfOneContact_TellOnce()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FirstLookAsync();
        var kim = await station.AddContactAsync("Kim", "kim@example.org");
        await station.AddRuleAsync(Rule(kim));
        await station.AddRuleAsync(Rule(kim) with { Name = "again", FromStage = OutlierStage.Caution });
        await station.ApplyAsync(sensor.Key, Opened(Now));
        await station.FirstLookAsync();
        Assert.Single(await station.NotificationsAsync());
    }

    /// <summary>What was raised while nobody looked is told after the next start, where it is not too old.</summary>
    [Fact]
    public async Task Alarms_RaisedWhileTheLoopWasOff_AreQueuedAfterTheStart()
    {
        using var folder = new TestFolder();
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            var sensor = await station.AddSensorAsync();
            await station.FirstLookAsync();
            await station.AddRuleAsync(Rule(await station.AddContactAsync("Kim", "kim@example.org")));
            await station.ApplyAsync(sensor.Key, Opened(Now), Opened(Now, AlarmCause.Burst).Again(Now - (13 * 60)));
        }

        await using var later = await TestStation.StartAsync(TestStation.Noon.AddHours(3), folder.Path);
        await later.FirstLookAsync();
        var one = Assert.Single(await later.NotificationsAsync());
        Assert.Equal([AlarmCause.High], (await later.AlarmsAsync()).Where(alarm => one.Alarms.Exists(told => told.AlarmId == alarm.Id))
            .Select(alarm => alarm.Cause));
    }

    /// <summary>
    /// An upload of years tells nobody of its alarms; the one that still goes on is told of once the sensor is known up to now.
    /// </summary>
    [Fact]
    public async Task Alarm_OfHistoryThatGoesOn_IsToldOnceItIsOfToday()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FirstLookAsync();
        await station.AddRuleAsync(Rule(await station.AddContactAsync("Kim", "kim@example.org")));
        await station.ApplyAsync(sensor.Key, Opened(Now - 3000));
        await station.FirstLookAsync();
        Assert.True((await station.OnlyAlarmAsync()).IsHistory);
        Assert.Empty(await station.NotificationsAsync());

        await using (var db = await station.OpenAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestStation.Cancellation);
            Assert.Single(station.Get<IAlarmLog>().NotifyOpen(db, new HashSet<int> { sensor.Key }, TestStation.Noon));
            await transaction.CommitAsync(TestStation.Cancellation);
        }

        await station.FirstLookAsync();
        await station.FirstLookAsync();
        Assert.Single(await station.NotificationsAsync());
    }

    [Fact]
    public async Task Alarm_OutsideTheHoursOrShelved_IsNotTold()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FirstLookAsync();
        await station.AddRuleAsync(
            Rule(await station.AddContactAsync("Kim", "kim@example.org")) with { From = "22:00", To = "06:00" });
        await station.ApplyAsync(sensor.Key, Opened(Now));
        await station.FirstLookAsync();
        station.Time.Advance(TimeSpan.FromHours(11));
        Assert.Null(await station.Get<AlarmEditor>().ShelveAsync(
            (await station.OnlyAlarmAsync()).Id, "Kim", TimeSpan.FromHours(2), null, TestStation.Cancellation));
        await station.ApplyAsync(sensor.Key, Opened(Now).Rose(Now + 660, OutlierStage.Serious));
        await station.FirstLookAsync();
        Assert.Empty(await station.NotificationsAsync());
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using static Whatever.Tests.Support.AlarmSetup;

namespace Whatever.Tests.Web.Alarms;

public sealed class AlarmMessageTests
{
    private static readonly int Now = StationClock.MinuteOf(TestStation.Noon);

    [Fact]
    public async Task Opened_PolicyOfAlarms_IsSentWithTheFieldsOfTheOriginalFirst()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal(1, (await station.ApplyAsync(sensor.Key, Opened(Now))).Deliveries);
        Assert.Equal(
            $$"""{"sensor_id":"sensor_01","time":"2024-07-09 11:55","outlier_stage":2,"value":227,"quantity":"flow_rate","alarm_id":"{{await station.IdentityAsync()}}-1","cause":"high","state":"open","raised_time":"2024-07-09 12:00","revision":1}""",
            Assert.Single(await station.MessagesAsync()));
        var delivery = await station.QueryAsync(db => db.Deliveries.AsNoTracking().SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            ("sensor_01", DeliveryKind.Alarm, "alarm/sensor_01/high.flow_rate/2024-07-09T02:55Z/1-open-2"),
            (delivery.SensorId, delivery.Kind, delivery.IdempotencyKey));
        Assert.NotNull(delivery.ReleasedAt);
    }

    [Fact]
    public async Task WholeLife_AppliedTwice_IsSentOnceStepByStep()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        var opened = Opened(Now, AlarmCause.Burst, quantity: null);
        AlarmChange[] life = [opened, opened.Rose(Now + 2, OutlierStage.Serious), opened.Closed(Now + 40)];
        await station.ApplyAsync(sensor.Key, life);
        await station.ApplyAsync(sensor.Key, life);
        var messages = Array.ConvertAll(await station.MessagesAsync(), text => JsonNode.Parse(text)!.AsObject());
        Assert.Equal(
            ["1 open 2", "2 open 4", "3 closed 4"],
            messages.Select(message => $"{message["revision"]} {message["state"]} {message["outlier_stage"]}"));
        Assert.Equal(
            ["flow_rate 227", "flow_rate 240", "flow_rate 240"], messages.Select(message => $"{message["quantity"]} {message["value"]}"));
        Assert.False(messages[1].ContainsKey("cleared_time"));
        Assert.Equal("2024-07-09 12:40", (string?)messages[2]["cleared_time"]);
    }

    [Fact]
    public async Task Withdrawn_AlarmThatWasSent_IsRevised()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now), Opened(Now).Withdrawn(Now + 9));
        Assert.EndsWith("""
            "state":"withdrawn","raised_time":"2024-07-09 12:00","revision":2}
            """.Trim(), (await station.MessagesAsync())[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_WithoutAValue_SaysNull()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now, AlarmCause.NoData, quantity: null) with { Evidence = new AlarmEvidence() });
        Assert.Contains($"""
            "outlier_stage":2,"value":null,"quantity":null,"alarm_id":"{await station.IdentityAsync()}-1","cause":"no_data"
            """.Trim(), Assert.Single(await station.MessagesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_ManySensors_IsTheStationsAndCountsThem()
    {
        await using var station = await StartAsync();
        await station.AddSensorAsync();
        await station.ApplyAsync(
            null,
            Opened(Now, AlarmCause.ManyOffline, OutlierStage.Serious, quantity: null) with { Evidence = new AlarmEvidence(Sensors: 10) });
        var message = JsonNode.Parse(Assert.Single(await station.MessagesAsync()))!;
        Assert.Equal(("*", "2024-07-09 11:55", 10), ((string?)message["sensor_id"], (string?)message["time"], (int)message["sensors"]!));
    }

    [Fact]
    public async Task Opened_MoreThanADayAgo_IsStoredAndNeverSent()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now - 1441), Opened(Now - 1441).Closed(Now - 1), Opened(Now - 1440, AlarmCause.Low));
        station.Time.Advance(TimeSpan.FromDays(2));
        await station.ApplyAsync(sensor.Key, Opened(Now - 1440, AlarmCause.Low).Closed(Now + 2880));
        Assert.Equal(
            ["low open", "low closed"],
            (await station.MessagesAsync()).Select(text => $"{JsonNode.Parse(text)!["cause"]} {JsonNode.Parse(text)!["state"]}"));
    }

    [Theory]
    [InlineData(AlertPolicy.EveryOutlierMinute)]
    [InlineData(AlertPolicy.StageChange)]
    public async Task Opened_PolicyOfMinutes_IsNotSent(AlertPolicy policy)
    {
        await using var station = await TestStation.StartAsync();
        await station.SetPolicyAsync(policy);
        var sensor = await station.AddSensorAsync();
        Assert.Equal(0, (await station.ApplyAsync(sensor.Key, Opened(Now))).Deliveries);
        Assert.Empty(await station.MessagesAsync());
    }

    [Fact]
    public async Task OutlierMinutes_PolicyOfAlarms_AreJudgedAndNotSent()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, Now - 10, DetectionSetup.Flows(0, 3, 3, 0));
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal((4, 0), (report.Judged, report.Alerts));
        Assert.Empty(await station.MessagesAsync());
    }

    private static async Task<TestStation> StartAsync()
    {
        var station = await TestStation.StartAsync();
        await station.SetPolicyAsync(AlertPolicy.AlarmOpenClose);
        return station;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Alarms;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Api;

public sealed class AlarmApiTests(RunningStation station)
{
    [Fact]
    public async Task Alarms_BySensor_AreListedWithTheirNumbers()
    {
        var (sensor, id) = await OpenAsync();
        var list = await station.GetAsync($"/api/v1/alarms?sensor={sensor}&cause=high&state=raised&open=true&from=2024-01-01");
        var alarm = Assert.Single(list.EnumerateArray(), row => row.GetProperty("sensor_id").GetString() == sensor);
        Assert.Equal((id, "high", "value", "raised", 2), (alarm.GetProperty("id").GetInt64(), alarm.GetProperty("cause").GetString(), alarm.GetProperty("kind").GetString(), alarm.GetProperty("state").GetString(), alarm.GetProperty("stage").GetInt32()));
        Assert.Equal(227, alarm.GetProperty("evidence").GetProperty("flow_rate").GetDouble());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d{1,2}:\d\d$", alarm.GetProperty("since_time").GetString());
    }

    [Fact]
    public async Task Alarm_AcknowledgedShelvedJudgedAndNoted_HasItAllInItsLog()
    {
        var (_, id) = await OpenAsync();
        Assert.Equal(204, await DoAsync(id, "acknowledge", """{"who":"Kim","note":"on my way"}"""));
        Assert.Equal(204, await DoAsync(id, "shelve", """{"who":"Kim","hours":4}"""));
        Assert.Equal(204, await DoAsync(id, "unshelve", """{"who":"Kim"}"""));
        Assert.Equal(204, await DoAsync(id, "verdict", """{"who":"Kim","verdict":"maintenance"}"""));
        Assert.Equal(204, await DoAsync(id, "comment", """{"who":"Lee","note":"flushing"}"""));
        var detail = await station.GetAsync($"/api/v1/alarms/{id}");
        Assert.Equal("maintenance", detail.GetProperty("alarm").GetProperty("verdict").GetString());
        Assert.Equal(
            ["opened ", "acknowledged Kim", "shelved Kim", "unshelved Kim", "verdict Kim", "comment Lee"],
            detail.GetProperty("log").EnumerateArray().Select(entry => $"{entry.GetProperty("kind").GetString()} {entry.GetProperty("who").GetString()}"));
    }

    [Fact]
    public async Task Commands_ThatCannotBeDone_AreExplained()
    {
        var (_, id) = await OpenAsync();
        await station.AssertProblemAsync(409, "Say who you are", HttpMethod.Post, $"/api/v1/alarms/{id}/acknowledge", """{"note":"x"}""");
        await station.AssertProblemAsync(409, "24 hours at most", HttpMethod.Post, $"/api/v1/alarms/{id}/shelve", """{"who":"Kim","hours":25}""");
        await station.AssertProblemAsync(409, "lies in the past", HttpMethod.Post, $"/api/v1/alarms/{id}/shelve", """{"who":"Kim","until":"2024-01-01T00:00:00Z"}""");
        await station.AssertProblemAsync(400, "Either until (an instant) or hours", HttpMethod.Post, $"/api/v1/alarms/{id}/shelve", """{"who":"Kim"}""");
        await station.AssertProblemAsync(400, "expected real, false, maintenance, unknown", HttpMethod.Post, $"/api/v1/alarms/{id}/verdict", """{"who":"Kim","verdict":"maybe"}""");
        await station.AssertProblemAsync(404, "There is no alarm 987654321", HttpMethod.Post, "/api/v1/alarms/987654321/comment", """{"who":"Kim","note":"x"}""");
        await station.AssertProblemAsync(404, "There is no alarm 987654321", HttpMethod.Get, "/api/v1/alarms/987654321");
    }

    [Fact]
    public async Task Filters_ThatAreNotKnown_AreExplained()
    {
        await station.AssertProblemAsync(404, "There is no sensor nobody", HttpMethod.Get, "/api/v1/alarms?sensor=nobody");
        await station.AssertProblemAsync(400, "expected raised, acknowledged, shelved, cleared, withdrawn", HttpMethod.Get, "/api/v1/alarms?state=1");
        await station.AssertProblemAsync(400, "expected no_data, stuck", HttpMethod.Get, "/api/v1/alarms?cause=ghost");
        await station.AssertProblemAsync(400, "expected 1 to 10000", HttpMethod.Get, "/api/v1/alarms?limit=0");
        await station.AssertProblemAsync(400, "expected a day or", HttpMethod.Get, "/api/v1/alarms?from=soon");
    }

    private async Task<int> DoAsync(long id, string command, string body) => (await station.SendAsync(HttpMethod.Post, $"/api/v1/alarms/{id}/{command}", body)).Status;

    private async Task<(string Sensor, long Id)> OpenAsync()
    {
        var id = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        var sensor = await db.Sensors.SingleAsync(candidate => candidate.Id == id, TestStation.Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        station.Services.GetRequiredService<IAlarmLog>().Apply(db, sensor.Key, [AlarmSetup.Opened(StationClock.MinuteOf(now) - 10)], now);
        return (id, (await db.Alarms.SingleAsync(alarm => alarm.SensorKey == sensor.Key, TestStation.Cancellation)).Id);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Alarms;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Api;

public sealed class AlarmApiTests(RunningStation station)
{
    [Fact]
    public async Task Alarms_BySensor_AreListedWithTheirNumbers()
    {
        var (sensor, id) = await OpenAsync();
        var list = await station.GetAsync($"/api/v1/alarms?sensor={sensor}&cause=high&state=raised&open=true&from=2024-01-01");
        var alarm = Assert.Single(list.EnumerateArray(), row => row.GetProperty("sensor_id").GetString() == sensor);
        Assert.Equal(
            (id, "high", "value", "raised", 2),
            (
                alarm.GetProperty("id").GetInt64(), alarm.GetProperty("cause").GetString(), alarm.GetProperty("kind").GetString(),
                alarm.GetProperty("state").GetString(), alarm.GetProperty("stage").GetInt32()));
        Assert.Equal(227, alarm.GetProperty("evidence").GetProperty("flow_rate").GetDouble());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d{1,2}:\d\d$", alarm.GetProperty("since_time").GetString());
    }

    [Fact]
    public async Task Alarms_NotOpen_AreThoseThatAreOver()
    {
        var (sensor, id) = await OpenAsync();
        Assert.DoesNotContain(
            (await station.GetAsync($"/api/v1/alarms?sensor={sensor}&open=false")).EnumerateArray(),
            row => row.GetProperty("id").GetInt64() == id);
        await using (var db = await station.OpenAsync())
        {
            await db.Alarms.Where(alarm => alarm.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(alarm => alarm.State, AlarmState.Cleared), TestStation.Cancellation);
        }

        var over = (await station.GetAsync($"/api/v1/alarms?sensor={sensor}&open=false")).EnumerateArray().ToList();
        Assert.Contains(over, row => row.GetProperty("id").GetInt64() == id);
        Assert.All(over, row => Assert.Contains(row.GetProperty("state").GetString(), new[] { "cleared", "withdrawn" }));
        Assert.DoesNotContain(
            (await station.GetAsync($"/api/v1/alarms?sensor={sensor}&open=true")).EnumerateArray(),
            row => row.GetProperty("id").GetInt64() == id);
        Assert.Contains(
            (await station.GetAsync($"/api/v1/alarms?sensor={sensor}")).EnumerateArray(), row => row.GetProperty("id").GetInt64() == id);
    }

    [Fact]
    public async Task Alarm_AcknowledgedShelvedJudgedAndNoted_HasItAllInItsLog()
    {
        var (_, id) = await OpenAsync();
        Assert.Equal(204, await DoAsync(id, "acknowledge", """{"who":"Kim","note":"on my way"}"""));
        Assert.Equal(204, await DoAsync(id, "keep", """{"who":"Kim","note":"a new mill"}"""));
        Assert.Equal(204, await DoAsync(id, "shelve", """{"who":"Kim","hours":4}"""));
        Assert.Equal(204, await DoAsync(id, "unshelve", """{"who":"Kim"}"""));
        Assert.Equal(204, await DoAsync(id, "verdict", """{"who":"Kim","verdict":"maintenance"}"""));
        Assert.Equal(204, await DoAsync(id, "comment", """{"who":"Lee","note":"flushing"}"""));
        var detail = await station.GetAsync($"/api/v1/alarms/{id}");
        Assert.Equal("maintenance", detail.GetProperty("alarm").GetProperty("verdict").GetString());
        Assert.Equal(
            ["opened ", "acknowledged Kim", "kept Kim", "shelved Kim", "unshelved Kim", "verdict Kim", "comment Lee"],
            detail.GetProperty("log").EnumerateArray()
                .Select(entry => $"{entry.GetProperty("kind").GetString()} {entry.GetProperty("who").GetString()}"));
    }

    [Theory]
    [InlineData("acknowledge", """{"note":"x"}""", "Say who you are")]
    [InlineData("shelve", """{"who":" ","hours":1}""", "Say who you are")]
    [InlineData("unshelve", """{"who":""}""", "Say who you are")]
    [InlineData("verdict", """{"verdict":"real"}""", "Say who you are")]
    [InlineData("comment", """{"note":"x"}""", "Say who you are")]
    [InlineData("comment", """{"who":"Kim","note":" "}""", "The comment is empty.")]
    [InlineData("shelve", """{"who":"Kim","hours":25}""", "hours is 25, expected more than 0 and at most 24.")]
    [InlineData("shelve", """{"who":"Kim","hours":0}""", "hours is 0, expected more than 0")]
    [InlineData("shelve", """{"who":"Kim","hours":1e300}""", "hours is 1E+300, expected more than 0")]
    [InlineData("shelve", """{"note":"x","hours":-1}""", "Say who you are, in 1 to 60 letters. hours is -1,")]
    [InlineData("shelve", """{"who":"Kim","until":"2024-01-01T00:00:00Z"}""", "lies in the past")]
    [InlineData("shelve", """{"who":"Kim","until":"2024-01-01"}""", "until is \"2024-01-01\", expected a time such as")]
    [InlineData("shelve", """{"who":"Kim","until":"2024-01-01 1:00","hours":1}""", "Either until (an instant) or hours")]
    [InlineData("shelve", """{"who":"Kim"}""", "Either until (an instant) or hours")]
    [InlineData("verdict", """{"who":"Kim","verdict":"maybe"}""", "expected real, false, maintenance or unknown.")]
    [InlineData("verdict", """{"verdict":"maybe"}""", "Say who you are, in 1 to 60 letters. verdict is \"maybe\",")]
    [InlineData("comment", """{}""", "Say who you are, in 1 to 60 letters. The comment is empty.")]
    public async Task Commands_WrongInThemselves_AreBadRequests(string command, string body, string expected)
    {
        var (_, id) = await OpenAsync();
        await RefusedAsync(400, expected, id, command, body);
    }

    [Theory]
    [InlineData("acknowledge")]
    [InlineData("keep")]
    [InlineData("shelve")]
    [InlineData("verdict")]
    [InlineData("comment")]
    public async Task Commands_WithTooLongANote_AreBadRequests(string command)
    {
        var (_, id) = await OpenAsync();
        var rest = command switch { "shelve" => ",\"hours\":1", "verdict" => ",\"verdict\":\"real\"", _ => "" };
        await RefusedAsync(
            400, "The note has more than 500 letters.", id, command,
            $"{{\"who\":\"Kim\",\"note\":\"{new string('x', AlarmLife.LongestNote + 1)}\"{rest}}}");
    }

    [Fact]
    public async Task Commands_AgainstTheAlarmsState_AreConflicts()
    {
        var (_, id) = await OpenAsync();
        await RefusedAsync(409, "The alarm is not on the shelf.", id, "unshelve", """{"who":"Kim"}""");
        Assert.Equal(204, await DoAsync(id, "keep", """{"who":"Kim"}"""));
        await RefusedAsync(409, "The alarm is kept open already.", id, "keep", """{"who":"Lee"}""");
        Assert.Equal(204, await DoAsync(id, "acknowledge", """{"who":"Kim"}"""));
        await RefusedAsync(409, "was acknowledged by Kim already", id, "acknowledge", """{"who":"Lee"}""");
        await using (var db = await station.OpenAsync())
        {
            var key = (await db.Alarms.SingleAsync(alarm => alarm.Id == id, TestStation.Cancellation)).SensorKey;
            var opened = await db.Alarms.Where(alarm => alarm.Id == id).Select(alarm => alarm.RaisedMinute)
                .SingleAsync(TestStation.Cancellation);
            station.Services.GetRequiredService<IAlarmLog>()
                .Apply(db, key, [AlarmSetup.Opened(opened).Closed(opened + 1)], TimeProvider.System.GetUtcNow());
        }

        await RefusedAsync(409, "The alarm is over", id, "acknowledge", """{"who":"Kim"}""");
        await RefusedAsync(409, "The alarm is over", id, "shelve", """{"who":"Kim","hours":1}""");
        await RefusedAsync(404, "There is no alarm 987654321", 987654321, "comment", """{"who":"Kim","note":"x"}""");
        await RefusedAsync(404, "There is no alarm 987654321", 987654321, "shelve", """{"who":"Kim","hours":1}""");
        await station.AssertProblemAsync(404, "There is no alarm 987654321", HttpMethod.Get, "/api/v1/alarms/987654321");
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Seoul")]
    public async Task Shelve_UntilWithoutAnOffset_IsOnTheSensorsClock(string zone)
    {
        var (sensor, id) = await OpenAsync();
        await using var db = await station.OpenAsync();
        await db.Sensors.Where(row => row.Id == sensor)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.TimeZone, zone), TestStation.Cancellation);
        var until = StationClock.InstantOf(StationClock.MinuteOf(TimeProvider.System.GetUtcNow()) + 120);
        Assert.Equal(204, await DoAsync(id, "shelve", $$"""{"who":"Kim","until":"{{StationClock.For(zone).ToLocal(until):yyyy-MM-ddTHH:mm:ss}}"}"""));
        Assert.Equal(until, await ShelvedUntilAsync(id));
        Assert.Equal(204, await DoAsync(id, "shelve", $$"""{"who":"Kim","until":"{{until.AddSeconds(30):yyyy-MM-ddTHH:mm:ssZ}}"}"""));
        Assert.Equal(until.AddSeconds(30), await ShelvedUntilAsync(id));
    }

    [Fact]
    public async Task Filters_ThatAreNotKnown_AreExplained()
    {
        await station.AssertProblemAsync(404, "There is no sensor nobody", HttpMethod.Get, "/api/v1/alarms?sensor=nobody");
        await station.AssertProblemAsync(
            400, "expected raised, acknowledged, shelved, cleared or withdrawn.", HttpMethod.Get, "/api/v1/alarms?state=1");
        await station.AssertProblemAsync(400, "expected no_data, stuck", HttpMethod.Get, "/api/v1/alarms?cause=ghost");
        await station.AssertProblemAsync(400, "expected 1 to 10000", HttpMethod.Get, "/api/v1/alarms?limit=0");
        await station.AssertProblemAsync(400, "expected a day or", HttpMethod.Get, "/api/v1/alarms?from=soon");
    }

    private async Task<int> DoAsync(long id, string command, string body) =>
        (await station.SendAsync(HttpMethod.Post, $"/api/v1/alarms/{id}/{command}", body)).Status;

    private Task RefusedAsync(int status, string expected, long id, string command, string body) =>
        station.AssertProblemAsync(status, expected, HttpMethod.Post, $"/api/v1/alarms/{id}/{command}", body);

    private async Task<DateTimeOffset> ShelvedUntilAsync(long id) =>
        (await station.GetAsync($"/api/v1/alarms/{id}")).GetProperty("alarm").GetProperty("shelved_until").GetDateTimeOffset();

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

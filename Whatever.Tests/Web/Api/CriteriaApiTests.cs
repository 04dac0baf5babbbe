using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Api;

public sealed class CriteriaApiTests(RunningStation station)
{
    [Fact]
    public async Task Criteria_WithAProposal_AreListedNewestFirstAndApproved()
    {
        var path = await AddAsync();
        Assert.Equal(["2 proposed", "1 in_force"], await ListAsync(path));
        Assert.Equal(204, (await station.SendAsync(HttpMethod.Post, $"{path}/2/approve", """{"who":"Kim","quantity":"flow_rate"}""")).Status);
        Assert.Equal(["2 in_force", "1 earlier"], await ListAsync(path));
        var newest = (await station.GetAsync(path)).EnumerateArray().First();
        Assert.Equal(
            ("Kim", "hour_of_week", "2024-07-09 0:00"),
            (
                newest.GetProperty("decided_by").GetString(), newest.GetProperty("context").GetString(),
                newest.GetProperty("from_time").GetString()));
        await station.AssertProblemAsync(409, "Kim approved version 2 already", HttpMethod.Post, $"{path}/2/reject", """{"who":"Lee","quantity":"flow_rate"}""");
    }

    [Fact]
    public async Task Proposal_Rejected_LeavesTheOldOneInForce()
    {
        var path = await AddAsync();
        Assert.Equal(204, (await station.SendAsync(HttpMethod.Post, $"{path}/2/reject", """{"who":"Kim","quantity":"flow_rate"}""")).Status);
        Assert.Equal(["2 rejected", "1 in_force"], await ListAsync(path));
    }

    [Fact]
    public async Task Decisions_ThatCannotBe_AreExplained()
    {
        var path = await AddAsync();
        await station.AssertProblemAsync(400, "Say who you are", HttpMethod.Post, $"{path}/2/approve", """{"quantity":"flow_rate"}""");
        await station.AssertProblemAsync(400, "expected flow_rate or pressure", HttpMethod.Post, $"{path}/2/approve", """{"who":"Kim"}""");
        await station.AssertProblemAsync(404, "There is no version 9", HttpMethod.Post, $"{path}/9/approve", """{"who":"Kim","quantity":"flow_rate"}""");
        await station.AssertProblemAsync(404, "There is no version 2", HttpMethod.Post, $"{path}/2/approve", """{"who":"Kim","quantity":"pressure"}""");
        await station.AssertProblemAsync(404, "There is no sensor nobody", HttpMethod.Get, "/api/v1/sensors/nobody/criteria");
    }

    private async Task<string[]> ListAsync(string path) =>
        [
            .. (await station.GetAsync(path)).EnumerateArray()
                .Select(row => $"{row.GetProperty("version").GetInt32()} {row.GetProperty("state").GetString()}")];

    private async Task<string> AddAsync()
    {
        var id = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        var sensor = await db.Sensors.SingleAsync(candidate => candidate.Id == id, TestStation.Cancellation);
        db.Criteria.AddRange(Version(sensor, 1, CriteriaState.Approved), Version(sensor, 2, CriteriaState.Proposed));
        await db.SaveChangesAsync(TestStation.Cancellation);
        return $"/api/v1/sensors/{id}/criteria";
    }

    private static CriteriaVersion Version(Sensor sensor, int version, CriteriaState state) => new()
    {
        SensorKey = sensor.Key,
        Version = version,
        Mean = 200,
        StandardDeviation = 10,
        Count = 2000,
        Context = Whatever.Model.Outliers.Criteria.CriteriaContext.HourOfWeek,
        FromMinute = sensor.At("2024-07-09 0:00"),
        ToMinute = sensor.At("2024-07-10 0:00"),
        State = state,
        BuiltAt = TestStation.Noon.AddMinutes(version),
    };
}

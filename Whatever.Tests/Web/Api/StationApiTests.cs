using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Api;

public sealed class StationApiTests(RunningStation station)
{
    [Fact]
    public async Task Judgements_Span_GivesStagesFromTheAskedOneOn()
    {
        var id = await station.AddSensorAsync();
        await using (var db = await station.OpenAsync())
        {
            var sensor = db.Sensors.Single(row => row.Id == id);
            db.Judgements.AddRange(Enumerable.Range(0, 5).Select(stage => new MinuteJudgement
            {
                SensorKey = sensor.Key,
                Minute = sensor.At("2024-07-09 0:00") + stage,
                FlowRateStage = (OutlierStage)stage,
                FlowRatePercentile = 90 + stage,
            }));
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        var all = await station.GetAsync($"/api/v1/sensors/{id}/judgements");
        Assert.Equal("""{"time":"2024-07-09 0:00","flow_rate_percentile":90,"flow_rate_stage":0,"pressure_percentile":null,"pressure_stage":null}""", all[0].GetRawText());
        foreach (var (query, count) in new[] { ("", 5), ("minStage=3", 2), ("minStage=3&to=2024-07-09 0:03", 1) })
        {
            Assert.Equal(count, (await station.GetAsync($"/api/v1/sensors/{id}/judgements?{query}")).GetArrayLength());
        }

        await station.AssertProblemAsync(
            400, "minStage is 5, expected 0 to 4.", HttpMethod.Get, $"/api/v1/sensors/{id}/judgements?minStage=5");
        await station.AssertProblemAsync(400, "from is \"soon\"", HttpMethod.Get, $"/api/v1/sensors/{id}/judgements?from=soon");
    }

    [Theory]
    [InlineData("state=lost")]
    [InlineData("state=7")]
    [InlineData("state=1")]
    [InlineData("state=waiting,received")]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("limit=all")]
    public async Task Deliveries_WrongQuery_IsAProblem(string query) =>
        await station.AssertProblemAsync(400, "", HttpMethod.Get, $"/api/v1/deliveries?{query}");

    [Theory]
    [InlineData("waiting")]
    [InlineData("Received")]
    [InlineData("refused")]
    public async Task Deliveries_KnownState_IsAList(string state) =>
        Assert.Equal(System.Text.Json.JsonValueKind.Array, (await station.GetAsync($"/api/v1/deliveries?state={state}")).ValueKind);

    [Fact]
    public async Task Jobs_List_NamesTheEightInTheOrderOfTheFlow()
    {
        var jobs = await station.GetAsync("/api/v1/jobs");
        Assert.Equal(JobCatalog.All.Select(job => job.Name), jobs.EnumerateArray().Select(job => job.GetProperty("name").GetString()));
        Assert.Equal("10 0 * * *", jobs[2].GetProperty("cron").GetString());
    }

    [Fact]
    public async Task Messages_OfTheStation_AreEnglishSentencesOnTheWire()
    {
        var error = new Phrase("delivery.timed-out", "http://127.0.0.1:9", 15);
        await using (var db = await station.OpenAsync())
        {
            db.Deliveries.Add(new OutboundDelivery
            {
                Kind = DeliveryKind.Alert,
                SensorId = "wire",
                IdempotencyKey = "alert/wire/1",
                Payload = [123, 125],
                Sha256 = OutboundDelivery.DigestOf([123, 125]),
                State = DeliveryState.Refused,
                LastError = error,
            });
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        var refused = (await station.GetAsync("/api/v1/deliveries?state=refused")).EnumerateArray()
            .Single(row => row.GetProperty("sensor_id").GetString() == "wire");
        Assert.Equal("http://127.0.0.1:9 did not answer within 15 s.", refused.GetProperty("last_error").GetString());
        await station.Services.GetRequiredService<JobRunner>().RunAsync("RebuildCriteria", RunTrigger.Person);
        var job = (await station.GetAsync("/api/v1/jobs")).EnumerateArray()
            .Single(row => row.GetProperty("name").GetString() == "RebuildCriteria");
        Assert.Contains("criteria rebuilt", job.GetProperty("last_message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_Run_StartsTheJob()
    {
        Assert.Equal(202, (await station.SendAsync(HttpMethod.Post, "/api/v1/jobs/rebuildcriteria/run")).Status);
        await station.Services.GetRequiredService<JobRunner>().RunAsync("RebuildCriteria", RunTrigger.Person);
        await using var db = await station.OpenAsync();
        Assert.True(db.JobRuns.Any(run => run.Job == "RebuildCriteria" && run.Trigger == RunTrigger.Person));
    }

    [Theory]
    [InlineData("/api/v1/jobs/nothing/run", 404, "There is no job nothing; see /api/v1/jobs.")]
    [InlineData("/api/v1/jobs/nothing/cancel", 404, "There is no job nothing")]
    [InlineData("/api/v1/jobs/RetrainModels/cancel", 409, "RetrainModels is not running.")]
    public async Task Jobs_WhatCannotBeDone_IsAProblem(string path, int status, string expected) =>
        await station.AssertProblemAsync(status, expected, HttpMethod.Post, path);

    [Fact]
    public async Task OpenApi_Document_ListsThePaths()
    {
        var document = await station.GetAsync("/openapi/v1.json");
        Assert.Equal(
            [
                "/api/v1/alarms", "/api/v1/alarms/{id}", "/api/v1/alarms/{id}/acknowledge", "/api/v1/alarms/{id}/comment",
                "/api/v1/alarms/{id}/keep", "/api/v1/alarms/{id}/shelve",
                "/api/v1/alarms/{id}/unshelve", "/api/v1/alarms/{id}/verdict", "/api/v1/audit.csv",
                "/api/v1/deliveries", "/api/v1/deliveries/{id}/resend", "/api/v1/devices", "/api/v1/imports/{id}/rejects", "/api/v1/jobs",
                "/api/v1/jobs/{name}/cancel",
                "/api/v1/jobs/{name}/run", "/api/v1/readings", "/api/v1/sample.csv",
                "/api/v1/sensors", "/api/v1/sensors/{id}", "/api/v1/sensors/{id}/criteria",
                "/api/v1/sensors/{id}/criteria/{version}/approve",
                "/api/v1/sensors/{id}/criteria/{version}/reject", "/api/v1/sensors/{id}/findings", "/api/v1/sensors/{id}/forecasts",
                "/api/v1/sensors/{id}/judgements",
                "/api/v1/sensors/{id}/readings", "/api/v1/sensors/{id}/thresholds/{quantity}",
                "/api/v1/sensors/{id}/thresholds/{quantity}/{version}/revert",
            ],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task Any_OtherHostName_IsRefused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sensors");
        request.Headers.Host = host;
        using var answer = await station.Client.SendAsync(request, TestStation.Cancellation);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Any_OwnHostName_IsAnswered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sensors");
        request.Headers.Host = "localhost:1234";
        using var answer = await station.Client.SendAsync(request, TestStation.Cancellation);
        Assert.Equal(200, (int)answer.StatusCode);
    }
}

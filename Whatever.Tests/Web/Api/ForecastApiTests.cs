using System.Text.Json;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Api;

public sealed class ForecastApiTests(RunningStation station)
{
    [Fact]
    public async Task Run_ThenList_GivesTheForecastsAsIssuedAndTheQueue()
    {
        var id = await FilledAsync();
        var (status, report) = await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/forecasts?day=2024-07-08");
        Assert.Equal(
            (200, "2024-07-08", 144, 6),
            (
                status, report.GetProperty("base_day").GetString(), report.GetProperty("rows").GetInt32(),
                report.GetProperty("queued").GetInt32()));
        var all = await station.GetAsync($"/api/v1/sensors/{id}/forecasts");
        Assert.Equal(288, all.GetArrayLength());
        var first = all[0];
        Assert.Equal(
            ("flow_rate", "2024-07-08", 1, "2024-07-09 0:00", "flow_rate-1"),
            (
                first.GetProperty("quantity").GetString(), first.GetProperty("base_day").GetString(), first.GetProperty("step").GetInt32(),
                first.GetProperty("time").GetString(), first.GetProperty("model_version").GetString()));
        Assert.InRange(
            first.GetProperty("value").GetDouble(), first.GetProperty("p10").GetDouble(), first.GetProperty("p90").GetDouble());
        Assert.Equal(
            144, (await station.GetAsync($"/api/v1/sensors/{id}/forecasts?baseDay=2024-07-08&quantity=pressure")).GetArrayLength());
        Assert.Equal(0, (await station.GetAsync($"/api/v1/sensors/{id}/forecasts?baseDay=2024-07-07")).GetArrayLength());
        var waiting = (await station.GetAsync("/api/v1/deliveries?state=waiting&limit=10000")).EnumerateArray()
            .Where(row => row.GetProperty("sensor_id").GetString() == id && row.GetProperty("kind").GetString() == "forecast").ToList();
        Assert.Equal([6, 5, 4, 3, 2, 1], waiting.Select(row => row.GetProperty("step").GetInt32()));
        Assert.All(
            waiting,
            row =>
                Assert.Equal(
                    ("forecast", "waiting", "2024-07-08"),
                    (row.GetProperty("kind").GetString(), row.GetProperty("state").GetString(), row.GetProperty("base_day").GetString())));
    }

    [Theory]
    [InlineData("POST", "day=2024-02-30", 400, "day is \"2024-02-30\"")]
    [InlineData("POST", "day=9999-12-31", 400, "day is \"9999-12-31\"")]
    [InlineData("POST", "day=0001-01-01", 400, "day is \"0001-01-01\"")]
    [InlineData("POST", "day=2030-01-01", 422, "has no readings yet")]
    [InlineData("POST", "", 422, "has no finished day with at least 80 % of its readings")]
    [InlineData("GET", "baseDay=soon", 400, "baseDay is \"soon\"")]
    [InlineData("GET", "quantity=level", 400, "quantity is \"level\", expected flow_rate or pressure.")]
    public async Task Forecasts_WrongQuery_IsAProblem(string method, string query, int status, string expected)
    {
        var id = await station.AddSensorAsync();
        await station.AssertProblemAsync(status, expected, HttpMethod.Parse(method), $"/api/v1/sensors/{id}/forecasts?{query}");
    }

    private async Task<string> FilledAsync()
    {
        var id = await station.AddSensorAsync();
        var csv = SampleCsv.Write(new WaterSimulator(new SimulationOptions()).Generate(new DateTime(2024, 6, 30), 9 * 1440));
        Assert.Equal(200, (await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings", csv, "text/csv")).Status);
        return id;
    }
}

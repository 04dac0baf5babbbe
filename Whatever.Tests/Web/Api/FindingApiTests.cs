using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Api;

public sealed class FindingApiTests(RunningStation station)
{
    [Fact]
    public async Task Findings_Span_AreListedInOrderOfTime()
    {
        var id = await station.AddSensorAsync();
        await using (var db = await station.OpenAsync())
        {
            var sensor = db.Sensors.Single(row => row.Id == id);
            var midnight = sensor.At("2024-07-09 0:00");
            db.Findings.AddRange(
                new Finding
                {
                    SensorKey = sensor.Key,
                    Minute = midnight + 5,
                    Cause = AlarmCause.NightFlowStep,
                    QuantityCode = 0,
                    Score = 99.5,
                    Stage = OutlierStage.Serious,
                },
                new Finding
                {
                    SensorKey = sensor.Key,
                    Minute = midnight,
                    Cause = AlarmCause.NoData,
                    QuantityCode = -1,
                    Score = 95,
                    Stage = OutlierStage.Caution,
                },
                new Finding
                {
                    SensorKey = sensor.Key,
                    Minute = midnight + 1440,
                    Cause = AlarmCause.Forecast,
                    QuantityCode = 1,
                    Score = 91,
                    Stage = OutlierStage.Interest,
                });
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        var all = await station.GetAsync($"/api/v1/sensors/{id}/findings");
        Assert.Equal(3, all.GetArrayLength());
        Assert.Equal("""{"time":"2024-07-09 0:00","kind":"system","cause":"no_data","quantity":null,"score":95,"stage":2}""", all[0].GetRawText());
        Assert.Equal("""{"time":"2024-07-09 0:05","kind":"night_flow","cause":"night_flow_step","quantity":"flow_rate","score":99.5,"stage":4}""", all[1].GetRawText());
        Assert.Equal(2, (await station.GetAsync($"/api/v1/sensors/{id}/findings?from=2024-07-09&to=2024-07-09")).GetArrayLength());
        Assert.Equal(
            "pressure", (await station.GetAsync($"/api/v1/sensors/{id}/findings?from=2024-07-10"))[0].GetProperty("quantity").GetString());
    }

    [Fact]
    public async Task Findings_WrongQuery_IsAProblem()
    {
        var id = await station.AddSensorAsync();
        await station.AssertProblemAsync(400, "from is \"soon\"", HttpMethod.Get, $"/api/v1/sensors/{id}/findings?from=soon");
        await station.AssertProblemAsync(
            400, "expected from before to", HttpMethod.Get, $"/api/v1/sensors/{id}/findings?from=2024-07-10&to=2024-07-09");
        await station.AssertProblemAsync(404, "There is no sensor nobody", HttpMethod.Get, "/api/v1/sensors/nobody/findings");
    }
}

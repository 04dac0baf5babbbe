using CsCheck;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Monitoring;

public sealed class AlertPolicyTests
{
    private static readonly Gen<double> Flow = Gen.OneOf(Gen.Const(double.NaN), Gen.Const(200.0), Gen.Const(215.0), Gen.Const(230.0));
    private static readonly Gen<double> Pressure = Gen.OneOf(Gen.Const(double.NaN), Gen.Const(40.0), Gen.Const(50.0));

    [Fact]
    public async Task EveryOutlierMinute_LongOutlier_TellsEachMinute()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(0, 3, 3, 3, 0, 0));
        Assert.Equal(3, (await station.DetectNewAsync(sensor)).Alerts);
    }

    [Fact]
    public async Task StageChange_LongOutlier_TellsItsBeginAndItsEnd()
    {
        await using var station = await TestStation.StartAsync();
        await station.SetPolicyAsync(AlertPolicy.StageChange);
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(0, 3, 3, 1.5, 1.5, 0, 0));
        await station.DetectNewAsync(sensor);
        Assert.Equal([4, 1, 0], (await station.AlertsAsync()).Select(StageOf));
    }

    [Theory]
    [InlineData(AlertPolicy.EveryOutlierMinute)]
    [InlineData(AlertPolicy.StageChange)]
    public async Task Detect_MinuteByMinuteOrAtOnce_TellsTheSame(AlertPolicy policy)
    {
        await using var station = await TestStation.StartAsync();
        await station.SetPolicyAsync(policy);
        await Seeded.HoldsAsync(Gen.Select(Gen.Int[0, int.MaxValue], Gen.Select(Flow, Pressure).Array[1, 12]), 15, async sample =>
        {
            var (number, rows) = sample;
            var atOnce = await station.AddJudgedSensorAsync($"a{number}");
            var stepwise = await station.AddJudgedSensorAsync($"b{number}");
            await station.StoreAsync(atOnce, 28_000_000, [.. rows.Select(row => row.Item1)], [.. rows.Select(row => row.Item2)]);
            await station.DetectNewAsync(atOnce);
            foreach (var (index, row) in rows.Index())
            {
                await station.StoreAsync(stepwise, 28_000_000 + index, [row.Item1], [row.Item2]);
                await station.DetectNewAsync(stepwise);
            }

            var expected = (await station.AlertsAsync(atOnce.Id))
                .Select(json => json.Replace(atOnce.Id, stepwise.Id, StringComparison.Ordinal));
            Assert.Equal(expected, await station.AlertsAsync(stepwise.Id));
        });
    }

    private static int StageOf(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty("outlier_stage").GetInt32();
    }
}

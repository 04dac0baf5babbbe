using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>A minute that was judged is judged again only where it changed.</summary>
public sealed class RejudgementTests
{
    [Fact]
    public async Task DetectNew_PressureGetsCriteriaLater_LeavesTheFlowsJudgementsAlone()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync(withPressure: false);
        var start = sensor.At("2024-07-08 0:00");
        await station.StoreAsync(sensor, start, DetectionSetup.Flows(0, 3, 0), [40, 40, 48]);
        await station.DetectNewAsync(sensor);
        var flowBefore = await FlowAsync(station);

        // The flow would be judged otherwise today.
        Assert.Empty(await station.Get<ThresholdEditor>().SaveAsync(
            new ThresholdDraft
            {
                SensorKey = sensor.Key,
                Quantity = Quantity.FlowRate,
                Settings = new OutlierSettings { Interest = 50, Caution = 60, Alert = 70, Serious = 80 },
                Reason = "test",
                Who = "Kim",
            },
            TestStation.Cancellation));
        var enough = Enumerable.Range(0, 1500).Select(i => 40.0 + (i % 5)).ToArray();
        Assert.NotNull(
            await station.Get<CriteriaBuilder>()
                .BuildFromInitialDataAsync(sensor.Key, Quantity.Pressure, enough, TestStation.Cancellation));
        await station.DetectNewAsync(sensor);
        Assert.Equal(flowBefore, await FlowAsync(station));
        await using var db = await station.OpenAsync();
        Assert.Equal(3, await db.Judgements.CountAsync(row => row.PressureStage != null, TestStation.Cancellation));
    }

    [Fact]
    public async Task DetectNew_MoreSpansThanAStatementHasParameters_ForgetsAllOfThem()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        await using var db = await station.OpenAsync();
        await db.Database.ExecuteSqlRawAsync(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) INSERT INTO stale_spans (sensor_key, "
                + "from_minute, to_minute, work) SELECT 1, i * 2, i * 2, 1 FROM n",
            TestStation.Cancellation);
        await db.Database.ExecuteSqlRawAsync("UPDATE stale_spans SET from_minute = 0, to_minute = 80000", TestStation.Cancellation);
        await station.DetectNewAsync(sensor);
        Assert.Equal(0, await db.StaleSpans.CountAsync(TestStation.Cancellation));
    }

    [Theory]
    [InlineData("0-9", "", "0-9")]
    [InlineData("0-9", "0-9", "")]
    [InlineData("0-9", "3-4", "0-2 5-9")]
    [InlineData("0-9 20-29", "5-24", "0-4 25-29")]
    [InlineData("0-9", "0-2 8-9", "3-7")]
    public void Subtract_Ranges_LeavesTheRest(string ranges, string covered, string expected) =>
        Assert.Equal(Parse(expected), MinuteSpan.Subtract(Parse(ranges), Parse(covered)));

    private static List<MinuteSpan> Parse(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split('-'))
        .Select(
            pair =>
                new MinuteSpan(
                    int.Parse(pair[0], System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)))];

    private static async Task<string[]> FlowAsync(TestStation station)
    {
        await using var db = await station.OpenAsync();
        return await db.Judgements.OrderBy(row => row.Minute).Select(row => $"{row.Minute} {row.FlowRateStage} {row.FlowRatePercentile}")
            .ToArrayAsync(TestStation.Cancellation);
    }
}

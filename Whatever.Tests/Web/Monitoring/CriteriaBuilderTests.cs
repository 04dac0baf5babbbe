using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Monitoring;

public sealed class CriteriaBuilderTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Rebuild_EnoughReadings_FitsMeanAndSampleDeviation()
    {
        await station.StoreAsync(sensor, 28_000_000, [.. Enumerable.Range(0, 1440).Select(i => i % 2 == 0 ? 190.0 : 210), double.NaN]);
        var built = await RebuildAsync(Quantity.FlowRate);
        Assert.Equal(
            (1, 200, 1440, CriteriaOrigin.StoredReadings, 28_000_000, 28_001_440),
            (built!.Version, built.Mean, built.Count, built.Origin, built.FromMinute, built.ToMinute));
        Assert.Equal(Math.Sqrt(1440 * 100 / 1439.0), built.StandardDeviation, 9);
        Assert.Null(await RebuildAsync(Quantity.Pressure));
    }

    [Fact]
    public async Task Rebuild_Again_IsANewVersionOfTheLastYear()
    {
        await station.StoreAsync(sensor, 27_000_000, [.. Enumerable.Repeat(1.0, 1440)]);
        Assert.Equal(1, (await RebuildAsync(Quantity.FlowRate))!.Mean);
        await station.StoreAsync(sensor, 28_000_000, [.. Enumerable.Repeat(5.0, 1440)]);
        var second = await RebuildAsync(Quantity.FlowRate);
        Assert.Equal((2, 5, 1440), (second!.Version, second.Mean, second.Count));
        Assert.Equal(2, (await CurrentAsync())!.Version);
        Assert.Equal(2, await station.QueryAsync(db => db.Criteria.CountAsync(TestStation.Cancellation)));
    }

    [Theory]
    [InlineData(1439, false)]
    [InlineData(1440, true)]
    public async Task BuildFromInitialData_Length_Decides(int values, bool expected)
    {
        var built = await station.Get<CriteriaBuilder>().BuildFromInitialDataAsync(
            sensor.Key, Quantity.FlowRate, [.. Enumerable.Range(0, values).Select(i => (double)i), double.NaN], TestStation.Cancellation);
        Assert.Equal(expected, built is not null);
        Assert.Equal(expected ? CriteriaOrigin.InitialData : null, (await CurrentAsync())?.Origin);
    }

    [Fact]
    public async Task Job_Rebuild_SaysHowManyWereBuilt()
    {
        await station.StoreAsync(sensor, 28_000_000, [.. Enumerable.Repeat(1.0, 1440)]);
        await station.Get<JobRunner>().RunAsync("RebuildCriteria", RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            (RunOutcome.Succeeded, "1 criteria rebuilt, 1 left as they were for want of readings."),
            (run.Outcome, run.Message?.ToString()));
    }

    [Fact]
    public async Task Job_Detect_ReportsAllSensorsTogether()
    {
        var judged = await station.AddJudgedSensorAsync("judged");
        await station.StoreAsync(judged, 28_000_000, DetectionSetup.Flows(0, 3));
        await station.StoreAsync(sensor, 28_000_000, [1, 2]);
        await station.Get<JobRunner>().RunAsync("DetectOutliers", RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.SingleAsync(TestStation.Cancellation));
        Assert.Equal((RunOutcome.Succeeded, "2 values judged, 1 outlier, 1 alert queued."), (run.Outcome, run.Message?.ToString()));
    }

    [Theory]
    [InlineData(new[] { 0, 5, 6, 9 }, new[] { 0, 9 })]
    [InlineData(new[] { 6, 9, 0, 4 }, new[] { 0, 4, 6, 9 })]
    [InlineData(new[] { 0, 20, 3, 5, 30, 30 }, new[] { 0, 20, 30, 30 })]
    public void Merge_Spans_CoversTheSameMinutesOnce(int[] spans, int[] expected) => Assert.Equal(
        expected.Chunk(2).Select(pair => new MinuteSpan(pair[0], pair[1])),
        MinuteSpan.Merge(spans.Chunk(2).Select(pair => new MinuteSpan(pair[0], pair[1]))));

    private Task<CriteriaVersion?> RebuildAsync(Quantity quantity) =>
        station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, quantity, TestStation.Cancellation);

    private Task<CriteriaVersion?> CurrentAsync() =>
        station.Get<CriteriaBuilder>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
}

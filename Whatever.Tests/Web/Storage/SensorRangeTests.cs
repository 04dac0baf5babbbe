using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Monitoring;
using Whatever.Web.Retention;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class SensorRangeTests : IAsyncLifetime
{
    /// <summary>The beginning of an hour, and of a day in Seoul.</summary>
    private const int From = 28_000_020 - (28_000_020 % 1440) - 540;

    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Write_ValueThatCannotBe_IsStoredAsMeasuredAndCountsNowhere()
    {
        var counts = await station.StoreAsync(sensor, From, [1, 1e300, 3, 4], [300, 310, -9999, 320]);
        Assert.Equal(2, counts.OutOfRange);
        Assert.Equal([1.0, 1e300, 3, 4], (await station.ReadingsAsync(sensor)).Select(row => row.FlowRate!.Value));
        await using var db = await station.OpenAsync();
        var rollup = await db.HourlyRollups.SingleAsync(TestStation.Cancellation);
        Assert.Equal(
            (3, 8.0 / 3, 4.0, 3, 310.0, 300.0),
            (rollup.FlowRateCount, rollup.FlowRateMean!.Value, rollup.FlowRateMax!.Value, rollup.PressureCount, rollup.PressureMean!.Value,
                rollup.PressureMin!.Value));
        Assert.Equal([1, double.NaN, 3, 4], DenseReadings.Read(db, sensor.Key, From, From + 3, 1).FlowRate);
        var day = WallClockDay.Read(db, sensor, DateOnly.FromDateTime(sensor.Clock.ToLocal(From)));
        Assert.Equal([300, 310, double.NaN, 320], day.Pressure[..4]);
        Assert.Equal([1, double.NaN, 3, 4], ReadingReader.ReadUsable(db, sensor.Key, From, From + 3).FlowRate);
    }

    [Fact]
    public async Task Save_RangeOfTheMeter_StaysAndOneGivenBackIsLearned()
    {
        await StoreDaysAsync(3);
        await station.StoreAsync(sensor, From - 60, [5000, 5000]);
        await SayAsync(0, 110);
        Assert.Equal((RangeOrigin.Person, 110.0), await FlowRangeAsync());
        Assert.NotNull(await station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
        Assert.Equal((RangeOrigin.Person, 110.0), await FlowRangeAsync());
        Assert.All(await MaximaAsync(), max => Assert.InRange(max, 0, 110));
        await SayAsync(null, null);
        var (origin, high) = await FlowRangeAsync();
        Assert.Equal(RangeOrigin.Learned, origin);
        Assert.InRange(high, 6000, 7000);
        Assert.Contains(5000, await MaximaAsync());
    }

    [Fact]
    public async Task Rebuild_CodesAmongTheReadings_AreOutsideAndNotLearned()
    {
        await StoreDaysAsync(3);
        await station.StoreAsync(sensor, From + 600, [-9999, -9999, -9999, 65_535, 65_535]);
        var built = await station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal((RangeOrigin.Learned, 6500.0), await FlowRangeAsync());
        Assert.InRange(built!.Mean, 95, 105);
        Assert.Equal((3 * 1440) - 5, built.Count);
    }

    /// <summary>Before a district is connected nearly nothing flows: what comes then is water all the same.</summary>
    [Fact]
    public async Task Import_FileOfOtherWater_IsNotHiddenByWhatWasLearned()
    {
        await station.StoreAsync(
            sensor, From - (4 * 1440), [.. Enumerable.Range(0, 3 * 1440).Select(minute => 0.02 + (minute % 3 * 0.001))]);
        await station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.InRange((await FlowRangeAsync()).High, 1, 2);
        var rows = Enumerable.Range(0, 4 * 1440).Select(minute => FormattableString.Invariant(
            $"{sensor.Clock.ToLocal(From + minute):yyyy-MM-dd HH:mm},{20 + (minute % 7)}\n"));
        var report = await station.ImportAsync(sensor, "time,flow_rate\n" + string.Concat(rows));
        Assert.Equal(0, report.OutOfRange);
        Assert.Contains(26, await MaximaAsync());
    }

    [Fact]
    public async Task Run_ValuesOutsideOfYesterday_AreLearnedFrom()
    {
        await StoreDaysAsync(3);
        await station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        await station.StoreAsync(sensor, From + (3 * 1440), [.. Enumerable.Range(0, 1440).Select(minute => 9000.0 + minute)]);
        await station.Get<RangeUpkeep>().RunAsync(TestStation.Cancellation);
        Assert.InRange((await FlowRangeAsync()).High, 400_000, 1e6);
    }

    [Theory]
    [InlineData("L/s", 277_000, 278_000)]
    [InlineData("parsec/h", 1e9, 1e9)]
    public async Task Change_UnitOfTheFlow_HasItsRange(string unit, double from, double to)
    {
        await StoreDaysAsync(3);
        Assert.Empty(await station.Get<StationEditor>().UpdateSensorAsync(
            sensor.Key, draft => draft with { FlowRateUnit = unit }, cancellation: TestStation.Cancellation));
        var (origin, high) = await FlowRangeAsync();
        Assert.Equal(RangeOrigin.Unit, origin);
        Assert.InRange(high, from, to);
    }

    /// <summary>As after an update from a version that knew no ranges.</summary>
    [Fact]
    public async Task Ensure_SensorWithoutRanges_HasTheirRollUpsMended()
    {
        await station.ExecuteAsync("DELETE FROM sensor_ranges");
        await station.StoreAsync(sensor, From, [1, 1e300, 3]);
        Assert.Contains(1e300, await MaximaAsync());
        await using (var db = await station.OpenAsync())
        {
            await SensorRangeStore.EnsureAsync(db, TestStation.Cancellation);
        }

        Assert.Equal([3.0], await MaximaAsync());
    }

    private async Task StoreDaysAsync(int days) => await station.StoreAsync(
        sensor, From, [.. Enumerable.Range(0, days * 1440).Select(minute => 100 + (30 * Math.Sin(minute * Math.Tau / 1440)))]);

    private async Task SayAsync(double? low, double? high) => Assert.Empty(
        await station.Get<ThresholdEditor>().SaveAsync(
            new ThresholdDraft
            {
                SensorKey = sensor.Key,
                Quantity = Quantity.FlowRate,
                Who = "Kim",
                Reason = "Nameplate",
                Settings = new OutlierSettings { RangeMinimum = low, RangeMaximum = high },
            }, TestStation.Cancellation));

    private async Task<(RangeOrigin Origin, double High)> FlowRangeAsync()
    {
        await using var db = await station.OpenAsync();
        var range = await db.SensorRanges.SingleAsync(row => row.Quantity == Quantity.FlowRate, TestStation.Cancellation);
        return (range.Origin, range.High);
    }

    private async Task<List<double>> MaximaAsync()
    {
        await using var db = await station.OpenAsync();
        return await db.HourlyRollups.Where(rollup => rollup.FlowRateMax != null).Select(rollup => rollup.FlowRateMax!.Value)
            .ToListAsync(TestStation.Cancellation);
    }
}

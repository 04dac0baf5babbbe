using CsCheck;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class RollupProperties
{
    private const string Recomputed =
        """
        SELECT CAST(floor(minute / 60.0) AS INTEGER) AS hour, COUNT(flow_rate) AS flow_rate_count, AVG(flow_rate) AS flow_rate_mean,
               MIN(flow_rate) AS flow_rate_min, MAX(flow_rate) AS flow_rate_max, COUNT(pressure) AS pressure_count, AVG(pressure) AS pressure_mean,
               MIN(pressure) AS pressure_min, MAX(pressure) AS pressure_max, sensor_key
        FROM readings WHERE sensor_key = {0} GROUP BY 1 ORDER BY 1
        """;

    private static readonly Gen<double> Value = Gen.Frequency((3, Gen.Double[-100, 100]), (1, Gen.Const(double.NaN)));

    /// <summary>Minutes around 1970 and around a point three days later, so that runs are split and hours are negative.</summary>
    private static readonly Gen<(int Minute, double FlowRate, double Pressure)> Row = Gen.Select(
        Gen.OneOf(Gen.Int[-130, 130], Gen.Int[4_300, 4_400]), Value, Value);

    [Fact]
    public async Task Rollups_AfterBatchesInAnyOrder_EqualWhatTheMinutesSay()
    {
        await using var station = await TestStation.StartAsync();
        await Seeded.HoldsAsync(Gen.Select(Gen.Int[0, int.MaxValue], Row.Array[0, 80].Array[1, 6]), 60, async sample =>
        {
            var sensor = await station.AddSensorAsync(new() { Id = $"s{sample.Item1}" });
            var expected = new SortedDictionary<int, (double FlowRate, double Pressure)>();
            foreach (var batch in sample.Item2)
            {
                await station.StoreAsync(sensor, Merge(batch, expected));
            }

            await AssertStoredAsync(station, sensor, expected);
            await AssertRollupsAsync(station, sensor);
        });
    }

    private static ReadingColumns Merge(
        (int Minute, double FlowRate, double Pressure)[] batch, SortedDictionary<int, (double FlowRate, double Pressure)> stored)
    {
        var rows = batch.DistinctBy(row => row.Minute).OrderBy(row => row.Minute).ToList();
        foreach (var row in rows)
        {
            (double FlowRate, double Pressure) before = stored.TryGetValue(row.Minute, out var known) ? known : (double.NaN, double.NaN);
            stored[row.Minute] = (
                double.IsNaN(row.FlowRate) ? before.FlowRate : row.FlowRate, double.IsNaN(row.Pressure) ? before.Pressure : row.Pressure);
        }

        return new ReadingColumns(
            [.. rows.Select(row => row.Minute)], [.. rows.Select(row => row.FlowRate)], [.. rows.Select(row => row.Pressure)]);
    }

    private static async Task AssertStoredAsync(
        TestStation station, Sensor sensor, SortedDictionary<int, (double FlowRate, double Pressure)> expected)
    {
        var stored = await station.ReadingsAsync(sensor);
        Assert.Equal(
            expected.Select(row => (row.Key, row.Value.FlowRate, row.Value.Pressure)),
            stored.Select(row => (row.Minute, row.FlowRate ?? double.NaN, row.Pressure ?? double.NaN)));
    }

    private static async Task AssertRollupsAsync(TestStation station, Sensor sensor)
    {
        await using var db = await station.OpenAsync();
        var expected = await db.HourlyRollups.FromSqlRaw(Recomputed, sensor.Key).AsNoTracking().ToListAsync(TestStation.Cancellation);
        var kept = await db.HourlyRollups.AsNoTracking().Where(rollup => rollup.SensorKey == sensor.Key).OrderBy(rollup => rollup.Hour)
            .ToListAsync(TestStation.Cancellation);
        Assert.Equal(
            expected.OrderBy(rollup => rollup.Hour).Select(Exact),
            kept.Select(Exact));
        foreach (var (wanted, found) in expected.OrderBy(rollup => rollup.Hour).Zip(kept))
        {
            Assert.Equal(wanted.FlowRateMean ?? 0, found.FlowRateMean ?? 0, 9);
            Assert.Equal(wanted.PressureMean ?? 0, found.PressureMean ?? 0, 9);
        }
    }

    private static (int, int, bool, double?, double?, int, bool, double?, double?) Exact(HourlyRollup rollup) => (
        rollup.Hour, rollup.FlowRateCount, rollup.FlowRateMean is null, rollup.FlowRateMin, rollup.FlowRateMax,
        rollup.PressureCount, rollup.PressureMean is null, rollup.PressureMin, rollup.PressureMax);
}

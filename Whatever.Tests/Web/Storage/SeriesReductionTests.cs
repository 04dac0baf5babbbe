using CsCheck;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class SeriesReductionTests : IAsyncLifetime
{
    private const int First = 28_000_000;
    private const int Days = 40;
    private TestStation station = null!;
    private Sensor sensor = null!;
    private List<Reading> stored = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        var random = new Random(7);
        var minutes = Enumerable.Range(First, Days * 1440).Where(_ => random.Next(20) > 0).ToArray();
        await station.StoreAsync(sensor, new ReadingColumns(minutes, Array.ConvertAll(minutes, Value), Array.ConvertAll(minutes, Value)));
        stored = await station.ReadingsAsync(sensor);

        double Value(int minute) => random.Next(15) == 0 ? double.NaN : Math.Round((random.NextDouble() * 100) - 20, 3);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Read_AnySpan_EqualsARecomputationAndFitsTheScreen()
    {
        var queries = new SeriesQueries(station.Get<IDbContextFactory<StationDbContext>>());
        await Seeded.HoldsAsync(
            Gen.Select(Gen.Int[-2_000, Days * 1440], Gen.OneOf(Gen.Int[0, 1600], Gen.Int[1500, 20_000], Gen.Int[14_000, 200_000])), 40,
            async span =>
        {
            var from = First + span.Item1;
            var series = await queries.ReadAsync(sensor.Key, from, from + span.Item2, TestStation.Cancellation);
            Assert.InRange(series.Points.Count, 0, 1502);
            Assert.True(series.FromMinute <= from && from - series.FromMinute < series.BucketMinutes);
            Assert.True(series.BucketMinutes == 1 || series.Points.All(point => point.Minute % series.BucketMinutes == 0));
            var last = series.BucketMinutes % 60 == 0 && span.Item2 >= 14_400 ? ((from + span.Item2) / 60 * 60) + 59 : from + span.Item2;
            AssertPoints(series.Points, series.FromMinute, last, series.BucketMinutes);
        });
    }

    [Theory]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(1440)]
    public async Task ReadBuckets_AnyWidth_EqualsARecomputation(int bucket)
    {
        await using var db = await station.OpenAsync();
        AssertPoints(ReadingReader.ReadBuckets(db, sensor.Key, First + 13, First + 9_999, bucket), First + 13, First + 9_999, bucket);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(24)]
    public async Task ReadRollupBuckets_AnyWidth_EqualsARecomputationFromMinutes(int hours)
    {
        await using var db = await station.OpenAsync();
        var fromHour = (First / 60) + 1;
        var toHour = fromHour + 500;
        AssertPoints(
            ReadingReader.ReadRollupBuckets(db, sensor.Key, fromHour, toHour, hours), fromHour * 60, (toHour * 60) + 59, hours * 60);
    }

    [Fact]
    public async Task ReadMinutes_Span_IsInclusiveAtBothEnds()
    {
        await using var db = await station.OpenAsync();
        var (from, to) = (stored[10].Minute, stored[20].Minute);
        var rows = ReadingReader.ReadMinutes(db, sensor.Key, from, to);
        Assert.Equal(stored[10..21].Select(row => (row.Minute, row.FlowRate ?? double.NaN)), rows.Minutes.Zip(rows.FlowRate));
    }

    private void AssertPoints(IReadOnlyList<SeriesPoint> points, int from, int to, int bucket)
    {
        var expected = stored.Where(row => row.Minute >= from && row.Minute <= to).GroupBy(row => (row.Minute - from) / bucket)
            .OrderBy(group => group.Key).ToList();
        Assert.Equal(expected.Select(group => from + (group.Key * bucket)), points.Select(point => point.Minute));
        foreach (var (rows, point) in expected.Zip(points))
        {
            AssertAggregate([.. rows.Select(row => row.FlowRate).OfType<double>()], point.FlowRate);
            AssertAggregate([.. rows.Select(row => row.Pressure).OfType<double>()], point.Pressure);
        }
    }

    private static void AssertAggregate(double[] values, Aggregate aggregate)
    {
        Assert.Equal(values.Length, aggregate.Count);
        Assert.Equal(values.Length == 0 ? double.NaN : values.Average(), aggregate.Mean, 1e-9);
        Assert.Equal(values.Length == 0 ? double.NaN : values.Min(), aggregate.Min);
        Assert.Equal(values.Length == 0 ? double.NaN : values.Max(), aggregate.Max);
    }
}

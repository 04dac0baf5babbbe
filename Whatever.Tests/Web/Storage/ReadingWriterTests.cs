using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class ReadingWriterTests : IAsyncLifetime
{
    private const double Missing = double.NaN;
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Write_MissingValue_NeverErasesAStoredOne()
    {
        await station.StoreAsync(sensor, 0, [1, 2, Missing], [Missing, 20, 30]);
        var counts = await station.StoreAsync(sensor, 0, [Missing, Missing, 3], [10, Missing, Missing]);
        Assert.Equal(new WriteCounts(0, 2, 1), counts);
        Assert.Equal(
            [(1.0, 10.0), (2, 20), (3, 30)],
            (await station.ReadingsAsync(sensor)).Select(row => (row.FlowRate!.Value, row.Pressure!.Value)));
    }

    [Fact]
    public async Task Write_SameReadingsAgain_ChangesNothingAndLeavesNothingToJudge()
    {
        await station.StoreAsync(sensor, 0, [1, Missing, 0.1 + 0.2]);
        await station.ExecuteAsync("DELETE FROM stale_spans");
        Assert.Equal(new WriteCounts(0, 0, 3), await station.StoreAsync(sensor, 0, [1, Missing, 0.1 + 0.2]));
        Assert.Empty(await SpansAsync());
    }

    [Fact]
    public async Task Write_ZeroIsAValue_NotAMissingOne()
    {
        await station.StoreAsync(sensor, 0, [5]);
        Assert.Equal(new WriteCounts(0, 1, 0), await station.StoreAsync(sensor, 0, [0]));
        Assert.Equal(0, (await station.ReadingsAsync(sensor)).Single().FlowRate);
    }

    [Fact]
    public async Task Write_NewAndChangedMinutes_AreNotedAsUnjudged()
    {
        await station.StoreAsync(sensor, 100, [1, 2, 3, 4, 5]);
        await station.ExecuteAsync("DELETE FROM stale_spans");
        await station.StoreAsync(sensor, 100, [1, 9, 3, 9, 5]);
        Assert.Equal([(101, 101), (103, 103)], await SpansAsync());
    }

    [Fact]
    public async Task Write_RowsAYearApart_NotesTwoSpansAndNotTheYearBetween()
    {
        const int year = 525_600;
        await station.StoreAsync(sensor, new ReadingColumns([7, 7 + year], [1, 2], [3, 4]));
        Assert.Equal([(7, 7), (7 + year, 7 + year)], await SpansAsync());
        Assert.Equal(
            [0, year / 60],
            await station.QueryAsync(db => db.HourlyRollups.Select(rollup => rollup.Hour).ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Write_MinutesBefore1970_BelongToTheirOwnHour()
    {
        await station.StoreAsync(sensor, -61, [.. Enumerable.Range(0, 63).Select(i => (double)i)]);
        var rollups = await station.QueryAsync(db => db.HourlyRollups.OrderBy(rollup => rollup.Hour).ToListAsync(TestStation.Cancellation));
        Assert.Equal(
            [(-2, 1, 0.0), (-1, 60, 30.5), (0, 2, 61.5)],
            rollups.Select(rollup => (rollup.Hour, rollup.FlowRateCount, rollup.FlowRateMean!.Value)));
    }

    [Fact]
    public async Task Write_RolledBack_StoresNothing()
    {
        await using (var db = await station.OpenAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestStation.Cancellation);
            ReadingWriter.Write(db, sensor.Key, StationActions.Columns(0, [1, 2]), History.EverythingIsTold, TestStation.Cancellation);
            await transaction.RollbackAsync(TestStation.Cancellation);
        }

        Assert.Empty(await station.ReadingsAsync(sensor));
        Assert.Empty(await SpansAsync());
        Assert.Equal(0, await station.QueryAsync(db => db.HourlyRollups.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Write_WithoutATransaction_IsRefused()
    {
        await using var db = await station.OpenAsync();
        Assert.Throws<InvalidOperationException>(
            () => ReadingWriter.Write(db, sensor.Key, StationActions.Columns(0, [1]), History.EverythingIsTold, TestStation.Cancellation));
    }

    [Fact]
    public async Task Write_Cancelled_StoresNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => station.Get<ReadingStore>().StoreAsync(sensor.Key, StationActions.Columns(0, [1]), cancellation: cancelled.Token));
        Assert.Empty(await station.ReadingsAsync(sensor));
    }

    [Fact]
    public async Task Write_OfOneSensor_LeavesTheOtherAlone()
    {
        var other = await station.AddSensorAsync(new() { Id = "other" });
        await station.StoreAsync(sensor, 0, [1]);
        await station.StoreAsync(other, 0, [2]);
        Assert.Equal(1, (await station.ReadingsAsync(sensor)).Single().FlowRate);
        Assert.Equal(2, (await station.ReadingsAsync(other)).Single().FlowRate);
        Assert.Equal(2, await station.QueryAsync(db => db.HourlyRollups.CountAsync(TestStation.Cancellation)));
    }

    [Theory]
    [InlineData(new[] { 1, 1 }, 2)]
    [InlineData(new[] { 2, 1 }, 2)]
    [InlineData(new[] { 1, 2 }, 1)]
    public void Validate_ColumnsThatDoNotFit_AreRefused(int[] minutes, int values) =>
        Assert.Throws<ArgumentException>(() => new ReadingColumns(minutes, new double[values], new double[values]).Validate());

    private Task<List<(int From, int To)>> SpansAsync() => station.QueryAsync(async db =>
        (await db.StaleSpans.OrderBy(span => span.FromMinute).ToListAsync(TestStation.Cancellation))
            .ConvertAll(span => (span.FromMinute, span.ToMinute)));
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class DenseReadingsTests
{
    private const int From = 28_000_020;

    [Fact]
    public async Task Read_Interval_PutsReadingsIntoTheirSlots()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(
            sensor, From - 1, [1, 2, double.NaN, 4, 5, 6, 7, 8], [11, 12, double.NaN, 14, 15, 16, double.NaN, double.NaN]);
        await using var db = await station.OpenAsync();
        var minutes = DenseReadings.Read(db, sensor.Key, From, From + 8, 1);
        Assert.Equal((From, From + 8), (minutes.StartMinute, minutes.EndMinute));
        Assert.Equal([2, double.NaN, 4, 5, 6, 7, 8, double.NaN, double.NaN], minutes.FlowRate);
        var slots = DenseReadings.Read(db, sensor.Key, From + 2, From + 8, 5);
        Assert.Equal((From, From + 5), (slots.StartMinute, slots.EndMinute));
        Assert.Equal([6, 8], slots.Of(Quantity.FlowRate));
        Assert.Equal([16, double.NaN], slots.Of(Quantity.Pressure));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    public async Task Read_EndBeforeTheBeginning_IsEmpty(int interval, int expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        Assert.Equal(expected, DenseReadings.Read(db, sensor.Key, From, From - 1, interval).FlowRate.Length);
    }

    [Theory]
    [InlineData(-9, -1, "1 2 3")]
    [InlineData(-9, 0, "NaN 2 3")]
    [InlineData(-9, 4, "NaN 2 3")]
    [InlineData(5, 5, "1 NaN 3")]
    [InlineData(9, 10, "1 NaN NaN")]
    [InlineData(14, 99, "1 2 NaN")]
    [InlineData(15, 99, "1 2 3")]
    [InlineData(-99, 99, "NaN NaN NaN")]
    public async Task Remove_Span_TakesOutTheSlotsThatItTouches(int from, int to, string expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(
            sensor, From, [1, double.NaN, double.NaN, double.NaN, double.NaN, 2, double.NaN, double.NaN, double.NaN, double.NaN, 3]);
        await using var db = await station.OpenAsync();
        var readings = DenseReadings.Read(db, sensor.Key, From, From + 14, 5);
        readings.Remove(From + from, From + to);
        Assert.Equal(
            expected.Split(' ').Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)), readings.FlowRate);
    }

    [Fact]
    public async Task SaveFindings_SpanAgain_HasOnlyTheNewOnes()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        await db.Database.OpenConnectionAsync(TestStation.Cancellation);
        using (var writer = new MonitoringWriter(db))
        {
            writer.SaveFindings(sensor.Key, [.. Enumerable.Range(0, 10).Select(i => Found(From + i, null))]);
            writer.DropFindings(sensor.Key, From + 3, From + 8);
            writer.SaveFindings(sensor.Key, [Found(From + 5, Quantity.Pressure), Found(From + 5, Quantity.Pressure)]);
        }

        var findings = await db.Findings.AsNoTracking().OrderBy(finding => finding.Minute).ToListAsync(TestStation.Cancellation);
        Assert.Equal([From, From + 1, From + 2, From + 5, From + 9], findings.Select(finding => finding.Minute));
        Assert.Equal((Quantity.Pressure, 98.5, OutlierStage.Alert), (findings[3].Quantity, findings[3].Score, findings[3].Stage));
        Assert.Null(findings[4].Quantity);
    }

    [Fact]
    public async Task Finish_Span_StaysForWhatIsNotDone()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        await db.Database.OpenConnectionAsync(TestStation.Cancellation);
        var span = new StaleSpan { SensorKey = sensor.Key, FromMinute = From, ToMinute = From + 9, Work = StaleWork.All };
        db.StaleSpans.Add(span);
        await db.SaveChangesAsync(TestStation.Cancellation);
        using var writer = new MonitoringWriter(db);
        writer.Finish(span, StaleWork.None);
        Assert.Equal(StaleWork.All, (await SpanAsync()).Work);
        writer.Finish(span, StaleWork.Events);
        Assert.Equal((StaleWork.Values, From + 9), ((await SpanAsync()).Work, (await SpanAsync()).ToMinute));
        writer.Finish(span, StaleWork.All);
        Assert.Equal(0, await db.StaleSpans.CountAsync(TestStation.Cancellation));

        Task<StaleSpan> SpanAsync() => db.StaleSpans.AsNoTracking().SingleAsync(TestStation.Cancellation);
    }

    [Fact]
    public async Task Finish_MinutesThatWaitForCriteria_AreOneSpanAndOnlyAsLongAsItWas()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        await db.Database.OpenConnectionAsync(TestStation.Cancellation);
        StaleSpan[] spans =
        [
            .. Enumerable.Range(From, 4).Select(
                minute => new StaleSpan
                {
                    SensorKey = sensor.Key,
                    FromMinute = minute,
                    ToMinute = minute,
                    Work = StaleWork.All,
                    ToldFromMinute = minute - History.Minutes,
                }),
        ];
        db.StaleSpans.AddRange(spans);
        await db.SaveChangesAsync(TestStation.Cancellation);
        using var writer = new MonitoringWriter(db);
        foreach (var span in spans.Take(3))
        {
            writer.Finish(span, StaleWork.Events);
        }

        var waiting = await db.StaleSpans.AsNoTracking().OrderBy(span => span.FromMinute).ToListAsync(TestStation.Cancellation);
        Assert.Equal(
            [(From, From + 2, StaleWork.Values), (From + 3, From + 3, StaleWork.All)],
            waiting.Select(span => (span.FromMinute, span.ToMinute, span.Work)));

        // Who read it before it grew has not judged all of it.
        writer.Finish(spans[0], StaleWork.All);
        Assert.Equal(2, await db.StaleSpans.CountAsync(TestStation.Cancellation));
        writer.Finish(waiting[0], StaleWork.All);
        Assert.Equal(1, await db.StaleSpans.CountAsync(TestStation.Cancellation));
    }

    [Fact]
    public async Task Save_StateAndSnapshotAgain_AreTheNewOnes()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await using var db = await station.OpenAsync();
        await db.Database.OpenConnectionAsync(TestStation.Cancellation);
        using var writer = new MonitoringWriter(db);
        writer.Save(new SensorState { SensorKey = sensor.Key, ThroughMinute = From, State = "{}", Revision = 1 });
        writer.Save(new SensorState { SensorKey = sensor.Key, ThroughMinute = From + 1, IsLive = true, State = "{1}", Revision = 2 });
        var stored = await db.SensorStates.AsNoTracking().SingleAsync(TestStation.Cancellation);
        Assert.Equal((From + 1, true, "{1}", 2), (stored.ThroughMinute, stored.IsLive, stored.State, stored.Revision));
        writer.SaveSnapshot(sensor.Key, From, "{}");
        writer.SaveSnapshot(sensor.Key, From, "{2}");
        Assert.Equal("{2}", (await db.StateSnapshots.AsNoTracking().SingleAsync(TestStation.Cancellation)).State);
    }

    private static MinuteFinding Found(int minute, Quantity? quantity) => new(minute, AlarmCause.Stuck, quantity, 98.5, OutlierStage.Alert);
}

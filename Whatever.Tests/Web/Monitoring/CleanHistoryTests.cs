using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>Criteria are fitted to what was normal: two days of water at 200, with hours at 500 that a person spoke about.</summary>
public sealed class CleanHistoryTests : IAsyncLifetime
{
    private const int Minutes = 2880;
    private const int Wild = 600;
    private const int WildMinutes = 240;
    private static readonly int Begin = StationClock.MinuteOf(TestStation.Noon) - Minutes;
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        await station.StoreAsync(
            sensor, Begin,
            [.. Enumerable.Range(0, Minutes).Select(i => i is >= Wild and < Wild + WildMinutes ? 500.0 : i % 2 == 0 ? 190 : 210)]);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData(null, false)]
    [InlineData(AlarmVerdict.Real, true)]
    [InlineData(AlarmVerdict.Maintenance, true)]
    [InlineData(AlarmVerdict.False, false)]
    [InlineData(AlarmVerdict.Unknown, false)]
    public async Task Fit_AlarmWithAVerdict_LeavesOutWhatWasNotNormal(AlarmVerdict? verdict, bool isLeftOut)
    {
        await OpenAsync(Begin + Wild, Begin + Wild + WildMinutes - 1);
        if (verdict is { } known)
        {
            Assert.Null(
                await station.Get<AlarmEditor>()
                    .JudgeAsync((await station.OnlyAlarmAsync()).Id, "Kim", known, cancellation: TestStation.Cancellation));
        }

        Assert.Equal(isLeftOut ? Minutes - WildMinutes : Minutes, await CountAsync());
    }

    [Fact]
    public async Task Fit_ConfirmedAlarmThatStands_LeavesOutEverythingSince()
    {
        await OpenAsync(Begin + Minutes - 300, null);
        Assert.Null(
            await station.Get<AlarmEditor>()
                .JudgeAsync((await station.OnlyAlarmAsync()).Id, "Kim", AlarmVerdict.Real, cancellation: TestStation.Cancellation));
        Assert.Equal(Minutes - 300, await CountAsync());
    }

    [Theory]
    [InlineData(null, 120)]
    [InlineData(45, 45)]
    [InlineData(300, 120)]
    public async Task Fit_ShelvedSpan_IsLeftOutWhileItWasShelved(int? takenBackAfter, int leftOut)
    {
        await OpenAsync(Begin + Minutes - 10, null);
        var editor = station.Get<AlarmEditor>();
        var alarm = (await station.OnlyAlarmAsync()).Id;
        Assert.Null(await editor.ShelveAsync(alarm, "Kim", TimeSpan.FromHours(2), cancellation: TestStation.Cancellation));
        if (takenBackAfter is { } minutes)
        {
            station.Time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Null(await editor.UnshelveAsync(alarm, "Kim", TestStation.Cancellation));
        }

        await station.StoreAsync(sensor, Begin + Minutes, [.. Enumerable.Range(0, 400).Select(_ => 200.0)]);

        // Both ends of a span are in it.
        Assert.Equal(Minutes + 400 - leftOut - 1, await CountAsync());
    }

    [Fact]
    public async Task Fit_AlarmOfAnotherSensor_IsNoReason()
    {
        var other = await station.AddSensorAsync(new() { Id = "other" });
        await station.ApplyAsync(
            other.Key, AlarmSetup.Opened(Begin + Wild, since: Begin + Wild),
            AlarmSetup.Opened(Begin + Wild, since: Begin + Wild).Closed(Begin + Wild + WildMinutes));
        Assert.Null(
            await station.Get<AlarmEditor>()
                .JudgeAsync((await station.OnlyAlarmAsync()).Id, "Kim", AlarmVerdict.Real, cancellation: TestStation.Cancellation));
        Assert.Equal(Minutes, await CountAsync());
    }

    private async Task OpenAsync(int from, int? to)
    {
        var opened = AlarmSetup.Opened(from, AlarmCause.High, OutlierStage.Serious, since: from);
        await station.ApplyAsync(sensor.Key, to is { } end ? [opened, opened.Closed(end)] : [opened]);
    }

    private async Task<int> CountAsync() =>
        (
            await station.Get<CriteriaHistory>()
                .FitAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation))!.Profile.Criteria.All.Count;
}

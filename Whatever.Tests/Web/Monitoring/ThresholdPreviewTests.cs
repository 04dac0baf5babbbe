using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

public sealed class ThresholdPreviewTests : IAsyncLifetime
{
    private const int Days = 20;
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        await station.StoreSimulatedAsync(sensor, Days, seed: 3);
        await station.DetectNewAsync(sensor);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData(Quantity.FlowRate)]
    [InlineData(Quantity.Pressure)]
    public async Task Preview_OfWhatIsInForce_SaysWhatDetectionSaid(Quantity quantity)
    {
        var editor = station.Get<ThresholdEditor>();
        var draft = ThresholdEditor.DraftOf(await editor.CurrentAsync(sensor.Key, quantity, TestStation.Cancellation));
        var result = (await LoadAsync(quantity))!.Run(draft)!;
        var stored = await station.QueryAsync(
            db =>
                db.Judgements.Where(row => row.SensorKey == sensor.Key)
                    .Select(row => quantity == Quantity.FlowRate ? row.FlowRateStage : row.PressureStage)
                    .ToListAsync(TestStation.Cancellation));
        Assert.Equal(Enum.GetValues<OutlierStage>().Select(stage => stored.Count(found => found == stage)), result.PerStage);
        Assert.Equal(Days, result.ByDay.Count);
        Assert.Equal(result.PerStage, Enumerable.Range(0, 5).Select(stage => result.ByDay.Sum(day => day.PerStage[stage])));
        Assert.Equal(new DateOnly(2024, 7, 8), result.ByDay[^1].Day);
    }

    [Fact]
    public async Task Preview_ConfirmedEvents_AreCaughtOrMissedByName()
    {
        var begin = sensor.At("2024-07-05 12:00");
        await station.StoreAsync(sensor, begin, [.. Enumerable.Repeat(900.0, 120)]);
        var caught = await ConfirmAsync(begin, begin + 119, AlarmCause.High);
        var missed = await ConfirmAsync(sensor.At("2024-07-01 3:00"), sensor.At("2024-07-01 3:30"), AlarmCause.High);
        var burst = await ConfirmAsync(sensor.At("2024-07-02 3:00"), sensor.At("2024-07-02 3:30"), AlarmCause.Burst);
        await ConfirmAsync(sensor.At("2024-07-03 3:00"), sensor.At("2024-07-03 3:30"), AlarmCause.Stuck);
        var trial = (await LoadAsync(Quantity.FlowRate))!;
        var draft = ThresholdEditor.DraftOf(ThresholdVersion.Default(sensor.Key, Quantity.FlowRate));
        Assert.Equal([missed, burst, caught], trial.Known.Select(known => known.Id));
        Assert.Equal([missed, burst], trial.MissedBy(trial.Run(draft)!).Select(known => known.Id));
        Assert.Equal(
            [missed, burst, caught],
            trial.MissedBy(trial.Run(draft.With(settings => settings with { OnDelayMinutes = 1000 }))!).Select(known => known.Id));
        Assert.Equal([burst], (await LoadAsync(Quantity.Pressure))!.Known.Select(known => known.Id));
    }

    [Fact]
    public async Task Preview_OfAProposal_IsByItsOwnNormal()
    {
        var current = (await station.Get<CriteriaBuilder>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation))!;
        var wider = new CriteriaVersion
        {
            SensorKey = sensor.Key,
            Quantity = Quantity.FlowRate,
            Mean = current.Mean,
            StandardDeviation = 1000,
            Count = 2000,
            State = CriteriaState.Proposed,
        };
        var trial = await station.Get<ThresholdPreview>().LoadAsync(wider, Days, TestStation.Cancellation);
        var result = trial!.Run(ThresholdEditor.DraftOf(ThresholdVersion.Default(sensor.Key, Quantity.FlowRate)))!;
        Assert.Equal((0.0, Days * 1440), (result.MinutesADay, result.Judged));
    }

    private Task<TrialBase?> LoadAsync(Quantity quantity) =>
        station.Get<ThresholdPreview>().LoadAsync(sensor.Key, quantity, Days, TestStation.Cancellation);

    private async Task<long> ConfirmAsync(int from, int to, AlarmCause cause)
    {
        var opened = AlarmSetup.Opened(
            from, cause, OutlierStage.Serious, since: from, quantity: cause == AlarmCause.Burst ? null : Quantity.FlowRate);
        await station.ApplyAsync(sensor.Key, opened, opened.Closed(to));
        var id = (await station.AlarmsAsync()).Single(alarm => alarm.SinceMinute == from).Id;
        Assert.Null(await station.Get<AlarmEditor>().JudgeAsync(id, "Kim", AlarmVerdict.Real, cancellation: TestStation.Cancellation));
        return id;
    }
}

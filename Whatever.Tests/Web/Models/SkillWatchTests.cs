using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Models;

/// <summary>Networks learned what the evening before tells of a day; later it tells the contrary.</summary>
public sealed class SkillWatchTests : IAsyncLifetime
{
    private const int LearnedDays = 150;

    /// <summary>Small networks that stand alone: mixed with baselines they would not fall behind these.</summary>
    private static readonly RetrainOptions Options = new() { Training = AlternatingDays.Options with { MixDays = 0 }, ComparedDays = 14 };

    private static readonly DateOnly First = new(2024, 2, 1);
    private static readonly double[] Same = ForetoldDays.Hours(260);
    private static readonly double[] Contrary = ForetoldDays.Hours(260, contraryFrom: LearnedDays);

    private static readonly Lazy<ResidualModel> Networks = new(
        () => ResidualTrainer.Train(
            Options.Training, [new MinuteSeries(First.ToDateTime(TimeOnly.MinValue), HourSeries.Interval, Same[..(LearnedDays * 24)])],
            HolidayCalendars.Empty));

    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync(change: services => services.AddSingleton(Options));

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Run_WhatWasLearnedNoLongerHolds_TrainsAnew()
    {
        var sensor = await AddTrainedAsync(ModelChooser.Job);
        await LiveAsync(sensor, 60, Contrary);
        var registry = station.Get<ModelRegistry>();
        var before = (await registry.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation))!.Model;
        await station.Get<JobRunner>().RunAsync("ForecastDays", RunTrigger.Person);
        var run = await station.QueryAsync(db => Task.FromResult(db.JobRuns.Single()));
        Assert.Matches(@"^1 sensor forecast, 6 files queued\. sensor_01 flow_rate: .*held-back days", run.Message?.ToString());
        Assert.NotEqual(before, (await registry.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation))!.Model);

        // A month has to go by before it is looked at again.
        Assert.Null(await WatchAsync(sensor));
    }

    [Fact]
    public async Task Run_WhatWasLearnedStillHolds_TrainsNothing()
    {
        var sensor = await AddTrainedAsync(ModelChooser.Job);
        await LiveAsync(sensor, 60, Same);
        Assert.Null(await WatchAsync(sensor));
    }

    [Fact]
    public async Task Run_PersonChose_TrainsNothing()
    {
        var sensor = await AddTrainedAsync(ModelChooser.Person);
        await LiveAsync(sensor, 60, Contrary);
        Assert.Null(await WatchAsync(sensor));
    }

    [Fact]
    public async Task Run_TooFewDaysAfterWhatWasLearned_TrainsNothing()
    {
        var sensor = await AddTrainedAsync(ModelChooser.Job);
        await LiveAsync(sensor, 15, Contrary);
        Assert.Null(await WatchAsync(sensor));
    }

    [Fact]
    public async Task Run_NotItsDayOfTheWeek_TrainsNothing()
    {
        var sensor = await AddTrainedAsync(ModelChooser.Job);
        await LiveAsync(sensor, 60, Contrary);
        station.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await WatchAsync(sensor));
    }

    [Fact]
    public async Task Run_NothingWasTrained_TrainsNothing()
    {
        var sensor = await AddAsync();
        await LiveAsync(sensor, 60, Contrary);
        Assert.Null(await WatchAsync(sensor));
    }

    private Task<Phrase?> WatchAsync(Sensor sensor) =>
        station.Get<SkillWatch>().RunAsync(sensor, Quantity.FlowRate, TestStation.Cancellation);

    private async Task<Sensor> AddAsync()
    {
        var sensor = await station.AddSensorAsync(new() { Id = "sensor_01", SamplingIntervalMinutes = 60 });
        await StoreAsync(sensor, 0, LearnedDays, Same);
        return sensor;
    }

    private async Task<Sensor> AddTrainedAsync(ModelChooser chooser)
    {
        var sensor = await AddAsync();
        var model = Networks.Value;
        model.Save(Path.Combine(station.Folder.Models, model.Name));
        await station.QueryAsync(async db =>
        {
            db.ModelAssignments.Add(new ModelAssignment
            {
                SensorKey = sensor.Key,
                Quantity = Quantity.FlowRate,
                Model = model.Name,
                Version = model.Version,
                PromotedAt = station.Time.GetUtcNow(),
                ChosenBy = chooser,
                Reason = "test",
            });
            return await db.SaveChangesAsync(TestStation.Cancellation);
        });
        return sensor;
    }

    /// <summary>The days after those learned from, and the evening of the sensor's day of the week.</summary>
    private async Task LiveAsync(Sensor sensor, int days, double[] flowRate)
    {
        await StoreAsync(sensor, LearnedDays, LearnedDays + days, flowRate);
        var day = First.AddDays(LearnedDays + days);
        while ((day.DayNumber + sensor.Key) % 7 != 0)
        {
            day = day.AddDays(1);
        }

        station.Time.SetUtcNow(StationClock.InstantOf(sensor.Clock.StartOfDay(day) + 600));
    }

    private async Task StoreAsync(Sensor sensor, int from, int to, double[] flowRate)
    {
        var hours = Enumerable.Range(from * 24, (to - from) * 24).ToArray();
        var start = sensor.Clock.StartOfDay(First);
        await station.StoreAsync(
            sensor,
            new ReadingColumns(
                Array.ConvertAll(hours, hour => start + (hour * 60)), Array.ConvertAll(hours, hour => flowRate[hour]),
                Array.ConvertAll(hours, _ => double.NaN)));
    }
}

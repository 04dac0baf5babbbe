using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;

namespace Whatever.Tests.Web.Forecasting;

public sealed class ForecastGapsTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddForecastSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData(12, false)]
    [InlineData(13, true)]
    [InlineData(30, true)]
    public async Task Run_PartOfAWindowMissing_MarksJustThatHour(int missing, bool expected)
    {
        // The window of hour 5 is 4:00..4:59; the gap ends one minute before it does.
        await RemoveAsync("flow_rate", sensor.At("2024-07-08 4:59") - missing, missing);
        var report = await station.ForecastAsync(sensor);
        Assert.Equal(expected, report.LowConfidence);
        Assert.Empty(report.Skipped);
        var marked = await station.QueryAsync(db => db.Forecasts.Where(row => row.LowConfidence).ToListAsync(TestStation.Cancellation));
        Assert.Equal(expected ? 6 : 0, marked.Count);
        Assert.All(marked, row => Assert.Equal((5, Quantity.FlowRate), (row.Hour, row.Quantity)));
    }

    [Fact]
    public async Task Run_MostOfAWindowMissing_LeavesItsRowsEmptyAndSaysWhy()
    {
        await RemoveAsync("flow_rate", sensor.At("2024-07-08 4:00"), 31);
        var report = await station.ForecastAsync(sensor);
        var skipped = Assert.Single(report.Skipped);
        Assert.Equal(("flow_rate", 5), (skipped.Quantity, skipped.Hour));
        Assert.Contains(
            "52 % of the window is missing, expected at most 50 %", skipped.Reason.Replace("\u00A0", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Matches("^2024-07-09 5:00,,[0-9.]+$", station.OutputLines(sensor, "Day1prediction.csv")[6]);
        Assert.Matches("^2024-07-09 6:00,[0-9.]+,[0-9.]+$", station.OutputLines(sensor, "Day1prediction.csv")[7]);
    }

    [Fact]
    public async Task Run_WindowOfHourZero_IsTheLastHourOfTheDayBefore()
    {
        await RemoveAsync("flow_rate", sensor.At("2024-07-07 23:00"), 60);
        var skipped = Assert.Single((await station.ForecastAsync(sensor)).Skipped);
        Assert.Equal(0, skipped.Hour);
    }

    [Fact]
    public async Task Run_LastHourOfTheBaseDay_HasNoInfluence()
    {
        await station.ForecastAsync(sensor);
        var before = station.OutputLines(sensor, "prediction.csv");
        await station.ExecuteAsync(
            $"UPDATE readings SET flow_rate = 9999, pressure = 9999 WHERE minute >= {sensor.At("2024-07-08 23:00")}");
        await station.ForecastAsync(sensor);
        Assert.Equal(before, station.OutputLines(sensor, "prediction.csv"));
    }

    [Fact]
    public async Task Run_StoredReadings_AreNeverRepaired()
    {
        await RemoveAsync("flow_rate", sensor.At("2024-07-08 4:00"), 20);
        var before = await station.StoredAsync(sensor);
        await station.ForecastAsync(sensor);
        Assert.Equal(before, await station.StoredAsync(sensor));
        var line = (
            await File.ReadAllLinesAsync(Path.Combine(station.Folder.Input("sensor_01"), "2024-07-08.csv"), TestStation.Cancellation))[241];
        Assert.StartsWith("2024-07-08 4:00,,", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DayWithoutAnyReading_SaysWhichDaysThereAre()
    {
        var report = await station.ForecastAsync(sensor, new DateOnly(2024, 8, 30));
        Assert.Equal(
            "sensor_01 has no readings on 2024-08-30 or the days before it; they reach from 2024-06-29 0:00 to 2024-07-08 23:59.",
            report.Problem);
        Assert.Equal((0, "2024-08-30"), (report.Rows, report.BaseDay));
    }

    [Fact]
    public async Task Run_SensorWithoutReadings_SaysWhatToDo()
    {
        var empty = await station.AddSensorAsync(new() { Id = "empty" });
        Assert.Equal(
            "empty has no finished day with at least 80 % of its readings; a forecast needs one.",
            (await station.ForecastAsync(empty)).Problem);
        Assert.Equal(
            "empty has no readings yet; import a file or send readings first.",
            (await station.ForecastAsync(empty, ForecastSetup.Yesterday)).Problem);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void TryReadDay_NoDayOfReadings_IsRefused(string day) => Assert.False(WireTime.TryReadDay(day, out _));

    [Fact]
    public async Task Run_IntervalOfAModelInForceIsAnother_SaysThatNoModelFits()
    {
        var coarse = await station.AddSensorAsync(new() { Id = "coarse" });
        foreach (var quantity in QuantityNames.All)
        {
            Assert.Empty(
                await station.Get<ModelRegistry>().PromoteAsync(coarse.Key, quantity, quantity.ToWireName(), "", TestStation.Cancellation));
        }

        await station.ExecuteAsync("UPDATE sensors SET sampling_interval_minutes = 15 WHERE id = 'coarse'");
        coarse = await station.QueryAsync(db => db.Sensors.AsNoTracking().SingleAsync(row => row.Id == "coarse", TestStation.Cancellation));
        Assert.Equal(
            "coarse is sampled every 15 min and no model of that interval is chosen; see Models.",
            (await station.ForecastAsync(coarse, ForecastSetup.Yesterday)).Problem);
    }

    [Fact]
    public async Task Run_OnlyAModelOfTheQuantityThatIsNotMeasured_SaysSo()
    {
        await using var other = await TestStation.StartAsync(
            change: services => services.Replace(ServiceDescriptor.Singleton<IForecastModels, OnlyFlowRate>()));
        var pressureOnly = await other.AddForecastSensorAsync();
        await other.ExecuteAsync("UPDATE readings SET flow_rate = NULL");
        Assert.NotNull((await other.ForecastAsync(pressureOnly)).Problem);
    }

    private Task RemoveAsync(string column, int from, int minutes) =>
        station.ExecuteAsync($"UPDATE readings SET {column} = NULL WHERE minute BETWEEN {from} AND {from + minutes - 1}");

    private sealed class OnlyFlowRate : IForecastModels
    {
        public Task<IReadOnlyList<IStationModel>> LoadAsync(int sensorKey, CancellationToken cancellation = default) =>
            Task.FromResult<IReadOnlyList<IStationModel>>([ForecastModelFile.Load(Path.Combine(ModelCatalog.ShippedRoot, "flow_rate"))]);
    }
}

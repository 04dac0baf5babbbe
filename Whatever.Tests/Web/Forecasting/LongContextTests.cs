using Microsoft.EntityFrameworkCore;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Forecasting;

/// <summary>Models that look weeks back, know holidays, take any interval and give a band.</summary>
public sealed class LongContextTests : IAsyncLifetime
{
    private static readonly DateOnly First = ForecastSetup.Yesterday.AddDays(-89);

    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, First, 90);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Run_ModelThatLooksWeeksBack_WritesNoMoreInputFilesThanBefore()
    {
        await UseAsync(Quantity.FlowRate, SeasonalModel.ReservedName);
        await station.ForecastAsync(sensor);
        var files = Directory.GetFiles(station.Folder.Input(sensor.Id)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(-7, 8).Select(back => $"{WireTime.WriteDay(ForecastSetup.Yesterday.AddDays(back))}.csv"), files);
    }

    /// <summary>What the model is handed in pieces, from storage and from files, is what is stored.</summary>
    [Fact]
    public async Task Run_ModelThatLooksWeeksBack_ForecastsAsFromStorageAlone()
    {
        await UseAsync(Quantity.FlowRate, SeasonalModel.ReservedName);
        await station.ForecastAsync(sensor);
        await using var db = await station.OpenAsync();
        var series = WallClockSeries.Read(db, sensor, First, ForecastSetup.Yesterday)[Quantity.FlowRate];
        var holidays = await station.Get<ISensorHolidays>().LoadAsync(sensor.Key, TestStation.Cancellation);
        var expected = new SeasonalModel(Quantity.FlowRate).Forecast(ForecastSetup.Yesterday, series, holidays);
        Assert.Equal(expected.Values.Select(value => value.Value), (await RowsAsync(Quantity.FlowRate)).Select(row => row.Value));
    }

    [Fact]
    public async Task Run_OtherQuantityLooksFurtherBack_ChangesNothingForAModelOfAWindow()
    {
        await station.ForecastAsync(sensor);
        var before = (await RowsAsync(Quantity.Pressure)).ConvertAll(row => row.Value);
        await UseAsync(Quantity.FlowRate, SeasonalModel.ReservedName);
        await station.ForecastAsync(sensor);
        Assert.Equal(before, (await RowsAsync(Quantity.Pressure)).Select(row => row.Value));
    }

    [Fact]
    public async Task Run_HolidayOfTheStation_ChangesTheDayItFallsOn()
    {
        await UseAsync(Quantity.FlowRate, SeasonalModel.ReservedName);
        await station.ForecastAsync(sensor);
        var before = await RowsAsync(Quantity.FlowRate);
        Assert.Empty(
            await station.Get<HolidayEditor>()
                .AddDayAsync(sensor.StationId, ForecastSetup.Yesterday.AddDays(2), "Feast", TestStation.Cancellation));
        await station.ForecastAsync(sensor);
        var changed = before.Zip(await RowsAsync(Quantity.FlowRate)).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => pair.First.Step).Distinct();
        Assert.Equal([2], changed);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(60)]
    public async Task Run_CoarserSensor_IsForecastByAModelThatTakesIt(int interval)
    {
        var coarse = await station.AddSensorAsync(new() { Id = "coarse", SamplingIntervalMinutes = interval });
        var from = coarse.Clock.StartOfDay(First);
        var minutes = Enumerable.Range(0, 90 * 1440 / interval).Select(slot => from + (slot * interval)).ToArray();
        var values = Array.ConvertAll(minutes, minute => 100 + (20 * Math.Sin(minute / 60 % 24 * Math.PI / 12)));
        await station.StoreAsync(coarse, new ReadingColumns(minutes, values, values));
        Assert.Empty(
            await station.Get<ModelRegistry>()
                .PromoteAsync(coarse.Key, Quantity.FlowRate, SeasonalModel.ReservedName, "test", TestStation.Cancellation));
        var report = await station.ForecastAsync(coarse);
        Assert.Equal((null, "seasonal-1"), (report.Problem, report.Models["flow_rate"]));
        await using var db = await station.OpenAsync();
        var rows = await db.Forecasts.Where(row => row.SensorKey == coarse.Key).ToListAsync(TestStation.Cancellation);

        // Nobody chose for the pressure: the mix of baselines takes every interval.
        Assert.Equal((2 * 144, "recent-mix-2"), (rows.Count, report.Models["pressure"]));
        Assert.All(rows, row => Assert.Equal(100 + (20 * Math.Sin(row.TargetMinute / 60 % 24 * Math.PI / 12)), row.Value, 1e-6));
    }

    [Fact]
    public async Task Run_ModelWithABand_StoresItAndLeavesItOutOfTheFiles()
    {
        AlternatingDays.Model.Value.Save(Path.Combine(station.Folder.Models, "alternating"));
        await UseAsync(Quantity.FlowRate, "alternating");
        await station.ForecastAsync(sensor);
        Assert.All(
            await RowsAsync(Quantity.FlowRate), row => Assert.True(row.P10 <= row.Value && row.Value <= row.P90 && row.P10 < row.P90));

        // The shipped network gives none of its own: what it would have been off by lately is its band.
        Assert.All(await RowsAsync(Quantity.Pressure), row => Assert.True(row.P10 <= row.Value && row.Value <= row.P90));
        Assert.Equal("time,flow_rate_predict,pressure_predict", station.OutputLines(sensor, "Day1prediction.csv")[0]);
        Assert.All(station.OutputLines(sensor, "prediction.csv"), line => Assert.Equal(4, line.Split(',').Length));
    }

    [Fact]
    public async Task Run_NothingMeasuredForAWeek_SaysSoHoweverFarTheModelLooks()
    {
        await UseAsync(Quantity.FlowRate, SeasonalModel.ReservedName);
        Assert.StartsWith(
            "sensor_01 has no readings on 2024-07-20 or the days before it",
            (await station.ForecastAsync(sensor, new DateOnly(2024, 7, 20))).Problem, StringComparison.Ordinal);
    }

    private async Task UseAsync(Quantity quantity, string model) =>
        Assert.Empty(await station.Get<ModelRegistry>().PromoteAsync(sensor.Key, quantity, model, "test", TestStation.Cancellation));

    private Task<List<StoredForecast>> RowsAsync(Quantity quantity) => station.QueryAsync(db => db.Forecasts.AsNoTracking()
        .Where(row => row.SensorKey == sensor.Key && row.Quantity == quantity).OrderBy(row => row.Step).ThenBy(row => row.Hour)
            .ToListAsync(TestStation.Cancellation));
}

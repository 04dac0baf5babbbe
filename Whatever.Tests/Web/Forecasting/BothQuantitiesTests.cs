using Microsoft.EntityFrameworkCore;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles.Keras;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Forecasting;

/// <summary>Imported networks that look at both quantities or give both, from stored readings to stored forecasts.</summary>
public sealed class BothQuantitiesTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, ForecastSetup.Yesterday.AddDays(-9), 10);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Run_ModelThatLooksAtPressure_ForecastsAsFromStorageAlone()
    {
        await UseAsync(
            "keras_made/five_inputs_h5/model.h5", "flow_rate:0..500,pressure:0..500,hour:0..23,holiday,weekday", [Quantity.FlowRate]);
        await station.ForecastAsync(sensor);
        await AssertAsFromStorageAsync(Quantity.FlowRate);
    }

    [Fact]
    public async Task Run_NetworkOfTwoHeads_StoresBothQuantities()
    {
        await UseAsync(
            "keras_made/two_heads_h5/model.h5", "pressure:0..500,flow_rate:0..500", QuantityNames.All,
            "pressure:5000..6000,flow_rate:5000..6000");
        await station.ForecastAsync(sensor);
        await AssertAsFromStorageAsync(Quantity.FlowRate);
        await AssertAsFromStorageAsync(Quantity.Pressure);
    }

    private async Task UseAsync(string file, string inputs, IEnumerable<Quantity> quantities, string? outputs = null)
    {
        var content = await File.ReadAllBytesAsync(GoldenKerasTests.PathOf(file), TestStation.Cancellation);
        station.Get<ModelImporter>().Import(
            new ModelDraft
            {
                Name = "imported",
                Inputs = FeedingText.ReadInputs(inputs),
                Outputs = outputs is null ? null : FeedingText.ReadOutputs(outputs),
            },
            new UploadedFile("model.h5", content), null, TestStation.Cancellation);
        foreach (var quantity in quantities)
        {
            Assert.Empty(
                await station.Get<ModelRegistry>().PromoteAsync(sensor.Key, quantity, "imported", "test", TestStation.Cancellation));
        }
    }

    /// <summary>The stored values are those of the model on the stored readings; those without the other quantity are not.</summary>
    private async Task AssertAsFromStorageAsync(Quantity quantity)
    {
        await using var db = await station.OpenAsync();
        var series = WallClockSeries.Read(db, sensor, ForecastSetup.Yesterday.AddDays(-1), ForecastSetup.Yesterday)[quantity];
        var holidays = await station.Get<ISensorHolidays>().LoadAsync(sensor.Key, TestStation.Cancellation);
        var model = (ForecastModel)await station.Get<ModelRegistry>().LoadAsync(sensor.Key, quantity, TestStation.Cancellation);
        var stored = await db.Forecasts.Where(row => row.SensorKey == sensor.Key && row.Quantity == quantity).OrderBy(row => row.Step)
            .ThenBy(row => row.TargetMinute).Select(row => row.Value).ToListAsync(TestStation.Cancellation);
        Assert.Equal(144, stored.Count);
        Assert.Equal(model.Forecast(ForecastSetup.Yesterday, series, holidays).Values.Select(value => value.Value), stored);
        var shifted = series with { Other = series.Other! with { Values = [.. series.Other!.Values.Select(value => value + 50)] } };
        Assert.NotEqual(stored, model.Forecast(ForecastSetup.Yesterday, shifted, holidays).Values.Select(value => value.Value));
    }
}

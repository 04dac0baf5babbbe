using Microsoft.Playwright;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;
using Whatever.Web.Forecasting;
using Whatever.Web.Models;
using Whatever.Web.Readings;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Browser;

public sealed class ForecastBandTests(BrowserStation station)
{
    private const string Id = "banded";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chart_ForecastWithABand_DrawsItAndTellsItUnderThePointer()
    {
        await using var page = await station.OpenAsync();
        await ForecastAsync();
        await page.GoAsync($"/forecasts?sensor={Id}");
        var legend = page["chart"].Locator(".apexcharts-legend");
        await Assertions.Expect(legend.First).ToContainTextAsync("P10 to P90");
        await Assertions.Expect(legend.Last).ToContainTextAsync("P10 to P90");
        var box = (await page["chart"].BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.7f), box.Y + 120);
        await Assertions.Expect(page.Page.Locator(".time-tip:not(.line)").First).ToContainTextAsync("P10 to P90");
        await Assertions.Expect(page.Page.Locator(".time-tip:not(.line)").Last).ToContainTextAsync("kPa");
        Assert.Empty(page.Problems);
    }

    private async Task ForecastAsync()
    {
        Assert.Empty(await station.Get<StationEditor>().AddSensorAsync(new SensorDraft { Id = Id }, cancellation: Cancellation));
        var sensor = (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(candidate => candidate.Id == Id);
        var today = sensor.Clock.DayOf(station.Get<TimeProvider>().GetUtcNow());
        await station.Get<ReadingStore>()
            .StoreAsync(sensor.Key, SimulatedWater.Columns(sensor, today.AddDays(-80), 80), cancellation: Cancellation);
        AlternatingDays.Model.Value.Save(Path.Combine(station.Get<DataFolder>().Models, "banded"));
        Assert.Empty(await station.Get<ModelRegistry>().PromoteAsync(sensor.Key, Quantity.FlowRate, "banded", "test", Cancellation));
        Assert.Null((await station.Get<ForecastRunner>().RunAsync(sensor, today.AddDays(-1), Cancellation)).Problem);
    }
}

using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

public sealed class ModelsPageTests(BrowserStation station)
{
    [Fact]
    public async Task Import_KerasFile_IsListedWithItsLayers()
    {
        await using var page = await station.OpenAsync("/models");
        await ChooseAsync(page, "keras3_archive_lstm", "model.keras");
        await Assertions.Expect(page["model-chosen"]).ToHaveTextAsync("model.keras");
        await page["model-name"].FillAsync("imported");
        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["import-result"]).ToContainTextAsync("imported was imported.");
        await page["details-imported"].ClickAsync();
        await Assertions.Expect(page["detail-imported"]).ToContainTextAsync("lstm(");
    }

    [Fact]
    public async Task Import_MaskingLayer_IsRefusedByName()
    {
        await using var page = await station.OpenAsync("/models");
        await ChooseAsync(page, "keras2_masking", "model.h5");
        await Assertions.Expect(page["model-chosen"]).ToHaveTextAsync("model.h5");
        await page["model-name"].FillAsync("refused");
        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["import-problem"]).ToContainTextAsync("(Masking): Masking is not supported");
    }

    [Fact]
    public async Task Baseline_ChosenAndRolledBack_IsInForceAndInTheHistory()
    {
        await using var page = await station.OpenAsync($"/models?sensor={await AddSensorAsync("choosing")}");
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("flow_rate");
        await page["use-seasonal-FlowRate"].ClickAsync();
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("Seasonal baseline");
        await Assertions.Expect(page["in-force-Pressure"]).ToHaveTextAsync("pressure");
        await Assertions.Expect(page["model-seasonal-FlowRate"]).ToContainTextAsync("Forecasts choosing");
        await page["roll-back-FlowRate-shipped"].ClickAsync();
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("flow_rate");
        await Assertions.Expect(page["history-FlowRate"]).ToContainTextAsync("Back to the shipped model");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Retrain_TooFewDays_SaysHowManyAreNeeded()
    {
        await using var page = await station.OpenAsync($"/models?sensor={await AddSensorAsync("young")}");
        await page["retrain-now"].ClickAsync();
        await Assertions.Expect(page["last-training"]).ToContainTextAsync("young flow_rate: 0 days of readings,");
    }

    [Fact]
    public async Task Page_InKorean_NamesTheBaselineInKorean()
    {
        await using var page = await station.OpenAsync("/models?sensor=sensor_01", "ko");
        await page["details-seasonal-Pressure"].ClickAsync();
        await Assertions.Expect(page["detail-seasonal-Pressure"]).ToContainTextAsync("공휴일은 일요일로 보며");
        await Assertions.Expect(page["champion-Pressure"]).ToContainTextAsync("이력");
    }

    private async Task<string> AddSensorAsync(string id)
    {
        await station.StartedAsync();
        Assert.Empty(await station.Get<StationEditor>().AddSensorAsync(new SensorDraft { Id = id }, cancellation: TestContext.Current.CancellationToken));
        return id;
    }

    private static async Task ChooseAsync(StationPage page, string golden, string file)
    {
        await page.WaitForFileInputAsync("model-file");
        await page["model-file"].SetInputFilesAsync(Path.Combine(Repository.Root, "Whatever.Tests", "Golden", golden, file));
    }
}

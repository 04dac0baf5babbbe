using Microsoft.Playwright;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Models;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

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
    public async Task Import_ScalerTypedIn_IsRefusedAtTheFieldOrShownAfterwards()
    {
        await using var page = await station.OpenAsync("/models");
        await ChooseAsync(page, "keras3_archive_lstm", "model.keras");

        // Choosing a file proposes its name; a hand is slower than that.
        await Assertions.Expect(page["model-name"]).ToHaveValueAsync("model");
        await page["model-name"].FillAsync("scaled");
        await page["model-name"].BlurAsync();
        await page["scaler-zero"].FillAsync("0");
        foreach (var wrong in new[] { "12abc", "1,5" })
        {
            await page["scaler-one"].FillAsync(wrong);
            await page["scaler-one"].BlurAsync();
            await Assertions.Expect(page["model-import"]).ToContainTextAsync("expected a number such as 12.5 or 1e3.");
            await Assertions.Expect(page["scaler-one"]).ToHaveValueAsync(wrong);
            await Assertions.Expect(page["import-model"]).ToBeDisabledAsync();
        }

        await page["scaler-one"].FillAsync("1e3");
        await page["scaler-one"].BlurAsync();
        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["import-result"]).ToContainTextAsync("offset 0, scale 1000");
        await page["details-scaled"].ClickAsync();
        await Assertions.Expect(page["detail-scaled"]).ToContainTextAsync("offset 0, scale 1000");
    }

    [Fact]
    public async Task Champion_FolderMissing_IsWarnedOf()
    {
        await using var page = await station.OpenAsync($"/models?sensor={await AddSensorAsync("lost")}");
        await Assertions.Expect(page["missing-FlowRate"]).ToHaveCountAsync(0);
        var golden = Path.Combine(Repository.Root, "Whatever.Tests", "Golden", "keras3_archive_lstm", "model.keras");
        var file = new UploadedFile("model.keras", await File.ReadAllBytesAsync(golden, TestContext.Current.CancellationToken));
        station.Get<ModelImporter>().Import(new ModelDraft { Name = "gone" }, file, null, TestContext.Current.CancellationToken);
        var sensor = (await station.Get<StationQueries>().ListAsync(TestContext.Current.CancellationToken)).Single(row => row.Id == "lost");
        Assert.Empty(
            await station.Get<ModelRegistry>()
                .PromoteAsync(sensor.Key, Quantity.FlowRate, "gone", "", TestContext.Current.CancellationToken));
        var folder = Path.Combine(station.Get<DataFolder>().Models, "gone");
        Directory.Delete(folder, recursive: true);
        await page.GoAsync("/models?sensor=lost");
        await Assertions.Expect(page["missing-FlowRate"]).ToContainTextAsync($"Its folder is missing: {folder}; forecasts cannot be made.");
        await Assertions.Expect(page["missing-Pressure"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Import_EncoderWithDecoder_IsRefusedByName()
    {
        await using var page = await station.OpenAsync("/models");
        await ChooseAsync(page, "keras_made/encoder_decoder_h5", "model.h5");
        await Assertions.Expect(page["model-chosen"]).ToHaveTextAsync("model.h5");
        await page["model-name"].FillAsync("refused");
        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["import-problem"]).ToContainTextAsync("(LSTM): it begins from states that another layer hands on");
    }

    [Fact]
    public async Task Import_SeveralInputs_AreSaidOneByOneAndTheModelCanBeUsed()
    {
        await using var page = await station.OpenAsync($"/models?sensor={await AddSensorAsync("saying")}");
        await ChooseAsync(page, "keras_made/five_inputs_h5", "model.h5");
        await Assertions.Expect(page["model-form"]).ToHaveTextAsync("12 steps × 5 in, 6 out");
        await page["scaler-file"].SetInputFilesAsync(Path.Combine(Repository.Root, "Whatever.Tests", "Golden", "scalers", "minmax_5.pkl"));
        await Assertions.Expect(page["scaler-chosen"]).ToContainTextAsync("5 features");
        await page["model-name"].FillAsync("five");
        var features = new[] { "Flow rate", "Pressure", "Hour, 0 to 23", "Public holiday, 0 or 1" };
        for (var input = 1; input <= features.Length; input++)
        {
            await SelectAsync(page, $"input-{input}-feature", features[input - 1]);
        }

        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["import-problem"]).ToContainTextAsync("What input 5 is was not said");
        await SelectAsync(page, "input-5-feature", "Constant");
        await page["input-5-constant"].FillAsync("2.5");
        await SelectAsync(page, "input-3-scaler", "nothing: as it is");
        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["import-result"]).ToContainTextAsync("five was imported.");
        await page["details-five"].ClickAsync();
        await Assertions.Expect(page["detail-five"]).ToContainTextAsync("Pressure · (value − offset) / scale");
        await page["use-five"].ClickAsync();
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("five");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Import_TwoHeads_CanBeUsedForEachQuantity()
    {
        await using var page = await station.OpenAsync($"/models?sensor={await AddSensorAsync("twofold")}");
        await ChooseAsync(page, "keras_made/two_heads_keras3", "model.keras");
        await Assertions.Expect(page["model-form"]).ToHaveTextAsync("5 steps × 2 in, 1 + 1 out");
        await page["model-name"].FillAsync("twofold");
        await SelectAsync(page, "input-1-feature", "Flow rate");
        await SelectAsync(page, "input-2-feature", "Pressure");
        await SelectAsync(page, "output-1-feature", "Pressure");
        await SelectAsync(page, "output-2-feature", "Flow rate");
        await page["import-model"].ClickAsync();
        await Assertions.Expect(page["model-import"]).ToContainTextAsync("twofold was imported.");
        await page["use-twofold-Pressure"].ClickAsync();
        await Assertions.Expect(page["in-force-Pressure"]).ToHaveTextAsync("twofold");
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("flow_rate");
        await page["use-twofold-FlowRate"].ClickAsync();
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("twofold");
        await page["roll-back-Pressure-shipped"].ClickAsync();
        await Assertions.Expect(page["in-force-Pressure"]).ToHaveTextAsync("pressure");
        await Assertions.Expect(page["in-force-FlowRate"]).ToHaveTextAsync("twofold");
        Assert.Empty(page.Problems);
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
        await page["language"].ClickAsync();
        await Assertions.Expect(page["history-FlowRate"]).ToContainTextAsync("기본 제공 모델로 되돌림");
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
        Assert.Empty(
            await station.Get<StationEditor>()
                .AddSensorAsync(new SensorDraft { Id = id }, cancellation: TestContext.Current.CancellationToken));
        return id;
    }

    private static async Task SelectAsync(StationPage page, string testId, string choice)
    {
        await page.Page.Locator("div.mud-select", new() { Has = page[testId] }).Last.ClickAsync();
        var open = page.Page.Locator(".mud-popover-open");
        await open.GetByText(choice, new() { Exact = true }).ClickAsync();
        await Assertions.Expect(open).ToHaveCountAsync(0);
    }

    private static async Task ChooseAsync(StationPage page, string golden, string file)
    {
        await page.WaitForFileInputAsync("model-file");
        await page["model-file"].SetInputFilesAsync(Path.Combine(Repository.Root, "Whatever.Tests", "Golden", golden, file));
    }
}

using Microsoft.Playwright;
using Whatever.Tests.Support;

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
        await Assertions.Expect(page["model-imported"]).ToContainTextAsync("Layers: lstm(");
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

    private static async Task ChooseAsync(StationPage page, string golden, string file)
    {
        await page.WaitForFileInputAsync("model-file");
        await page["model-file"].SetInputFilesAsync(Path.Combine(Repository.Root, "Whatever.Tests", "Golden", golden, file));
    }
}

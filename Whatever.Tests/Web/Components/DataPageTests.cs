using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Whatever.Tests.Support;
using Whatever.Web.Components.Pages.Data;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Components;

/// <summary>The page by itself: what it asks where a file does not say what it holds.</summary>
public sealed class DataPageTests : IAsyncLifetime
{
    private PanelSetup setup = null!;
    private Sensor sensor = null!;

    public DataPageTests() => PanelSetup.Speak("en");

    public async ValueTask InitializeAsync()
    {
        setup = (await PanelSetup.StartAsync()).Share<UploadStore>().Share<IBackgroundWork>().Share<ReadingImporter>()
            .Share<ReplayControl>().Share<ReadingPlans>().Share<RefusedFiles>().Share<DataFolder>();
        setup.Context.Services.AddSingleton<StationQueries>().AddSingleton<StationEditor>().AddSingleton<ReadingQueries>();
        sensor = await setup.Station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => setup.DisposeAsync();

    [Fact]
    public async Task Upload_ColumnValue_IsAskedForWhatItMeasures()
    {
        setup.Context.Render<MudPopoverProvider>();
        var page = setup.Context.Render<DataPage>();
        page.WaitForElement("[data-testid='file']");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("time,value\n2024-07-09 0:00,45\n", "a.csv"));
        page.WaitForElement("[data-testid='value-quantity']");
        Assert.StartsWith(
            "The column \"value\" does not say what it measures", page.Find("[data-testid='questions'] li").TextContent,
            StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid='import']"));
        await page.Find("[data-testid='value-quantity']").ChangeAsync(new() { Value = "Pressure" });
        page.WaitForElement("[data-testid='import']");
        Assert.Empty(page.FindAll("[data-testid='questions']"));
        await page.Find("[data-testid='import']").ClickAsync(new());
        page.WaitForElement("[data-testid='report']");
        Assert.Equal(["2024-07-09 0:00 - 45"], await setup.Station.StoredAsync(sensor));
    }
}

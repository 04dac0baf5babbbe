using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
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
    private BunitContext context = null!;
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddLocalization().AddMudServices();
        context.Services.AddSingleton<TimeProvider>(station.Time).AddSingleton(station.Get<IDbContextFactory<StationDbContext>>())
            .AddSingleton(station.Get<ChangeFeed>()).AddSingleton<StationQueries>().AddSingleton<ReadingQueries>()
            .AddSingleton(station.Get<UploadStore>())
            .AddSingleton(station.Get<IBackgroundWork>()).AddSingleton(station.Get<ReadingImporter>())
            .AddSingleton(station.Get<ReplayControl>());
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await station.DisposeAsync();
    }

    [Fact]
    public async Task Upload_ColumnValue_IsAskedForWhatItMeasures()
    {
        context.Render<MudPopoverProvider>();
        var page = context.Render<DataPage>();
        page.WaitForElement("[data-testid='file']");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("time,value\n2024-07-09 0:00,45\n", "a.csv"));
        page.WaitForElement("[data-testid='value-quantity']");
        Assert.StartsWith(
            "The column \"value\" does not say what it measures", page.Find("[data-testid='problem']").TextContent,
            StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid='import']"));
        await page.Find("[data-testid='value-quantity']").ChangeAsync(new() { Value = "Pressure" });
        page.WaitForElement("[data-testid='import']");
        Assert.Empty(page.FindAll("[data-testid='problem']"));
        await page.Find("[data-testid='import']").ClickAsync(new());
        page.WaitForElement("[data-testid='report']");
        Assert.Equal(["2024-07-09 0:00 - 45"], await station.StoredAsync(sensor));
    }
}

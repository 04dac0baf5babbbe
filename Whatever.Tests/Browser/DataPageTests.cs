using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Whatever.Model.Simulation;
using Whatever.Web.Readings;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

public sealed class DataPageTests(BrowserStation station)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_FileWithABadRow_ShowsItBeforeAndAccountsForItAfter()
    {
        await using var page = await OpenAsync("upload_01");
        await UploadAsync(page, "time,flow_rate,pressure\n2024-07-09 0:00,224,45\n2024-07-09 0:01,227,36\n2024-07-09 0:02,many,36\n");
        await Assertions.Expect(page["preview"].Locator("tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page["preview"]).ToContainTextAsync("flow_rate is \"many\", expected a number");
        await page["import"].ClickAsync();
        await Assertions.Expect(page["report"])
            .ToContainTextAsync("Read 3: 3 stored, 0 updated, 0 already there, 0 replaced within the file, 0 rejected");
        var link = page["imports"].GetByText("Rejected rows");
        var download = await page.Page.APIRequest.GetAsync($"{station.Url}{await link.GetAttributeAsync("href")}");
        Assert.Contains("4,\"flow_rate is", await download.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_KoreanFileInCp949_IsUnderstood()
    {
        await using var page = await OpenAsync("upload_02");
        var cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        await UploadAsync(page, "시간,순시유량,압력,비고\n2024-07-09 0:00,224,45,정상\n", cp949);
        await Assertions.Expect(page["preview"]).ToContainTextAsync("224.0");
        await Assertions.Expect(page.Page.GetByText("Columns ignored: 비고")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Upload_Picture_IsRefusedWithASentence()
    {
        await using var page = await OpenAsync("upload_03");
        await page["file"]
            .SetInputFilesAsync(
                new FilePayload { Name = "photo.csv", MimeType = "text/csv", Buffer = [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1] });
        await Assertions.Expect(page["problem"]).ToContainTextAsync("The file is not text (it contains zero bytes");
    }

    /// <summary>The first file of a layout that nobody knows is mapped and imported by keys alone; the next one asks nothing.</summary>
    [Theory]
    [InlineData("en", 1440)]
    [InlineData("ko", 390)]
    public async Task Upload_UnknownLayout_IsMappedByKeysAloneAndAskedAboutOnce(string language, int width)
    {
        var sensor = $"upload_map_{language}";
        await using var page = await OpenAsync(sensor, language, width);
        await UploadAsync(page, "ZEIT;A1;A2;A3\n07.03.2024 00:00;1;224,5;45\n07.03.2024 00:01;2;225,5;46\n");
        await Assertions.Expect(page["questions"]).ToBeVisibleAsync();
        Assert.Equal(0, await page["import"].CountAsync());
        await page.ChooseByKeysAsync("role-4", "Pressure");
        await page.ChooseByKeysAsync("role-3", "FlowRate");
        await Assertions.Expect(page["preview"]).ToContainTextAsync("224.5");
        await Assertions.Expect(page["preview"]).ToContainTextAsync("45.00");
        await page.TabToAsync("import");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page["report"]).ToBeVisibleAsync();
        await Assertions.Expect(page["plans"]).ToBeVisibleAsync();
        await page.GoAsync($"/data?sensor={sensor}");
        await page.WaitForFileInputAsync("file");
        await UploadAsync(page, "ZEIT;A1;A2;A3\n08.03.2024 00:00;1;229,5;47\n");
        await Assertions.Expect(page["preview"]).ToContainTextAsync("229.5");
        Assert.Equal(0, await page["questions"].CountAsync());
    }

    [Fact]
    public async Task Replay_Started_RunsAndStops()
    {
        await using var page = await OpenAsync("upload_04");
        await station.HavePatienceAsync("upload_04");
        await UploadAsync(page, SimulatedDay());
        await page["replay"].ClickAsync();
        await Assertions.Expect(page["stop-replay"]).ToBeVisibleAsync();
        await page["stop-replay"].ClickAsync();
        await Assertions.Expect(page["stop-replay"]).ToBeHiddenAsync();
    }

    [Fact]
    public async Task InitialData_Given_SensorIsJudgedByIt()
    {
        await using var page = await OpenAsync("upload_05");
        await page.GoAsync("/outliers?sensor=upload_05");
        var payload = new FilePayload { Name = "initial.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(SimulatedDay()) };
        await page.WaitForFileInputAsync("initial-FlowRate");
        await page["initial-FlowRate"].SetInputFilesAsync(payload);
        await Assertions.Expect(page["criteria-in-force-FlowRate"]).ToContainTextAsync("In force: version 1");
        await Assertions.Expect(page["thresholds-Pressure"])
            .ToContainTextAsync("Nothing is judged yet: 0 usable readings are stored, 1440 are needed.");
    }

    [Fact]
    public async Task Export_AfterImport_GivesTheFiveColumns()
    {
        await using var page = await OpenAsync("upload_06");
        await UploadAsync(page, "time,flow_rate,pressure\n2024-07-09 0:01,227,36\n");
        await page["import"].ClickAsync();
        await Assertions.Expect(page["report"]).ToBeVisibleAsync();
        var download = await page.Page.APIRequest.GetAsync($"{station.Url}{await page["export"].GetAttributeAsync("href")}");
        Assert.Equal("time,flow_rate,pressure,flow_rate_predict,pressure_predict\n2024-07-09 0:01+09:00,227,36,,\n", await download
            .TextAsync());
    }

    private async Task<StationPage> OpenAsync(string sensor, string language = "en", int width = 1440)
    {
        var page = await station.OpenAsync(language: language, width: width);
        await station.Get<StationEditor>()
            .AddSensorAsync(new SensorDraft { Id = sensor, StationName = "Upload test" }, cancellation: Cancellation);
        await page.GoAsync($"/data?sensor={sensor}");
        await page.WaitForFileInputAsync("file");
        return page;
    }

    private static Task UploadAsync(StationPage page, string text, Encoding? encoding = null) => page["file"].SetInputFilesAsync(
        new FilePayload { Name = "mock.csv", MimeType = "text/csv", Buffer = (encoding ?? Encoding.UTF8).GetBytes(text) });

    private static string SimulatedDay() => SampleCsv.Write(
        new WaterSimulator(new SimulationOptions()).Generate(DateTime.Parse("2024-07-09", CultureInfo.InvariantCulture), 1440));
}

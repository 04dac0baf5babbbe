using System.Text;
using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Readings;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

/// <summary>One file for several sensors, and files of counters, on page Data.</summary>
public sealed class DataPageWideTests(BrowserStation station)
{
    private const string FitsTheScreen = "document.documentElement.scrollWidth <= innerWidth";
    private const string Wide = "time,A1,B1,A2,B2,A3\n2024-03-01 0:00,1,10,2,20,3\n2024-03-01 0:01,4,40,5,50,6\n";

    [Theory]
    [InlineData("en", 1440)]
    [InlineData("ko", 390)]
    public async Task Upload_WideFileOfThreeSensors_IsMappedByKeysAloneAndTheNextAsksNothing(string language, int width)
    {
        var (one, two, three) = ($"wide_a_{language}", $"wide_b_{language}", $"wide_c_{language}");
        await using var page = await OpenAsync(language, width, one, two, three);
        await UploadAsync(page, Wide);
        await Assertions.Expect(page["questions"]).ToBeVisibleAsync();
        await page.ChooseByKeysAsync("feed-sensor-1", one);
        await page.PressByKeysAsync("feed-apply");
        await Assertions.Expect(page["feed-problem"]).ToContainTextAsync("A1");
        foreach (var (row, sensor, role) in new[]
        {
            (1, one, "FlowRate"), (2, one, "Pressure"), (3, two, "FlowRate"), (4, two, "Pressure"), (5, three, "FlowRate"),
        })
        {
            await page.ChooseByKeysAsync($"feed-sensor-{row}", sensor);
            await page.ChooseByKeysAsync($"feed-role-{row}", role);
        }

        await page.PressByKeysAsync("feed-apply");
        await Assertions.Expect(page[$"preview-{two}"]).ToContainTextAsync("50.00");
        Assert.True(await page.Page.EvaluateAsync<bool>(FitsTheScreen));
        await page.PressByKeysAsync("import");
        await ExpectReportsAsync(page, one, two, three);
        Assert.True(await page.Page.EvaluateAsync<bool>(FitsTheScreen));
        await Assertions.Expect(page["plans"]).ToContainTextAsync(two);

        await page.GoAsync($"/data?sensor={one}");
        await page.WaitForFileInputAsync("file");
        await UploadAsync(page, Wide.Replace("2024-03-01", "2024-03-02", StringComparison.Ordinal));
        await Assertions.Expect(page[$"preview-{three}"]).ToContainTextAsync("6.00");
        Assert.Equal(0, await page["questions"].CountAsync());
        await page.PressByKeysAsync("import");
        await ExpectReportsAsync(page, one, two, three);
        Assert.Equal(4, await CountAsync(two));
        Assert.Empty(page.Problems);
    }

    /// <summary>Names propose; who applies it says so.</summary>
    [Fact]
    public async Task Upload_TagsThatCarryNamesOfSensors_AreProposedAndStoredOnceApplied()
    {
        await using var page = await OpenAsync("en", 390, "tag_a", "tag_b", "tag_c");
        await UploadAsync(
            page, "time,tag,value\n2024-03-01 0:00,tag_a.flow,1\n2024-03-01 0:00,tag_b.flow,2\n2024-03-01 0:00,tag_b.pressure,20\n"
                + "2024-03-01 0:00,tag_c.flow,3\n");
        await Assertions.Expect(page["feed-proposals"]).ToContainTextAsync("tag_b.pressure → tag_b");
        Assert.Equal(0, await page["preview-tag_b"].CountAsync());
        Assert.Equal("Pressure", await page["feed-role-3"].InputValueAsync());
        await page.PressByKeysAsync("feed-apply");
        await Assertions.Expect(page["preview-tag_b"]).ToContainTextAsync("20.00");
        await page.PressByKeysAsync("import");
        await ExpectReportsAsync(page, "tag_a", "tag_b", "tag_c");
        Assert.Equal((1, 1, 1), (await CountAsync("tag_a"), await CountAsync("tag_b"), await CountAsync("tag_c")));
        Assert.True(await page.Page.EvaluateAsync<bool>(FitsTheScreen));
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData("en", 1440)]
    [InlineData("ko", 390)]
    public async Task Upload_CounterOfAnUnknownUnit_IsAskedAboutAndStoredAsItsGrowth(string language, int width)
    {
        var sensor = $"counter_{language}";
        await using var page = await OpenAsync(language, width, sensor);
        await UploadAsync(
            page, "time,Totalizer\n2024-03-01 0:00,5000\n2024-03-01 0:01,5001\n2024-03-01 0:02,0.5\n2024-03-01 0:03,2.5\n");
        await Assertions.Expect(page["questions"]).ToBeVisibleAsync();
        await page.ChooseByKeysAsync("counter-unit", "m³");
        await Assertions.Expect(page["preview"]).ToContainTextAsync("120.0");
        await page.PressByKeysAsync("import");
        await Assertions.Expect(page["report"]).ToContainTextAsync(language == "ko" ? "초기화" : "set back or exchanged");
        Assert.True(await page.Page.EvaluateAsync<bool>(FitsTheScreen));
        Assert.Empty(page.Problems);
    }

    private static async Task ExpectReportsAsync(StationPage page, params string[] sensors)
    {
        await Assertions.Expect(page["report"]).ToHaveCountAsync(sensors.Length);
        for (var i = 0; i < sensors.Length; i++)
        {
            await Assertions.Expect(page["report"].Nth(i)).ToContainTextAsync($"{sensors[i]}:");
        }
    }

    private async Task<int> CountAsync(string id)
    {
        var spans = await station.Get<StationQueries>().ListSpansAsync(TestStation.Cancellation);
        var key = spans.Single(span => span.Sensor.Id == id).Sensor.Key;
        var imports = await station.Get<ReadingQueries>().ImportsAsync(key);
        return imports.Sum(import => import.Report.Inserted);
    }

    private async Task<StationPage> OpenAsync(string language, int width, params string[] sensors)
    {
        var page = await station.OpenAsync(language: language, width: width);
        foreach (var sensor in sensors)
        {
            await station.Get<StationEditor>().AddSensorAsync(
                new SensorDraft { Id = sensor, StationName = "Upload test" }, cancellation: TestStation.Cancellation);
        }

        await page.GoAsync($"/data?sensor={sensors[0]}");
        await page.WaitForFileInputAsync("file");
        return page;
    }

    private static Task UploadAsync(StationPage page, string text) => page["file"].SetInputFilesAsync(
        new FilePayload { Name = "export.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
}

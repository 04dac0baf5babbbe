using System.Globalization;
using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Components.Pages.Live;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

/// <summary>Somebody brings a file of their own, of a year ago.</summary>
public sealed class FirstStepsTests(BrowserStation station)
{
    private static readonly StationClock Seoul = StationClock.For(Sensor.DefaultTimeZone);

    [Fact]
    public async Task Data_OfTheDemo_GivesTheFileASensorOfItsOwn()
    {
        await using var page = await station.OpenAsync("/data?sensor=sensor_01");
        await Assertions.Expect(page["file"]).ToHaveCountAsync(0);
        await page["own-sensor-id"].FillAsync("first_own");
        await page["add-own-sensor"].ClickAsync();
        await page["file"].WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.EndsWith("/data?sensor=first_own", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    /// <summary>A logger of a quarter of an hour; the file is of a year ago.</summary>
    [Fact]
    public async Task Data_FirstFileOfAnotherInterval_IsTakenWithItsInterval()
    {
        await station.StartedAsync();
        Assert.Empty(await station.Get<StationEditor>().AddSensorAsync(
            new SensorDraft { Id = "quarter_hours" }, cancellation: TestStation.Cancellation));
        var rows = Enumerable.Range(0, 96).Select(i => $"2024-07-09 {i / 4}:{i % 4 * 15:00},{200 + i},400");
        await using var page = await station.OpenAsync("/data?sensor=quarter_hours");
        await page.WaitForFileInputAsync("file");
        await page["file"].SetInputFilesAsync(new FilePayload
        {
            Name = "quarter.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes($"time,flow_rate,pressure\n{string.Join('\n', rows)}\n"),
        });
        await Assertions.Expect(page["new-interval"]).ToContainTextAsync("every 15 min");
        await Assertions.Expect(page["history"]).ToContainTextAsync("does not hear of them");
        await page["import"].ClickAsync();
        await Assertions.Expect(page["report"]).ToContainTextAsync("96 stored");
        await Assertions.Expect(page["report"]).ToContainTextAsync("0 gaps");
        var sensor = (await station.Get<StationQueries>().ListAsync(TestStation.Cancellation)).Single(row => row.Id == "quarter_hours");
        Assert.Equal(15, sensor.SamplingIntervalMinutes);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Live_ReadingsEndLongAgo_StandsWhereTheyEndAndSaysSo()
    {
        await station.StartedAsync();
        Assert.Empty(await station.Get<StationEditor>().AddSensorAsync(
            new SensorDraft { Id = "long_ago" }, cancellation: TestStation.Cancellation));
        var sensor = (await station.Get<StationQueries>().ListAsync(TestStation.Cancellation)).Single(row => row.Id == "long_ago");
        var to = Seoul.StartOfDay(new DateOnly(2024, 7, 9)) + 719;
        await station.Get<ReadingStore>().StoreAsync(
            sensor.Key, StationActions.Columns(to - 3000, [.. Enumerable.Repeat(5.0, 3001)]), cancellation: TestStation.Cancellation);
        await using var page = await station.OpenAsync("/?sensor=long_ago", "ko");
        await Assertions.Expect(page["at-the-end"]).ToContainTextAsync("2024-07-09 11:59");
        await Assertions.Expect(page["card-FlowRate"]).ToContainTextAsync("일 전");
        await Assertions.Expect(page.Page.Locator(".number.stale").First).ToBeVisibleAsync();
        await Assertions.Expect(page["day"]).ToHaveValueAsync("2024-07-09");
        await page["day-before"].ClickAsync();
        await Assertions.Expect(page["day"]).ToHaveValueAsync("2024-07-08");
        await Assertions.Expect(page["at-the-end"]).ToHaveCountAsync(0);
        await page["day"].FillAsync("2024-07-07");
        await page.Page.UntilAsync("location.search.includes('day=2024-07-07')", "the day that was typed");
        await page["to-now"].ClickAsync();
        await page["at-the-end"].WaitForAsync();
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData("2024-07-08", 28_674_899, "2024-07-08 23:59", false)]
    [InlineData("2024-7-8", 28_674_899, "2024-07-09 12:00", false)]
    [InlineData(null, 28_674_899, "2024-07-09 12:00", false)]
    [InlineData(null, 28_674_900 - 1441, "2024-07-08 11:59", true)]
    [InlineData("9999-12-31", null, "2024-07-09 12:00", false)]
    public void Window_DayAndNewestReading_EndsThere(string? day, int? newest, string to, bool isAtTheEnd)
    {
        var window = LiveWindow.Of(Seoul, day, newest, 28_674_900, (1440, 720));
        Assert.Equal(
            (to, 1440, 720, isAtTheEnd),
            (Seoul.ToLocal(window.To).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), window.To - window.From,
                window.Until - window.To, window.IsAtTheEnd));
    }
}

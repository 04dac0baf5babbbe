using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

public sealed class HolidayPanelTests(BrowserStation station)
{
    [Fact]
    public async Task Day_AddedAndRemoved_IsListedAndKnownToTheSensor()
    {
        await using var page = await station.OpenAsync("/stations?sensor=sensor_01");
        var sensor = await SensorAsync();
        var day = sensor.Clock.DayOf(TimeProvider.System.GetUtcNow()).AddDays(100);
        for (; await IsHolidayAsync(sensor, day); day = day.AddDays(1))
        {
            // A public holiday would be one before and after.
        }

        var row = page[$"holiday-{Text(day)}"];
        await page["holiday-add"].ClickAsync();
        await Assertions.Expect(page["holiday-problem"]).ToHaveTextAsync("Choose a day first.");
        await page["holiday-day"].FillAsync(Text(day));
        await page["holiday-name"].FillAsync("Opening of the <b>dam</b>");
        await page["holiday-add"].ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Opening of the <b>dam</b>");
        await Assertions.Expect(row).ToContainTextAsync("by hand");
        Assert.True(await IsHolidayAsync(sensor, day));

        await row.GetByText("Remove").ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.False(await IsHolidayAsync(sensor, day));
    }

    [Fact]
    public async Task Day_YearsAway_IsListedAndCanBeRemoved()
    {
        await using var page = await station.OpenAsync("/stations?sensor=sensor_01");
        foreach (var day in new[] { "1999-03-02", "2098-03-03" })
        {
            var row = page[$"edited-{day}"];
            await page["holiday-day"].FillAsync(day);
            await page["holiday-name"].FillAsync("Far away");
            await page["holiday-add"].ClickAsync();
            await Assertions.Expect(row).ToContainTextAsync("Far away");
            await row.GetByText("Remove").ClickAsync();
            await Assertions.Expect(row).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Span_TurnedAround_ListsThePast()
    {
        await using var page = await station.OpenAsync("/stations?sensor=sensor_01");
        var today = (await SensorAsync()).Clock.DayOf(TimeProvider.System.GetUtcNow());
        await page["holiday-span"].ClickAsync();
        await Assertions.Expect(page["holiday-list"]).ToContainTextAsync("The past twelve months");
        var day = await page["holiday-list"].Locator("tbody tr").Last.GetAttributeAsync("data-testid");
        Assert.True(DateOnly.ParseExact(day!["holiday-".Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture) < today);
    }

    [Fact]
    public async Task PublicHoliday_TakenOutAndPutBack_StaysListedByItsName()
    {
        await using var page = await station.OpenAsync("/stations?sensor=sensor_01", "ko");
        var row = page["holiday-list"].Locator("tr", new() { HasText = "성탄절" }).First;
        await row.GetByText("제외").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("제외됨");
        await row.GetByText("되돌리기").ClickAsync();
        await Assertions.Expect(row).Not.ToContainTextAsync("제외됨");
    }

    [Fact]
    public async Task File_BadAndGood_SaysWhyAndListsItsDays()
    {
        await using var page = await station.OpenAsync("/stations?sensor=sensor_01");
        await page.WaitForFileInputAsync("holiday-file");
        await page["holiday-file"].SetInputFilesAsync(File("letter.ics", "Dear sir"));
        await Assertions.Expect(page["holiday-problem"])
            .ToHaveTextAsync("letter.ics cannot be read as an iCalendar file: Could not parse line: 'Dear sir'.");
        await page["holiday-file"].SetInputFilesAsync(File(
            "town.ics",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20201111\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Town "
                + "fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
        await Assertions.Expect(page["holiday-file-name"]).ToContainTextAsync("town.ics, until ");
        await Assertions.Expect(page["holiday-list"]).ToContainTextAsync("Town fair");
        await Assertions.Expect(page["holiday-problem"]).ToHaveCountAsync(0);
        await page["holiday-file-remove"].ClickAsync();
        await Assertions.Expect(page["holiday-list"]).Not.ToContainTextAsync("Town fair");
    }

    [Fact]
    public async Task Country_Chosen_ChangesTheList()
    {
        await using var page = await station.OpenAsync("/stations?sensor=sensor_01");
        await page["holiday-country"].SelectOptionAsync("italy");
        await Assertions.Expect(page["holiday-list"]).ToContainTextAsync("Epiphany");
        await page["holiday-country"].SelectOptionAsync("");
        await Assertions.Expect(page["holiday-list"]).ToContainTextAsync("Hangeul Day");
        await Assertions.Expect(page["holiday-list"]).Not.ToContainTextAsync("Epiphany");
    }

    private static FilePayload File(string name, string text) =>
        new() { Name = name, MimeType = "text/calendar", Buffer = Encoding.UTF8.GetBytes(text) };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<Sensor> SensorAsync() =>
        (await station.Get<StationQueries>().ListAsync(TestStation.Cancellation)).Single(sensor => sensor.Id == "sensor_01");

    private async Task<bool> IsHolidayAsync(Sensor sensor, DateOnly day) =>
        (await station.Get<ISensorHolidays>().LoadAsync(sensor.Key, TestStation.Cancellation)).Contains(day);
}

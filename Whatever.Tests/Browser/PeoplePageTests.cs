using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Browser;

/// <summary>A station from its first administrator on, as people meet it.</summary>
public sealed class PeoplePageTests(BrowserStation browser) : IAsyncLifetime
{
    private const string Password = "four plain words here";
    private const string Own = "four words of my own";
    private readonly TestFolder folder = new();
    private WebApplication app = null!;
    private string url = "";

    public async ValueTask InitializeAsync()
    {
        app = StationHost.Build(new DataFolder(folder.Path), "http://127.0.0.1:0");
        await app.Services.PrepareStationAsync(withDemo: false);
        await app.StartAsync(TestStation.Cancellation);
        url = await app.RememberAddressAsync();
        Assert.Empty(await app.Services.GetRequiredService<StationEditor>().AddSensorAsync(new SensorDraft { Id = "sensor_01" }));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Station_FromTheFirstAdministratorOn_AsksWhoSomebodyIs()
    {
        await using var first = await browser.OpenAsync("/", url: url);
        await first["open-station"].ClickAsync();
        await first["name"].FillAsync("Kim");
        await first["password"].FillAsync(Password);
        await first["again"].FillAsync(Password);
        await first["set-up"].ClickAsync();
        await Assertions.Expect(first["account"]).ToHaveTextAsync("Kim");

        // A person is made on the page, and the password that was made up lets them in.
        await first.GoAsync("/access");
        await first["person-name"].FillAsync("Lee");
        await first["add-person"].ClickAsync();
        var made = (await first["secret-text"].TextContentAsync())!.Trim();
        Assert.Empty(first.Problems);

        await using var viewer = await SignInAsync("Lee", made, "/account");
        await Assertions.Expect(viewer.Page).ToHaveTitleAsync("Your account · Whatever");

        // Somebody else knows it: until another is chosen there is no other page.
        await viewer.Page.GotoAsync(new Uri(new Uri(url), "/schedules").ToString());
        await viewer.Page.WaitForURLAsync("**/account");
        await viewer["current"].FillAsync(made);
        await viewer["wanted"].FillAsync(Own);
        await viewer["again"].FillAsync(Own);
        await viewer["change-password"].ClickAsync();
        await Assertions.Expect(viewer["done"]).ToBeVisibleAsync();
        await Assertions.Expect(viewer["session"]).ToHaveCountAsync(1);
        await viewer.GoAsync("/schedules");
        await Assertions.Expect(viewer["run-RebuildCriteria"]).ToBeDisabledAsync();
        await Assertions.Expect(viewer.Page.Locator("nav a[href='/access']")).ToHaveCountAsync(0);
        await viewer.GoAsync("/access");
        await Assertions.Expect(viewer["not-allowed"]).ToBeVisibleAsync();
        await viewer.GoAsync("/alarms");

        // What their session was for is over: the open page leads to the sign-in by itself.
        await first["role-Lee"].SelectOptionAsync("Operator");
        await viewer.Page.WaitForURLAsync("**/sign-in?returnUrl=*");

        await AcknowledgeAsync(Own);

        await first.GoAsync("/audit");
        await Assertions.Expect(first["audit-whole"]).ToBeVisibleAsync();
        await first["audit-act"].SelectOptionAsync("person.changed");
        await Assertions.Expect(first.Page.Locator("td.change").First).ToContainTextAsync("Operator");
        Assert.Empty(first.Problems);
    }

    private async Task AcknowledgeAsync(string password)
    {
        long id;
        await using (var db = await OpenAsync())
        {
            var sensor = await db.Sensors.SingleAsync(TestStation.Cancellation);
            var now = (int)(app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds() / 60);
            var alarm = new Alarm
            {
                SensorKey = sensor.Key,
                Cause = AlarmCause.High,
                SinceMinute = now - 20,
                RaisedMinute = now - 10,
                State = AlarmState.Raised,
                Stage = OutlierStage.Alert,
            };
            db.Alarms.Add(alarm);
            await db.SaveChangesAsync(TestStation.Cancellation);
            id = alarm.Id;
        }

        await using var page = await SignInAsync("Lee", password, "/alarms");
        await page.GoAsync($"/alarms/{id}?sensor=sensor_01");
        await Assertions.Expect(page["who"]).ToHaveValueAsync("Lee");
        await page["acknowledge"].ClickAsync();
        await Assertions.Expect(page["acknowledge"]).ToHaveCountAsync(0);
        await using var stored = await OpenAsync();
        Assert.Equal(
            "Lee", (await stored.AlarmEntries.SingleAsync(
                entry => entry.AlarmId == id && entry.Kind == AlarmEntryKind.Acknowledged, TestStation.Cancellation)).Who);
        Assert.Empty(page.Problems);
    }

    private async Task<StationPage> SignInAsync(string name, string password, string landsOn)
    {
        var page = await browser.OpenAsync("/alarms", url: url);
        await page["name"].FillAsync(name);
        await page["password"].FillAsync(password);
        await page["sign-in"].ClickAsync();
        await page.Page.WaitForURLAsync($"**{landsOn}");
        return page;
    }

    private Task<StationDbContext> OpenAsync() =>
        app.Services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(TestStation.Cancellation);
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Tests.Web.People;

public sealed class SignInTests(GuardedStation station)
{
    [Fact]
    public async Task SignIn_RightPassword_SetsACookieThatScriptsAndOtherSitesDoNotSee()
    {
        await station.ReadyAsync();
        var (client, answer) = await station.TrySignInAsync(
            GuardedStation.NameOf(PersonRole.Viewer), GuardedStation.Password, "/alarms?days=7");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/alarms?days=7", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("whatever=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/sensors", TestStation.Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("the Viewer", "wrong")]
    [InlineData("nobody of that name", "four plain words here")]
    [InlineData("", "")]
    public async Task SignIn_WrongNameOrPassword_SaysTheSame(string name, string password)
    {
        await station.ReadyAsync();
        var (_, answer) = await station.TrySignInAsync(name, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(
            "Name or password is wrong.", await answer.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(
            answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [],
            cookie => cookie.StartsWith("whatever=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/ok\\..\\evil")]
    public async Task SignIn_ReturnToAnotherSite_GoesToTheFirstPage(string back)
    {
        await station.ReadyAsync();
        var (_, answer) = await station.TrySignInAsync(GuardedStation.NameOf(PersonRole.Viewer), GuardedStation.Password, back);
        var location = answer.Headers.Location!;
        Assert.Equal("/", location.IsAbsoluteUri ? location.PathAndQuery : location.ToString());
        using var language = await station.Anybody().GetAsync(
            $"/language/en?back={Uri.EscapeDataString(back)}", TestStation.Cancellation);
        Assert.Equal("/", language.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Session_RoleChanged_EndsAtOnce()
    {
        await station.ReadyAsync();
        var editor = station.Services.GetRequiredService<PeopleEditor>();
        await station.AddPersonAsync("for a while", PersonRole.Operator);
        var client = await station.SignInAsync("for a while", GuardedStation.Password);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/jobs", TestStation.Cancellation)).StatusCode);
        Assert.Null(await editor.SetRoleAsync("for a while", PersonRole.Viewer, TestStation.Cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/jobs", TestStation.Cancellation)).StatusCode);
        Assert.Null(await editor.RemoveAsync("for a while", TestStation.Cancellation));
    }

    [Fact]
    public async Task SetUp_WhereThereIsSomebody_LeadsToTheSignIn()
    {
        await station.ReadyAsync();
        using var answer = await station.Anybody().GetAsync("/set-up", TestStation.Cancellation);
        Assert.EndsWith("/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_AnyPage_CarriesTheHeaders()
    {
        await station.ReadyAsync();
        using var answer = await station.Anybody().GetAsync("/sign-in", TestStation.Cancellation);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", policy.Split("style-src")[0], StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alarm_AcknowledgedByApi_CarriesTheNameThatIsSignedIn()
    {
        await station.ReadyAsync();
        long id;
        await using (var db = await station.OpenAsync())
        {
            var sensor = await db.Sensors.OrderBy(row => row.Key).FirstAsync(TestStation.Cancellation);
            var alarm = new Alarm { SensorKey = sensor.Key, Cause = AlarmCause.High, SinceMinute = 1, RaisedMinute = 2 };
            db.Alarms.Add(alarm);
            await db.SaveChangesAsync(TestStation.Cancellation);
            id = alarm.Id;
        }

        var client = await station.SessionAsync(PersonRole.Operator);
        using var answer = await client.PostAsync(
            $"/api/v1/alarms/{id}/comment", new StringContent("""{"who":"somebody else","note":"seen"}""", null, "application/json"),
            TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await using var stored = await station.OpenAsync();
        Assert.Equal(
            GuardedStation.NameOf(PersonRole.Operator),
            (await stored.AlarmEntries.SingleAsync(entry => entry.AlarmId == id, TestStation.Cancellation)).Who);
    }
}

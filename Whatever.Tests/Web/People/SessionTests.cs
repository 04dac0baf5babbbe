using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Tests.Web.People;

public sealed class SessionTests(GuardedStation station)
{
    [Fact]
    public async Task SignOut_WhatTheBrowserHeld_OpensNothingAnyMore()
    {
        var (name, cookie) = (await AddAsync("signs out"), "");
        using var client = await HeldAsync(name, held => cookie = held);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(client));
        using var ended = await client.PostAsync("/sign-out", null, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        using var thief = station.Anybody();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sensors");
        request.Headers.Add("Cookie", cookie);
        using var answer = await thief.SendAsync(request, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Sessions_EndedEverywhereElse_LeaveThisOne()
    {
        var name = await AddAsync("is everywhere");
        using var here = await station.SignInAsync(name, GuardedStation.Password);
        using var there = await station.SignInAsync(name, GuardedStation.Password);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(there));
        using var answer = await GuardedStation.PostFormAsync(here, "/account", "sessions", []);
        Assert.Contains(
            "1 other sessions of yours are over.", await answer.Content.ReadAsStringAsync(TestStation.Cancellation),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(there));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(here));
    }

    [Fact]
    public async Task Session_OfWhoMustChooseAPassword_OpensTheAccountAlone()
    {
        await station.ReadyAsync();
        var editor = station.Services.GetRequiredService<PeopleEditor>();
        Assert.Null((await editor.AddAsync("is new", PersonRole.Administrator, GuardedStation.Password, TestStation.Cancellation)).Problem);
        using var client = await HeldAsync("is new", _ => { });
        using var page = await client.GetAsync("/alarms", TestStation.Cancellation);
        Assert.Equal("/account", page.Headers.Location!.ToString());
        using var api = await client.GetAsync("/api/v1/sensors", TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        Assert.Contains("access.password", await api.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
        using var circuit = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, circuit.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account", TestStation.Cancellation)).StatusCode);
        Assert.Null(await editor.RemoveAsync("is new", TestStation.Cancellation));
    }

    [Fact]
    public async Task Session_AfterAMonth_IsOverHoweverMuchItIsUsed()
    {
        await using var own = await TestStation.StartAsync();
        Assert.Null(await own.Get<PeopleEditor>().AddFirstAsync("Kim", GuardedStation.Password, TestStation.Cancellation));
        var person = (await own.Get<PeopleQueries>().FindAsync(1, TestStation.Cancellation))!;
        var session = await own.Get<Sessions>().BeginAsync(1, "10.0.0.9", "a browser", TestStation.Cancellation);
        var (check, who) = (own.Get<SessionCheck>(), Identities.Of(person, session));
        Assert.True(await check.HoldsAsync(who, TestStation.Cancellation));
        Assert.False(await check.HoldsAsync(Identities.Of(person, "another"), TestStation.Cancellation));
        own.Time.Advance(Sessions.Longest + TimeSpan.FromMinutes(1));
        Assert.False(await check.HoldsAsync(who, TestStation.Cancellation));
    }

    [Fact]
    public async Task Sessions_MoreThanThereAreOfOnePerson_PushOutTheOldest()
    {
        await using var own = await TestStation.StartAsync();
        Assert.Null(await own.Get<PeopleEditor>().AddFirstAsync("Kim", GuardedStation.Password, TestStation.Cancellation));
        var sessions = own.Get<Sessions>();
        var first = await sessions.BeginAsync(1, null, null, TestStation.Cancellation);
        for (var count = 0; count < Sessions.Most; count++)
        {
            own.Time.Advance(TimeSpan.FromSeconds(1));
            await sessions.BeginAsync(1, null, new string('x', 10_000), TestStation.Cancellation);
        }

        var left = await sessions.ListAsync(1, TestStation.Cancellation);
        Assert.Equal(Sessions.Most, left.Count);
        Assert.DoesNotContain(left, session => session.Id == first || session.Browser is { Length: > 200 });
    }

    [Fact]
    public async Task Form_OfMegabytesFromNobody_IsNotRead()
    {
        await station.ReadyAsync();
        using var client = station.Anybody();
        client.DefaultRequestHeaders.Add("Origin", station.Address.GetLeftPart(UriPartial.Authority));

        // Who is refused before they have sent it all may find the line closed: this one asks before it sends.
        client.DefaultRequestHeaders.ExpectContinue = true;

        // Of a kilobyte it is looked at, and said to be wrong.
        using var small = await SendAsync(client, 1 << 10);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        using var large = await SendAsync(client, 1 << 20);
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);

        static Task<HttpResponseMessage> SendAsync(HttpClient client, int letters) => GuardedStation.PostFormAsync(
            client, "/sign-in", "sign-in",
            new() { ["Form.Name"] = "sends much", ["Form.Password"] = "wrong", ["Form.Code"] = new string('x', letters) });
    }

    [Fact]
    public async Task Refusal_OfARole_IsNoted()
    {
        // One of its own: of what others are refused in the same minute not all is noted.
        await using var alone = new GuardedStation();
        var client = await alone.SessionAsync(PersonRole.Viewer);
        using var refused = await client.PostAsync("/api/v1/jobs/noted/run", null, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await using var db = await alone.OpenAsync();
        var entries = await db.AuditEntries.Where(row => row.Act == AuditActs.Refused).ToListAsync(TestStation.Cancellation);
        Assert.Contains(entries, row => row.Who == GuardedStation.NameOf(PersonRole.Viewer) && row.Address == "127.0.0.1");
    }

    private async Task<string> AddAsync(string name)
    {
        await station.ReadyAsync();
        await station.AddPersonAsync(name, PersonRole.Viewer);
        return name;
    }

    private async Task<HttpClient> HeldAsync(string name, Action<string> held)
    {
        var (signing, answer) = await station.TrySignInAsync(name, GuardedStation.Password);
        signing.Dispose();
        var cookie = string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));
        held(cookie);
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = station.Address,
        };
        client.DefaultRequestHeaders.Add("Origin", station.Address.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/v1/sensors", TestStation.Cancellation);
        return answer.StatusCode;
    }
}

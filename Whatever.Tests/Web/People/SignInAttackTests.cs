using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Tests.Web.People;

/// <summary>What somebody tries who wants in, or wants others out.</summary>
public sealed class SignInAttackTests
{
    private const string Password = "four plain words here";
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Lockout_MadeByAStranger_DoesNotHoldABrowserThatIsKnown()
    {
        await using var station = await StartAsync();
        var mark = station.Get<KnownBrowser>().Make("Kim");
        for (var count = 0; count < Attempts.MostPerAddress * 2; count++)
        {
            await TryAsync(station, "Kim", "wrong", address: $"10.0.{count}.9");
        }

        Assert.Equal("sign-in.too-often", (await TryAsync(station, "Kim", Password)).Problem!.Code);
        Assert.NotNull((await TryAsync(station, "kim", Password, browser: mark)).Person);

        // It is of this name alone, and as much is guessed in it as elsewhere: little.
        Assert.Equal("sign-in.too-often", (await TryAsync(station, "Kim", Password, browser: mark + "x")).Problem!.Code);
        for (var count = 1; count < Attempts.MostOfOne; count++)
        {
            Assert.Equal("sign-in.wrong", (await TryAsync(station, "Kim", "wrong", browser: mark)).Problem!.Code);
        }

        Assert.Equal("sign-in.too-often", (await TryAsync(station, "Kim", Password, browser: mark)).Problem!.Code);
    }

    [Fact]
    public async Task KnownBrowser_OfAnotherName_IsNone()
    {
        await using var station = await StartAsync();
        var browsers = station.Get<KnownBrowser>();
        Assert.NotNull(browsers.Read(browsers.Make("Kim"), " KIM "));
        Assert.Null(browsers.Read(browsers.Make("Lee"), "Kim"));
        Assert.Null(browsers.Read("nothing", "Kim"));
    }

    [Fact]
    public async Task Tries_FromOneHomeOfIpv6_AreOfOneAddress()
    {
        await using var station = await StartAsync();
        for (var count = 0; count < Attempts.MostPerAddress; count++)
        {
            await TryAsync(station, $"somebody {count}", "wrong", address: $"2001:db8:1:2::{count + 1:x}");
        }

        Assert.Equal("sign-in.too-often", (await TryAsync(station, "other", "wrong", address: "2001:db8:1:2:ffff::9")).Problem!.Code);
        Assert.Equal("sign-in.wrong", (await TryAsync(station, "other", "wrong", address: "2001:db8:1:3::1")).Problem!.Code);
    }

    [Fact]
    public async Task Tries_OfWhatAStrangerTypes_UseUpNobodysPasswordChange()
    {
        await using var station = await StartAsync();
        var editor = station.Get<PeopleEditor>();
        for (var count = 0; count < Attempts.MostPerName; count++)
        {
            await TryAsync(station, "password 1", "wrong", address: $"10.1.{count}.1");
        }

        // Neither does a colleague with theirs.
        Assert.Null((await editor.AddAsync("Lee", PersonRole.Viewer, null, TestStation.Cancellation)).Problem);
        for (var count = 0; count < Attempts.MostPerAddress; count++)
        {
            await editor.ChangePasswordAsync(2, "wrong", "other words of hers", TestStation.Cancellation);
        }

        Assert.Null(await editor.ChangePasswordAsync(1, Password, "other words of mine", TestStation.Cancellation));
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("Kim\u202E")]
    [InlineData("K\0im")]
    public async Task SignIn_NameThatCanBeNone_IsAnsweredAsAnyOther(string name)
    {
        await using var station = await StartAsync();
        Assert.Equal("sign-in.wrong", (await TryAsync(station, name, Password)).Problem!.Code);
        Assert.Equal("sign-in.wrong", (await TryAsync(station, "Kim", new string('x', 300))).Problem!.Code);
        Assert.Equal("sign-in.wrong", (await TryAsync(station, new string('x', 100_000), "wrong")).Problem!.Code);
    }

    [Fact]
    public async Task Authenticator_WithoutThePassword_IsNotTurnedOn()
    {
        await using var station = await StartAsync();
        var (offer, code) = Offer(station);
        var authenticators = station.Get<Authenticators>();
        Assert.Equal("password.current", (await authenticators.TurnOnAsync(1, null, offer, code, TestStation.Cancellation)).Problem!.Code);
        Assert.Null((await authenticators.TurnOnAsync(1, Password, offer, code, TestStation.Cancellation)).Problem);
        (offer, code) = Offer(station);
        Assert.Equal("totp.on", (await authenticators.TurnOnAsync(1, Password, offer, code, TestStation.Cancellation)).Problem!.Code);
    }

    [Fact]
    public async Task RecoveryCode_UsedTwiceAtOnce_LetsOneIn()
    {
        await using var station = await StartAsync();
        var (offer, code) = Offer(station);
        var (_, recovery) = await station.Get<Authenticators>().TurnOnAsync(1, Password, offer, code, TestStation.Cancellation);
        station.Time.Advance(HalfAMinute);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            number => Task.Run(() => TryAsync(station, "Kim", Password, code: recovery[0], address: $"10.2.0.{number}"))));
        Assert.Single(outcomes, outcome => outcome.Person is not null);
    }

    [Fact]
    public async Task Administrators_DismissingEachOtherAtOnce_LeaveOne()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var station = await StartAsync();
            var editor = station.Get<PeopleEditor>();
            await editor.AddAsync("Lee", PersonRole.Administrator, null, TestStation.Cancellation);
            await Task.WhenAll(
                Task.Run(() => editor.SetRoleAsync("Lee", PersonRole.Viewer, TestStation.Cancellation)),
                Task.Run(() => editor.RemoveAsync("Kim", TestStation.Cancellation)));
            await using var db = await station.OpenAsync();
            Assert.Equal(1, await db.People.CountAsync(person => person.Role == PersonRole.Administrator, TestStation.Cancellation));
        }
    }

    [Fact]
    public async Task Password_ChosenBySomebodyElse_HasToBeChangedHoweverItWasGiven()
    {
        await using var station = await StartAsync();
        var (editor, queries) = (station.Get<PeopleEditor>(), station.Get<PeopleQueries>());
        await editor.AddAsync("Lee", PersonRole.Viewer, Password, TestStation.Cancellation);
        var lee = (await queries.FindAsync(2, TestStation.Cancellation))!;
        Assert.True(lee.MustChangePassword);
        Assert.False((await queries.FindAsync(1, TestStation.Cancellation))!.MustChangePassword);
        var who = Identities.Of(lee, "a session");
        Assert.DoesNotContain(Enum.GetValues<Right>(), right => right != Right.OwnAccount && Permissions.Allows(who, right));
        Assert.Equal("password.same", (await editor.ChangePasswordAsync(2, Password, Password, TestStation.Cancellation))!.Code);
    }

    private static (string Offer, string Code) Offer(TestStation station)
    {
        var offer = station.Get<Authenticators>().Offer();
        var secret = Convert.FromHexString(station.Get<TotpProtector>().Unprotect(offer.Sealed)!);
        return (offer.Sealed, Totp.CodeOf(secret, Totp.StepAt(station.Time.GetUtcNow())));
    }

    private static async Task<TestStation> StartAsync()
    {
        var station = await TestStation.StartAsync();
        Assert.Null(await station.Get<PeopleEditor>().AddFirstAsync("Kim", Password, TestStation.Cancellation));
        return station;
    }

    private static Task<SignInOutcome> TryAsync(
        TestStation station, string name, string password, string? code = null, string address = "10.0.0.9", string? browser = null) =>
        station.Get<SignInDesk>().TryAsync(new SignInTry(name, password, code, address) { Browser = browser }, TestStation.Cancellation);
}

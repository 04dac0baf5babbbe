using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Tests.Web.People;

public sealed class SignInDeskTests
{
    private const string Password = "four plain words here";
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task SignIn_TenWrongPasswords_LocksForAQuarterOfAnHour()
    {
        await using var station = await StartAsync();
        for (var count = 0; count < SignInDesk.MostFailures; count++)
        {
            Assert.Equal("sign-in.wrong", (await TryAsync(station, "wrong")).Problem!.Code);
        }

        // The right password is answered as a wrong one: else guessing could go on while the name is locked.
        Assert.Equal("sign-in.wrong", (await TryAsync(station, Password)).Problem!.Code);
        station.Time.Advance(SignInDesk.Lockout);
        Assert.Equal("Kim", (await TryAsync(station, Password)).Person!.UserName);
    }

    [Fact]
    public async Task SignIn_MoreTriesThanAWindowHas_AreRefusedWithTheRightPasswordToo()
    {
        await using var station = await StartAsync();
        for (var count = 0; count < Attempts.MostPerName; count++)
        {
            await TryAsync(station, Password);
        }

        Assert.Equal("sign-in.too-often", (await TryAsync(station, Password)).Problem!.Code);
        station.Time.Advance(Attempts.Window);
        Assert.NotNull((await TryAsync(station, Password)).Person);
    }

    [Fact]
    public async Task SignIn_WithAnAuthenticator_TakesEachCodeOnce()
    {
        await using var station = await StartAsync();
        var (secret, recovery) = await TurnOnAsync(station);
        station.Time.Advance(HalfAMinute);
        Assert.True((await TryAsync(station, Password)).NeedsCode);
        var code = Totp.CodeOf(secret, Totp.StepAt(station.Time.GetUtcNow()));
        Assert.Equal("sign-in.code", (await TryAsync(station, Password, code == "000000" ? "000001" : "000000")).Problem!.Code);
        Assert.NotNull((await TryAsync(station, Password, code)).Person);
        Assert.Equal("sign-in.code", (await TryAsync(station, Password, code)).Problem!.Code);
        Assert.NotNull((await TryAsync(station, Password, recovery[3])).Person);
        Assert.Equal("sign-in.code", (await TryAsync(station, Password, recovery[3])).Problem!.Code);
        Assert.Equal(9, RecoveryCodes.Left((await station.Get<PeopleQueries>().FindAsync(1, TestStation.Cancellation))!));
    }

    [Fact]
    public async Task Reset_OfWhoIsLockedOut_LetsThemInWithTheNewPasswordAlone()
    {
        await using var station = await StartAsync();
        await TurnOnAsync(station);
        for (var count = 0; count < SignInDesk.MostFailures; count++)
        {
            await TryAsync(station, "wrong");
        }

        var made = (await station.Get<PeopleEditor>().ResetAsync("kim", null, TestStation.Cancellation)).Password!;
        station.Time.Advance(Attempts.Window);
        var person = (await TryAsync(station, made)).Person!;
        Assert.True(person.MustChangePassword);
        Assert.Equal("sign-in.wrong", (await TryAsync(station, Password)).Problem!.Code);
    }

    [Theory]
    [InlineData("short", "password.length")]
    [InlineData("passwordpassword", "password.common")]
    [InlineData("CorrectHorseBatteryStaple", "password.common")]
    [InlineData("abcabcabcabcabc", "password.common")]
    [InlineData("123456789012345", "password.common")]
    [InlineData("jeongeup-2026", "password.name")]
    [InlineData("            ", "password.length")]
    [InlineData("ab          ", "password.length")]
    [InlineData("all letters small", null)]
    [InlineData("가나다라 마바사 아자차카", null)]
    public void Password_ByLengthAndWhatEverybodyTries_IsTakenOrNot(string password, string? code) =>
        Assert.Equal(code, PasswordRules.Refuse(password, ["Kim", "Jeongeup"])?.Code);

    [Fact]
    public async Task People_LastAdministrator_Stays()
    {
        await using var station = await StartAsync();
        var editor = station.Get<PeopleEditor>();
        Assert.Equal("person.last-administrator", (await editor.RemoveAsync("Kim", TestStation.Cancellation))!.Code);
        Assert.Equal(
            "person.last-administrator", (await editor.SetRoleAsync("Kim", PersonRole.Viewer, TestStation.Cancellation))!.Code);
        Assert.Equal(
            "person.exists", (await editor.AddAsync("KIM", PersonRole.Viewer, Password, TestStation.Cancellation)).Problem!.Code);
        Assert.Null((await editor.AddAsync("Lee", PersonRole.Administrator, Password, TestStation.Cancellation)).Problem);
        Assert.Null(await editor.RemoveAsync("Kim", TestStation.Cancellation));
    }

    [Fact]
    public async Task FirstAdministrator_AskedForTwiceAtOnce_IsMadeOnce()
    {
        await using var station = await TestStation.StartAsync();
        Assert.True(await station.Get<StationAccess>().IsOpenAsync(TestStation.Cancellation));
        var editor = station.Get<PeopleEditor>();
        var problems = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            number => editor.AddFirstAsync($"person {number}", Password, TestStation.Cancellation)));
        Assert.Equal(3, problems.Count(problem => problem?.Code == "person.set-up-done"));
        Assert.False(await station.Get<StationAccess>().IsOpenAsync(TestStation.Cancellation));
    }

    [Fact]
    public void SetUpCode_AfterManyWrongTries_IsStillItsOwners()
    {
        var code = new SetUpCode();
        Assert.False(code.Matches("ABCD-EFGH-JKLM"));
        var made = code.Make();
        Assert.True(code.Matches(made.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        for (var count = 0; count < 100; count++)
        {
            Assert.False(code.Matches("wrong"));
        }

        Assert.True(code.Matches(made));
        code.Forget();
        Assert.False(code.Matches(made));
    }

    /// <summary>RFC 6238, appendix B, cut to six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(20000000000, "353130")]
    public void Totp_OfTheStandardsSecret_IsTheStandardsCode(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeOf("12345678901234567890"u8.ToArray(), Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    private static async Task<TestStation> StartAsync()
    {
        var station = await TestStation.StartAsync();
        Assert.Null(await station.Get<PeopleEditor>().AddFirstAsync("Kim", Password, TestStation.Cancellation));
        return station;
    }

    private static Task<SignInOutcome> TryAsync(TestStation station, string password, string? code = null) =>
        station.Get<SignInDesk>().TryAsync(new SignInTry("Kim", password, code, "10.0.0.9"), TestStation.Cancellation);

    private static async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> TurnOnAsync(TestStation station)
    {
        var authenticators = station.Get<Authenticators>();
        var offer = authenticators.Offer();
        var secret = Convert.FromHexString(station.Get<TotpProtector>().Unprotect(offer.Sealed)!);
        var (problem, recovery) = await authenticators.TurnOnAsync(
            1, Password, offer.Sealed, Totp.CodeOf(secret, Totp.StepAt(station.Time.GetUtcNow())), TestStation.Cancellation);
        Assert.Null(problem);
        Assert.Equal(RecoveryCodes.Count, recovery.Count);
        return (secret, recovery);
    }
}

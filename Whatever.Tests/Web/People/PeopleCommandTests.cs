using Whatever.Tests.Support;

namespace Whatever.Tests.Web.People;

[Collection("Commands")]
public sealed class PeopleCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Users_AddedResetAndRemoved_AreListedAsTheyAre()
    {
        var made = (await RunAsync("users", "add", "Kim", "--role", "administrator", "--json")).AssertSuccess();
        Assert.Equal(20, made.Json.GetProperty("password").GetString()!.Length);
        (await RunAsync("users", "add", "Lee", "--role", "viewer")).AssertSuccess();
        (await RunAsync("users", "role", "lee", "--role", "operator")).AssertSuccess();
        Assert.Equal("Kim: administrator\nLee: operator\n", (await RunAsync("users", "list")).AssertSuccess().Output);
        var reset = (await RunAsync("users", "reset", "Kim")).AssertSuccess();
        Assert.Contains("Password, shown this once: ", reset.Output, StringComparison.Ordinal);
        var refused = await RunAsync("users", "remove", "Kim");
        Assert.Equal((1, "Kim is the last administrator; make another one first."), (refused.ExitCode, refused.Error.Trim()));
        (await RunAsync("users", "remove", "Lee")).AssertSuccess();
        var nobody = await RunAsync("users", "reset", "Lee");
        Assert.Equal((1, "There is no person Lee."), (nobody.ExitCode, nobody.Error.Trim()));
        Assert.Equal(2, (await RunAsync("users", "add", "Park", "--role", "boss")).ExitCode);
    }

    [Fact]
    public async Task Keys_AddedRotatedAndRevoked_AreListedWithoutWhatOpens()
    {
        (await RunAsync("users", "add", "Kim", "--role", "administrator")).AssertSuccess();
        var key = (await RunAsync("keys", "add", "gateway", "--scopes", "push,read", "--json")).AssertSuccess().Json
            .GetProperty("key").GetString()!;
        (await RunAsync("keys", "rotate", "1", "--old-good-for", "0")).AssertSuccess();
        (await RunAsync("keys", "revoke", "2")).AssertSuccess();
        var list = (await RunAsync("keys", "list")).AssertSuccess().Output;
        Assert.Contains("1: gateway " + key[..9] + "… push,read for all, expired", list, StringComparison.Ordinal);
        Assert.Contains("for all, revoked", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("keys", "add", "x", "--scopes", "everything")).ExitCode);
    }

    [Fact]
    public async Task Audit_OfWhatCommandsDid_IsVerifiedAndWrittenOut()
    {
        (await RunAsync("users", "add", "Kim", "--role", "administrator")).AssertSuccess();
        (await RunAsync("users", "add", "=Lee", "--role", "viewer")).AssertSuccess();
        var first = (await RunAsync("audit", "verify", "--json")).AssertSuccess().Json;
        var head = first.GetProperty("head").GetString()!;
        Assert.StartsWith("2:", head, StringComparison.Ordinal);
        (await RunAsync("users", "remove", "=Lee")).AssertSuccess();
        (await RunAsync("audit", "verify", "--head", head)).AssertSuccess();
        var gone = await RunAsync("audit", "verify", "--head", "2:0000");
        Assert.Equal(
            (1, "No row of the audit is 2:0000: rows were taken off, or the chain was made anew."), (gone.ExitCode, gone.Error.Trim()));
        (await RunAsync("audit", "export", "--out", "audit.csv")).AssertSuccess();
        var rows = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "audit.csv"), TestStation.Cancellation);
        Assert.Equal(4, rows.Length);
        Assert.Contains($",command,\"{Environment.UserName}\",\"\",\"person.removed\",\"'=Lee\"", rows[3], StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync(folder.Path, [.. arguments, "--data", folder.Path]);
}

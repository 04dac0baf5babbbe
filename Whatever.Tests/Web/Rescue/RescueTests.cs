using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Backups;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Rescue;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Rescue;

/// <summary>What stands in for a station whose database is damaged.</summary>
public sealed class RescueTests : IAsyncLifetime
{
    private const string Readings = "/api/v1/sensors/sensor_01/readings";
    private readonly TestFolder folder = new();
    private WebApplication? app;

    private static CancellationToken Cancellation => TestStation.Cancellation;

    private DataFolder Data => new(folder.Path);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync(Cancellation);
            await app.DisposeAsync();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task Push_WithAKeyOfTheNewestBackup_IsStoredAfterTheRestore()
    {
        var (push, read, backup) = await DamagedStationAsync();
        using var client = await ServeAsync();
        using var nobody = await SendAsync(client, "wk_nobody", """[{"time":"2024-07-09 9:00","flow_rate":1}]""");
        using var reader = await SendAsync(client, read, """[{"time":"2024-07-09 9:00","flow_rate":1}]""");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (nobody.StatusCode, reader.StatusCode));
        using var rows = await SendAsync(
            client, push, """[{"time":"2024-07-09 9:00","flow_rate":41},{"time":"2024-07-09 9:01","flow_rate":42}]""");
        using var csv = await SendAsync(client, push, "time,flow_rate,pressure\n2024-07-09 9:02,43,5\n", "text/csv");
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (rows.StatusCode, csv.StatusCode));
        Assert.Equal("kept", (await rows.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("status").GetString());

        using var wrong = await RestoreAsync(client, "AAAA-BBBB-CCCC", backup);
        Assert.False(app!.Services.GetRequiredService<RestoreOrder>().IsGiven);
        var code = app.Services.GetRequiredService<SetUpCode>().Make();
        using var over = await RestoreAsync(client, code, backup);
        Assert.Contains("data-testid=\"over\"", await over.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await app.WaitForShutdownAsync(Cancellation);
        app.Services.GetRequiredService<RestoreOrder>().Carry(Data, TestStation.Noon);

        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
        await KeptPushTests.StoreKeptAsync(station);
        Assert.Equal(
            [41, 42, 43],
            await station.QueryAsync(db => db.Readings.Where(row => row.Minute > 0).OrderBy(row => row.Minute)
                .Select(row => row.FlowRate!.Value).ToListAsync(Cancellation)));
        Assert.Empty(station.Get<KeptPushes>().List());
    }

    [Fact]
    public async Task Push_WithoutABackup_IsTakenAtTheMachineAloneAndRefusedLaterWithItsReason()
    {
        folder.Write("whatever.db", "no database at all");
        using var client = await ServeAsync();
        using var kept = await SendAsync(client, null, """[{"time":"2024-07-09 9:00","flow_rate":41}]""");
        using var keyed = await SendAsync(client, "wk_unknown", """[{"time":"2024-07-09 9:00","flow_rate":41}]""");
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Unauthorized), (kept.StatusCode, keyed.StatusCode));
        using var over = await RestoreAsync(client, app!.Services.GetRequiredService<SetUpCode>().Make(), "");
        await app.WaitForShutdownAsync(Cancellation);
        var aside = app.Services.GetRequiredService<RestoreOrder>().Carry(Data, TestStation.Noon);
        Assert.Equal("no database at all", await File.ReadAllTextAsync(Path.Combine(aside!, "whatever.db"), Cancellation));

        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
        await KeptPushTests.StoreKeptAsync(station);
        Assert.Empty(station.Get<KeptPushes>().List());
        var reason = Assert.Single(Directory.GetFiles(Path.Combine(Data.Kept, "Refused"), "*.txt"));
        Assert.Contains("sensor_01", await File.ReadAllTextAsync(reason, Cancellation), StringComparison.Ordinal);
        Assert.Contains("41", await File.ReadAllTextAsync(Path.ChangeExtension(reason, ".body"), Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/healthz/live", HttpStatusCode.OK)]
    [InlineData("GET", "/healthz/ready", HttpStatusCode.ServiceUnavailable)]
    [InlineData("GET", "/api/v1/sensors", HttpStatusCode.ServiceUnavailable)]
    [InlineData("POST", "/api/v1/sensors", HttpStatusCode.ServiceUnavailable)]
    [InlineData("GET", "/alarms", HttpStatusCode.Redirect)]
    [InlineData("GET", "/", HttpStatusCode.OK)]
    public async Task Request_OfAnythingElse_IsToldWhatIsWrong(string method, string path, HttpStatusCode expected)
    {
        folder.Write("whatever.db", "no database at all");
        using var client = await ServeAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Push_MoreThanIsKept_IsForItsSenderToKeep()
    {
        var push = new KeptPush(null, "", null, null, TestStation.Noon);
        var pushes = new KeptPushes(Data);
        Assert.True(await pushes.KeepAsync(push, new MemoryStream([1]), 10, Cancellation));
        await File.WriteAllTextAsync(Path.Combine(Data.Kept, "000000002.body"), "left by a kill", Cancellation);
        var again = new KeptPushes(Data);
        Assert.True(await again.KeepAsync(push with { At = TestStation.Noon.AddDays(1) }, new MemoryStream([2, 3]), 10, Cancellation));
        Assert.Equal([1, 2], again.List().Select(kept => again.OpenBody(kept)).Select(body =>
        {
            using (body)
            {
                return body.ReadByte();
            }
        }));
        Assert.Equal(2, Directory.GetFiles(Data.Kept, "*.body").Length);
        using (var large = new FileStream(Path.Combine(Data.Kept, "large.tmp"), FileMode.CreateNew))
        {
            large.SetLength(KeptPushes.MostBytes);
        }

        Assert.False(await new KeptPushes(Data).KeepAsync(push, new MemoryStream([4]), 10, Cancellation));
    }

    /// <summary>What broke off, or was too large, takes nothing from what may be kept.</summary>
    [Fact]
    public async Task Push_TooLargeAgainAndAgain_LeavesTheRoomThatThereWas()
    {
        var (push, pushes) = (new KeptPush(null, "", null, null, TestStation.Noon), new KeptPushes(Data));
        const int most = 8 << 20;
        for (var i = 0; i < 1 + (KeptPushes.MostBytes / most); i++)
        {
            await Assert.ThrowsAsync<KeptPushTooLargeException>(
                () => pushes.KeepAsync(push, new MemoryStream(new byte[most + 1]), most, Cancellation));
        }

        Assert.True(await pushes.KeepAsync(push, new MemoryStream([1]), most, Cancellation));
        Assert.Equal((1, 2), (pushes.Count, Directory.GetFiles(Data.Kept).Length));
    }

    /// <summary>The newest backup cannot be read, and the one before it knows the key.</summary>
    [Fact]
    public async Task Push_NewestBackupUnreadable_IsAskedOfTheOneBefore()
    {
        var (push, _, backup) = await DamagedStationAsync();
        await File.WriteAllTextAsync(Path.Combine(Data.Backups, "whatever-20990101T000000Z.db"), "torn", Cancellation);
        using var client = await ServeAsync();
        using var kept = await SendAsync(client, push, """[{"time":"2024-07-09 9:00","flow_rate":41}]""");
        Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
        var desk = app!.Services.GetRequiredService<RescueDesk>();
        Assert.True(desk.IsOneAhead);
        var code = app.Services.GetRequiredService<SetUpCode>().Make();
        Assert.NotNull(desk.Restore(code, "whatever-20990101T000000Z.db", null));
        Assert.Equal([backup], desk.Backups.Select(one => one.Name));
    }

    [Fact]
    public void MayPass_OfADiskThatCouldNotBeRead_IsTriedAgain()
    {
        Assert.True(StationStart.MayPass(new Problem("database.damaged", "whatever.db", "SQLite says: disk I/O error")));
        Assert.False(StationStart.MayPass(new Problem("database.damaged", "whatever.db", "database disk image is malformed")));
    }

    /// <summary>With a backup that knows a key for each, and a reading of its own.</summary>
    private async Task<(string Push, string Read, string Backup)> DamagedStationAsync()
    {
        await using var station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, 0, [1]);
        var keys = station.Get<ApiKeys>();
        var push = await keys.AddAsync(new ApiKeyDraft { Name = "gateway", Scopes = KeyScopes.Push }, "test", Cancellation);
        var read = await keys.AddAsync(new ApiKeyDraft { Name = "screen", Scopes = KeyScopes.Read }, "test", Cancellation);
        var (backup, _) = station.Get<BackupStore>().Take(TimeZoneInfo.Utc);
        await station.DisposeAsync();
        SqliteConnection.ClearAllPools();
        DatabaseFile.Settle(Data.Database);
        await File.WriteAllBytesAsync(Data.Database, new byte[8192], Cancellation);
        return (push.Secret!, read.Secret!, backup.Name);
    }

    private async Task<HttpClient> ServeAsync()
    {
        app = RescueHost.Build(Data, Listening.Parse("http://127.0.0.1:0"), new Problem("database.damaged", Data.Database, "torn"));
        await app.StartAsync(Cancellation);
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string? key, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Readings) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        return await client.SendAsync(request, Cancellation);
    }

    private static Task<HttpResponseMessage> RestoreAsync(HttpClient client, string code, string backup) => client.PostAsync(
        "/", new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = code, ["backup"] = backup }), Cancellation);
}

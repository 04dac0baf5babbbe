using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.People;

public sealed class ApiKeyTests(GuardedStation station)
{
    private static readonly DateTimeOffset Time = new(2024, 7, 9, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Key_OfOneSensor_ReachesThatOneAlone()
    {
        using var client = await station.KeyAsync(KeyScopes.Push | KeyScopes.Read, "sensor_01");
        Assert.Equal(HttpStatusCode.OK, await GetAsync(client, "/api/v1/sensors/sensor_01"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(client, "/api/v1/sensors/sensor_02"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(client, "/api/v1/sensors"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(client, "/api/v1/alarms"));
        using var answer = await client.PostAsync(
            "/api/v1/readings",
            new StringContent(
                """
                [{"sensor_id":"sensor_01","time":"2024-07-09 0:00","flow_rate":1},
                 {"sensor_id":"sensor_02","time":"2024-07-09 0:00","flow_rate":2}]
                """, Encoding.UTF8, "application/json"), TestStation.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("The key is not for sensor sensor_02.", text, StringComparison.Ordinal);
        await using var db = await station.OpenAsync();
        var other = await db.Sensors.SingleAsync(sensor => sensor.Id == "sensor_02", TestStation.Cancellation);
        Assert.False(await db.Readings.AnyAsync(reading => reading.SensorKey == other.Key, TestStation.Cancellation));
    }

    [Theory]
    [InlineData("wk_nothing")]
    [InlineData("")]
    [InlineData("Basic x")]
    public async Task Key_Unknown_OpensNothing(string key)
    {
        await station.ReadyAsync();
        using var client = station.Anybody();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", key);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client, "/api/v1/sensors"));
    }

    /// <summary>What is wrong is the body, and not the key.</summary>
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Key_WithAnUnknownType_HearsOfTheType(string type)
    {
        using var client = await station.KeyAsync(KeyScopes.Push, "sensor_01");
        foreach (var path in new[] { "/api/v1/readings", "/api/v1/sensors/sensor_01/readings" })
        {
            using var answer = await client.PostAsync(path, new StringContent("[]", Encoding.UTF8, type), TestStation.Cancellation);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
            using var anybody = station.Anybody();
            using var nobody = await anybody.PostAsync(path, new StringContent("[]", Encoding.UTF8, type), TestStation.Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        }
    }

    [Fact]
    public async Task OwnReceiver_OfAGuardedStation_TakesTheStationsOwnDeliveries()
    {
        await station.ReadyAsync();
        var test = await station.Services.GetRequiredService<Whatever.Web.Delivery.TargetTester>()
            .SendAsync(new(), TestStation.Cancellation);
        Assert.True(test.Received, test.Answer.ToString());
        using var anybody = station.Anybody();
        using var refused = await anybody.PostAsync("/receiver/alerts", new StringContent("{}"), TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task OwnReceiver_SwitchedOff_IsNotThere()
    {
        using var client = await station.KeyAsync(KeyScopes.Push);
        var receiver = station.Services.GetRequiredService<ReceiverAccess>();
        await receiver.TurnAsync(false, TestStation.Cancellation);
        using var off = await client.PostAsync("/receiver/alerts", new StringContent("{}"), TestStation.Cancellation);
        await receiver.TurnAsync(true, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, off.StatusCode);
    }

    [Fact]
    public async Task Key_Rotated_LeavesTheOldOneGoodForItsTimeAndOneRevokedForNone()
    {
        await using var own = await TestStation.StartAsync(Time);
        var keys = own.Get<ApiKeys>();
        var (_, old) = await keys.AddAsync(
            new ApiKeyDraft { Name = "gateway", Scopes = KeyScopes.Push }, "Kim", TestStation.Cancellation);
        Assert.Matches("^wk_[A-Za-z0-9_-]{43}$", old);
        var (problem, renewed) = await keys.RotateAsync(1, 24, "Kim", TestStation.Cancellation);
        Assert.Null(problem);
        Assert.NotNull(await keys.FindAsync(old!, TestStation.Cancellation));
        Assert.NotNull(await keys.FindAsync(renewed!, TestStation.Cancellation));
        own.Time.Advance(TimeSpan.FromHours(24));
        Assert.Null(await keys.FindAsync(old!, TestStation.Cancellation));
        Assert.NotNull(await keys.FindAsync(renewed!, TestStation.Cancellation));
        Assert.Null(await keys.RevokeAsync(2, TestStation.Cancellation));
        Assert.Null(await keys.FindAsync(renewed!, TestStation.Cancellation));
        Assert.Equal(
            ["revoked", "expired"],
            (await own.Get<PeopleQueries>().ListKeysAsync(TestStation.Cancellation)).Select(key => key.State));

        // What opens is nowhere in the database.
        await using var db = await own.OpenAsync();
        Assert.All(
            await db.ApiKeys.ToListAsync(TestStation.Cancellation),
            key => Assert.DoesNotContain(key.Hash, new[] { old, renewed }));
    }

    [Fact]
    public async Task Key_Used_IsNotedOnceAMinute()
    {
        await using var own = await TestStation.StartAsync(Time);
        var keys = own.Get<ApiKeys>();
        var (_, secret) = await keys.AddAsync(
            new ApiKeyDraft { Name = "gateway", Scopes = KeyScopes.Read }, "Kim", TestStation.Cancellation);
        await keys.FindAsync(secret!, TestStation.Cancellation);
        own.Time.Advance(TimeSpan.FromSeconds(50));
        await keys.FindAsync(secret!, TestStation.Cancellation);
        Assert.Equal(Time, (await own.Get<PeopleQueries>().ListKeysAsync(TestStation.Cancellation))[0].UsedAt);
        own.Time.Advance(TimeSpan.FromSeconds(10));
        await keys.FindAsync(secret!, TestStation.Cancellation);
        Assert.Equal(Time.AddMinutes(1), (await own.Get<PeopleQueries>().ListKeysAsync(TestStation.Cancellation))[0].UsedAt);
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestStation.Cancellation);
        return answer.StatusCode;
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Health;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Health;

public sealed partial class MetricsTests(GuardedStation guarded)
{
    [Fact]
    public async Task Metrics_WithAKeyThatReads_AreTextThatPrometheusTakes()
    {
        using var client = await guarded.KeyAsync(KeyScopes.Read);
        var before = await ReadAsync(client);
        using var pusher = await guarded.KeyAsync(KeyScopes.Push);
        var minute = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        using var body = new StringContent(
            $$"""[{"time":"{{minute}}","flow_rate":1,"pressure":2},{"time":"never","flow_rate":1}]""", Encoding.UTF8, "application/json");
        using var pushed = await pusher.PostAsync("/api/v1/sensors/sensor_01/readings", body, TestStation.Cancellation);
        pushed.EnsureSuccessStatusCode();

        var after = await ReadAsync(client);
        Assert.True(Value(after, "whatever_readings_total{way=\"push\"}") > Value(before, "whatever_readings_total{way=\"push\"}"));
        Assert.True(
            Value(after, "whatever_readings_rejected_total{way=\"push\"}")
                > Value(before, "whatever_readings_rejected_total{way=\"push\"}"));
        Assert.All(
            [
                "whatever_outbox_depth{kind=\"alert\"}", "whatever_outbox_oldest_age_seconds{kind=\"forecast\"}", "whatever_sensors_live",
                "whatever_disk_free_bytes", "whatever_database_size_bytes", "whatever_scheduler_silence_seconds",
                "whatever_notifications_pending",
            ],
            name => Assert.True(Value(after, name) >= 0, name));
        Assert.All(after.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));

        // Each family is announced once, ahead of its lines.
        var families = Family().Matches(after).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(families.Distinct(), families);
    }

    /// <summary>Half a million that wait are counted along an index, and the oldest is its first.</summary>
    [Theory]
    [InlineData(DeliveryKind.Alert)]
    [InlineData(DeliveryKind.Forecast)]
    public async Task Queue_DepthAndAge_AreReadAlongAnIndex(DeliveryKind kind)
    {
        await using var station = await TestStation.StartAsync();
        await using var db = await station.OpenAsync();
        var waiting = StationFigures.WaitingOf(db, kind, DeliveryState.Waiting);
        var count = await PlanAsync(db, "SELECT COUNT(*) " + FromOf(waiting.ToQueryString()));
        Assert.StartsWith("SEARCH d USING COVERING INDEX ix_deliveries_state_kind_id", count, StringComparison.Ordinal);
        var oldest = await PlanAsync(db, "SELECT d.created_at " + FromOf(StationFigures.OldestOf(waiting).Take(1).ToQueryString()));
        Assert.StartsWith("SEARCH d USING INDEX ix_deliveries_state_kind_id (state=? AND kind=?)", oldest, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", oldest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_AskedOften_AreMeasuredOnceAMinute()
    {
        await using var station = await TestStation.StartAsync();
        var figures = station.Get<StationFigures>();
        await figures.RefreshAsync(TestStation.Cancellation);
        await using (var db = await station.OpenAsync())
        {
            db.Deliveries.Add(new OutboundDelivery
            {
                Kind = DeliveryKind.Alert,
                SensorId = "sensor_01",
                IdempotencyKey = "a/b",
                Payload = [],
                Sha256 = "",
                CreatedAt = TestStation.Noon.AddHours(-1),
            });
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        station.Time.Advance(TimeSpan.FromSeconds(59));
        await figures.RefreshAsync(TestStation.Cancellation);
        Assert.Equal(0, figures.Last!.Queues.Single(queue => queue.Kind == DeliveryKind.Alert).Depth);
        station.Time.Advance(TimeSpan.FromSeconds(1));
        await figures.RefreshAsync(TestStation.Cancellation);
        Assert.Equal(
            new QueueFigure(DeliveryKind.Alert, 1, TestStation.Noon.AddHours(-1)),
            figures.Last!.Queues.Single(queue => queue.Kind == DeliveryKind.Alert));
    }

    /// <summary>What EF writes of parameters stands in lines of their own ahead of the statement.</summary>
    private static string FromOf(string sql) => sql[sql.IndexOf("FROM", StringComparison.Ordinal)..];

    private static async Task<string> PlanAsync(StationDbContext db, string statement)
    {
        await db.Database.OpenConnectionAsync(TestStation.Cancellation);
        await using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (var parameter in Parameter().Matches(statement).Select(match => match.Value).Distinct())
        {
            command.Parameters.AddWithValue(parameter, 1);
        }

        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestStation.Cancellation);
        while (await reader.ReadAsync(TestStation.Cancellation))
        {
            lines.Add(reader.GetString(3));
        }

        return string.Join('\n', lines);
    }

    private static async Task<string> ReadAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(MetricsRegistration.Path, TestStation.Cancellation);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
    }

    private static double Value(string text, string name) => double.Parse(
        text.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "0",
        CultureInfo.InvariantCulture);

    [GeneratedRegex("""^(# (HELP [a-z0-9_]+ .*|TYPE [a-z0-9_]+ (counter|gauge|histogram))|[a-z0-9_]+(\{[a-z0-9_]+="[^"\n]*"(,[a-z0-9_]+="[^"\n]*")*\})? (-?[0-9.E+-]+|[+-]Inf|NaN))$""")]
    private static partial Regex Line();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex("^# TYPE ([a-z0-9_]+) ", RegexOptions.Multiline)]
    private static partial Regex Family();
}

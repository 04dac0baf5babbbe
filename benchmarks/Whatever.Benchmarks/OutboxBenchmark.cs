using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Web;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>
/// What an outage of the target server comes to: how fast a backlog drains at a latency, whether each message arrived once and in its
/// order, how long a fresh alarm waits behind it, and what the wait costs while the server is away.
/// </summary>
internal static class OutboxBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(270);

    public static async Task RunAsync(int messages, int sensors, int latency, int seconds, int idleSeconds, int batch, CancellationToken cancellation)
    {
        var root = Directory.CreateTempSubdirectory("outbox-").FullName;
        try
        {
            await using var server = await Target.StartAsync(latency, batch);
            await FillAsync(root, server.Url, messages, sensors, cancellation);
            Console.WriteLine($"{messages} messages of {sensors} sensors wait; {latency} ms of latency; {batch} in one body");
            await IdleAsync(root, idleSeconds, cancellation);
            await DrainAsync(root, server, messages, seconds, cancellation);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>As the station does it: one writer of many rows, the sensors by turns.</summary>
    private static async Task FillAsync(string root, string url, int messages, int sensors, CancellationToken cancellation)
    {
        await using var station = await StartAsync(root);
        if (await station.GetRequiredService<TargetEditor>().SaveAsync(new TargetDraft { Url = url }, cancellation) is { Count: > 0 } wrong)
        {
            throw new InvalidOperationException(wrong[0].ToString());
        }

        await using var db = await station.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await using var insert = db.Database.GetDbConnection().CreateCommand();
        insert.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $messages)
            INSERT INTO deliveries (kind, sensor_id, idempotency_key, payload, sha256, created_at, released_at, attempts, state)
            SELECT 1, 's' || (i % $sensors), 'alert/s' || (i % $sensors) || '/' || (i / $sensors),
                CAST('{"sensor_id":"s' || (i % $sensors) || '","n":' || (i / $sensors) || '}' AS BLOB), '', 0, 1, 0, 0 FROM n
            """;
        insert.Parameters.Add(new SqliteParameter("$messages", messages));
        insert.Parameters.Add(new SqliteParameter("$sensors", sensors));
        await insert.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The loop of the station, with a target that nothing listens at.</summary>
    private static async Task IdleAsync(string root, int seconds, CancellationToken cancellation)
    {
        if (seconds == 0)
        {
            return;
        }

        var app = StationHost.Build(new DataFolder(root), "http://127.0.0.1:0");
        await app.Services.PrepareStationAsync(withDemo: false, cancellation);
        var target = await app.Services.GetRequiredService<TargetEditor>().CurrentAsync(cancellation);
        await SetUrlAsync(app.Services, "http://127.0.0.1:9", cancellation);
        await app.StartAsync(cancellation);
        await app.RememberAddressAsync();

        // The just-in-time compiler goes over a method once more after its thirtieth call, and what is asked every seven seconds has that
        // after three and a half minutes: half of what is spent before is the compiler.
        await Task.Delay(WarmUp, TimeProvider.System, cancellation);
        var (cpu, clock) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellation);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Print($"idle while the server is away: {100 * spent / clock.Elapsed:0.0} % of a core over {clock.Elapsed.TotalSeconds:0} s");
        await app.StopAsync(cancellation);
        await SetUrlAsync(app.Services, target.Url!, cancellation);
        await app.DisposeAsync();
    }

    private static async Task DrainAsync(string root, Target server, int messages, int seconds, CancellationToken cancellation)
    {
        var app = StationHost.Build(new DataFolder(root), "http://127.0.0.1:0");
        await using var disposing = app;
        await app.Services.PrepareStationAsync(withDemo: false, cancellation);
        await app.StartAsync(cancellation);
        await app.RememberAddressAsync();
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(10, seconds / 2)), TimeProvider.System, cancellation);
        var (queued, asked) = (clock.Elapsed, server.Count);
        await QueueAlarmAsync(app.Services, cancellation);
        while (server.AlarmAt is null && clock.Elapsed < queued + TimeSpan.FromMinutes(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        }

        Print($"a fresh alarm behind the backlog: {(server.AlarmAt is { } at ? (at - server.ClockOf(queued, clock)).TotalSeconds : -1):0.0} s");
        var (from, began) = (server.Count, clock.Elapsed);
        while (clock.Elapsed < TimeSpan.FromSeconds(seconds) && server.Count <= messages)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }

        Print($"{(server.Count - from) / (clock.Elapsed - began).TotalSeconds:0} messages a second ({server.Count} of them, {asked} before)");
        Print($"out of order: {server.OutOfOrder}, twice: {server.Twice}, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        await app.StopAsync(cancellation);
    }

    private static async Task QueueAlarmAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        var payload = "{\"sensor_id\":\"s0\"}"u8.ToArray();
        db.Deliveries.Add(new OutboundDelivery
        {
            Kind = DeliveryKind.Alarm,
            SensorId = "s0",
            IdempotencyKey = "alarm/s0/1",
            Payload = payload,
            Sha256 = "",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            ReleasedAt = TimeProvider.System.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        services.GetRequiredService<ChangeFeed>().Publish(ChangeKind.Deliveries);
    }

    private static async Task SetUrlAsync(IServiceProvider services, string url, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        await db.Targets.ExecuteUpdateAsync(set => set.SetProperty(target => target.Url, url), cancellation);
    }

    private static async Task<ServiceProvider> StartAsync(string root)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStation(new DataFolder(root));
        var station = services.BuildServiceProvider();
        await station.PrepareStationAsync(withDemo: false);
        return station;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Answers after a time, and remembers what came in which order.</summary>
    private sealed class Target : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, int> last = new(StringComparer.Ordinal);
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private readonly WebApplication app;
        private int count;
        private int outOfOrder;
        private int twice;

        private Target(WebApplication app) => this.app = app;

        public string Url => app.Urls.Single();
        public int Count => count;
        public int OutOfOrder => outOfOrder;
        public int Twice => twice;
        public TimeSpan? AlarmAt { get; private set; }

        public TimeSpan ClockOf(TimeSpan other, Stopwatch of) => clock.Elapsed - of.Elapsed + other;

        public static async Task<Target> StartAsync(int latency, int batch)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var target = new Target(builder.Build());
            target.app.Run(async context =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(latency), TimeProvider.System, context.RequestAborted);
                if (context.Request.Path.Value!.EndsWith("/batch", StringComparison.Ordinal))
                {
                    await target.TakeBatchAsync(context);
                    return;
                }

                target.Take(context.Request.Headers["Idempotency-Key"].ToString());
                context.Response.StatusCode = StatusCodes.Status201Created;
                if (batch > 1)
                {
                    context.Response.Headers[BatchOffers.Header] = batch.ToString(CultureInfo.InvariantCulture);
                }
            });
            await target.app.StartAsync();
            return target;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeBatchAsync(HttpContext context)
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            var keys = body.RootElement.EnumerateArray().Select(one => one.GetProperty("idempotency_key").GetString()!).ToList();
            keys.ForEach(Take);
            await context.Response.WriteAsJsonAsync(
                keys.Select(key => new { idempotency_key = key, status = StatusCodes.Status201Created }), context.RequestAborted);
        }

        private void Take(string key)
        {
            Interlocked.Increment(ref count);
            if (key.StartsWith("alarm/", StringComparison.Ordinal))
            {
                AlarmAt ??= clock.Elapsed;
                return;
            }

            var parts = key.Split('/');
            var number = int.Parse(parts[2], CultureInfo.InvariantCulture);
            var before = last.TryGetValue(parts[1], out var known) ? known : -1;
            last[parts[1]] = number;
            _ = number == before ? Interlocked.Increment(ref twice) : number != before + 1 ? Interlocked.Increment(ref outOfOrder) : 0;
        }
    }
}

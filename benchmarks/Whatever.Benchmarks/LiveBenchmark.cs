using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>
/// A station as a process of its own that many sensors push to, each once a minute in real time: how long a push takes, how long it is
/// from the answer to a judgement, and what it costs.
/// </summary>
internal static class LiveBenchmark
{
    private const string ReadyText = "Whatever is ready: ";

    public static async Task RunAsync(int sensors, int minutes, CancellationToken cancellation)
    {
        var root = Directory.CreateTempSubdirectory("live-").FullName;
        using var station = Serve(root);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await ReadyAsync(station)) };
            for (var i = 0; i < sensors; i++)
            {
                using var added = await client.PostAsJsonAsync("/api/v1/sensors", new { id = IdOf(i) }, cancellation);
                added.EnsureSuccessStatusCode();
            }

            var lived = new Lived();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var watching = Task.Run(() => WatchAsync(root, lived, over.Token), cancellation);
            var (cpu, clock) = (station.TotalProcessorTime, Stopwatch.StartNew());
            await PushAsync(client, sensors, minutes, lived, cancellation);
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellation);
            station.Refresh();
            Print($"{sensors} sensors, {minutes} minutes: {lived.Posts.Count} pushes, {lived.Failed} failed, {lived.Waiting.Count} not judged");
            Print($"push: {Of(lived.Posts)}");
            Print($"from the answer to judged: {Of(lived.Judged)}");
            Print($"{100 * (station.TotalProcessorTime - cpu) / clock.Elapsed:0} % of a core, peak memory {station.PeakWorkingSet64 >> 20} MB");
            await over.CancelAsync();
            await watching;
        }
        finally
        {
            station.Kill();
            await station.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task PushAsync(HttpClient client, int sensors, int minutes, Lived lived, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var running = new List<Task>();
        for (var sent = 0; sent < sensors * minutes; sent++)
        {
            var due = TimeSpan.FromMinutes((double)sent / sensors);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, TimeProvider.System, cancellation);
            }

            running.Add(PushOneAsync(client, IdOf(sent % sensors), sent, lived, cancellation));
        }

        await Task.WhenAll(running);
    }

    private static async Task PushOneAsync(HttpClient client, string id, int number, Lived lived, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsJsonAsync(
            $"/api/v1/sensors/{id}/readings",
            new[] { new { time = now.ToUnixTimeSeconds(), flow_rate = 100 + (number % 7), pressure = 5.0 } }, cancellation);
        lived.Posts.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        lived.Failed += answer.IsSuccessStatusCode ? 0 : 1;
        lived.Waiting[(id, StationClock.MinuteOf(now))] = Stopwatch.GetTimestamp();
    }

    private static async Task WatchAsync(string root, Lived lived, CancellationToken over)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = DataFolder.DatabaseOf(root), Mode = SqliteOpenMode.ReadOnly }.ToString());
        await connection.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, through_minute FROM sensor_states JOIN sensors ON key = sensor_key";
        while (!over.IsCancellationRequested)
        {
            await using var rows = await command.ExecuteReaderAsync(CancellationToken.None);
            var seen = Stopwatch.GetTimestamp();
            var through = new Dictionary<string, int>(StringComparer.Ordinal);
            while (await rows.ReadAsync(CancellationToken.None))
            {
                through[rows.GetString(0)] = rows.GetInt32(1);
            }

            foreach (var ((id, minute), at) in lived.Waiting)
            {
                if (through.TryGetValue(id, out var judged) && judged >= minute && lived.Waiting.TryRemove((id, minute), out _))
                {
                    lived.Judged.Add(Math.Max(0, Stopwatch.GetElapsedTime(at, seen).TotalMilliseconds));
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    private static Process Serve(string root)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Whatever.Web.dll"), "serve", "--data", root, "--urls", "http://127.0.0.1:0",
            },
        };
        return Process.Start(start)!;
    }

    private static async Task<string> ReadyAsync(Process station)
    {
        while (await station.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ReadyText, StringComparison.Ordinal))
            {
                _ = station.StandardOutput.ReadToEndAsync();
                return line[ReadyText.Length..];
            }
        }

        throw new InvalidOperationException("The station did not start.");
    }

    private static string IdOf(int sensor) => string.Create(CultureInfo.InvariantCulture, $"s{sensor:0000}");

    private static FormattableString Of(IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return sorted.Count == 0
            ? $"none"
            : (FormattableString)$"median {sorted[sorted.Count / 2]:0} ms, p99 {sorted[sorted.Count * 99 / 100]:0} ms, longest {sorted[^1]:0} ms";
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class Lived
    {
        public ConcurrentBag<double> Posts { get; } = [];
        public ConcurrentBag<double> Judged { get; } = [];
        public ConcurrentDictionary<(string Id, int Minute), long> Waiting { get; } = new();
        public int Failed { get; set; }
    }
}

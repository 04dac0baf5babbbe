using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Delivery;

/// <summary>
/// A run of the real program that takes files, forecasts, judges and delivers to a failing target, killed again and again: as often as
/// WHATEVER_KILLS says, where that is set.
/// </summary>
public sealed class KilledProcessTests
{
    private const int UsualKills = 12;
    private const int DroppedRows = 120;
    private const double Dropped = 77.25;
    private const int Days = 8;
    private const int MostPolls = 240;
    private const int FewestPolls = 6;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly string[] Jobs = ["IngestReadings", "ForecastDays", "DetectOutliers", "DeliverForecasts"];

    private static readonly int Kills = int.TryParse(
        Environment.GetEnvironmentVariable("WHATEVER_KILLS"), CultureInfo.InvariantCulture, out var asked) ? asked : UsualKills;

    [Fact]
    public async Task Serve_KilledAtItsFirstStart_StartsAgain()
    {
        var random = new Random(20261130);
        for (var kill = 0; kill < (Kills == UsualKills ? 2 : Kills / 4); kill++)
        {
            using var folder = new TestFolder();
            using (var first = StationProcess.Serve(folder.Path))
            {
                await PauseAsync(TimeSpan.FromMilliseconds(random.Next(200, 2500)));
                first.Kill();
            }

            using var again = StationProcess.Serve(folder.Path);
            Assert.NotNull(await again.Ready.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, TestStation.Cancellation));
        }
    }

    [Fact]
    public async Task Serve_KilledAtRandomMoments_OutcomeIsThatOfAnUndisturbedRun()
    {
        var expected = await ExpectedAsync();
        await using var target = await FlakyTarget.StartAsync(number => number switch
        {
            < 4 => Behaviour.Unavailable,
            5 => Behaviour.Hang,
            _ when number % 61 == 0 => Behaviour.ReceiveAndBreakOff,
            _ => Behaviour.Receive,
        });
        using var folder = new TestFolder();
        await PrepareAsync(folder.Path, target.Url);
        await KillAgainAndAgainAsync(folder.Path, target);
        await RunToEndAsync(folder.Path);

        var received = target.Received.GroupBy(message => message.Key)
            .ToDictionary(messages => messages.Key, messages => messages.Select(message => message.Sha256).Distinct().ToList());
        Assert.Equal(expected.Keys.Order(), received.Keys.Order());
        Assert.All(expected, message => Assert.Equal([message.Value], received[message.Key]));
        await using var station = await StartAsync(folder.Path);
        await using var db = await station.OpenAsync();
        Assert.All(
            await db.Deliveries.ToListAsync(TestStation.Cancellation), delivery => Assert.Equal(DeliveryState.Received, delivery.State));
        Assert.Equal(6, Directory.GetFiles(Path.Combine(folder.Path, "Sent", "sensor_01"), "Day*.csv", SearchOption.AllDirectories).Length);
        Assert.Empty(station.StepFiles());
        Assert.Equal(Days * 1440, await db.Judgements.CountAsync(TestStation.Cancellation));
        Assert.Equal(DroppedRows, await db.Readings.CountAsync(row => row.FlowRate == Dropped, TestStation.Cancellation));
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "Inbox", "Done")));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {received.Count} messages, 0 lost, 0 twice in effect");
    }

    /// <summary>Half of the kills come while the target has a message in hand, the others at any moment of a start.</summary>
    private static async Task KillAgainAndAgainAsync(string folder, FlakyTarget target)
    {
        var random = new Random(20240709);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var station = StationProcess.Serve(folder);
            var atRequest = target.Requests + random.Next(1, 40);
            if (kill % 2 == 0)
            {
                target.OnRequest = number =>
                {
                    if (number >= atRequest)
                    {
                        station.Kill();
                    }
                };
            }

            await PauseAsync(TimeSpan.FromMilliseconds(random.Next(0, 400)));
            if (random.Next(4) > 0 && await station.Ready is { } url)
            {
                await StartJobsAsync(url);
                await PauseAsync(TimeSpan.FromMilliseconds(random.Next(0, 1200)));
            }

            target.OnRequest = null;
            station.Kill();
        }
    }

    private static async Task RunToEndAsync(string folder)
    {
        using var process = StationProcess.Serve(folder);
        var url = await process.Ready ?? throw new InvalidOperationException("The station did not start again.");
        await using var station = await StartAsync(folder);
        for (var i = 0; i < MostPolls && (i < FewestPolls || await CountOpenAsync(station) > 0); i++)
        {
            // Started again and again: jobs are safe to run twice, and files are released only once they exist.
            await StartJobsAsync(url);
            await PauseAsync(TimeSpan.FromMilliseconds(500));
        }

        Assert.Equal(0, await CountOpenAsync(station));
    }

    private static async Task<int> CountOpenAsync(TestStation station)
    {
        await using var db = await station.OpenAsync();
        return await db.Deliveries.CountAsync(
            delivery => delivery.ArchivedAt == null && (delivery.State != DeliveryState.Received || delivery.Kind == DeliveryKind.Forecast),
            TestStation.Cancellation)
            + await db.StaleSpans.CountAsync(
                span => db.Sensors.Any(sensor => sensor.Key == span.SensorKey && sensor.Id == "sensor_01"), TestStation.Cancellation)
            + (await db.Readings.CountAsync(row => row.FlowRate == Dropped, TestStation.Cancellation) == DroppedRows ? 0 : 1)

            // A forecast that still runs lays its files out once more; what it leaves has to be moved, too.
            + await db.JobRuns.CountAsync(run => run.Outcome == RunOutcome.Running, TestStation.Cancellation);
    }

    private static async Task StartJobsAsync(string url)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        foreach (var job in Jobs)
        {
            try
            {
                using var answer = await client.PostAsync($"/api/v1/jobs/{job}/run", null, TestStation.Cancellation);
            }
            catch (HttpRequestException)
            {
                // It was killed in the middle of it.
                return;
            }
        }
    }

    /// <summary>Key and digest of every message of a run that nothing disturbs.</summary>
    private static async Task<Dictionary<string, string>> ExpectedAsync()
    {
        using var folder = new TestFolder();
        await using var target = await FlakyTarget.StartAsync();
        await PrepareAsync(folder.Path, target.Url);
        await RunToEndAsync(folder.Path);
        return target.Received.DistinctBy(message => message.Key).ToDictionary(message => message.Key, message => message.Sha256);
    }

    private static async Task PrepareAsync(string folder, string url)
    {
        await using var station = await StartAsync(folder);
        var sensor = await station.AddSensorAsync();
        await station.StoreSimulatedAsync(sensor, Days);
        Assert.Empty(
            await station.Get<TargetEditor>().SaveAsync(new TargetDraft { Url = url, TimeoutSeconds = 1 }, TestStation.Cancellation));

        // A sensor of its own: its rows are too few to be judged by, whenever they come.
        await station.AddSensorAsync(new() { Id = "sensor_02" });
        var inbox = Directory.CreateDirectory(Path.Combine(folder, "Inbox", "sensor_02"));
        var file = Path.Combine(inbox.FullName, "dropped.csv");
        await File.WriteAllLinesAsync(
            file,
            Enumerable.Range(0, DroppedRows).Select(minute => string.Create(
                CultureInfo.InvariantCulture, $"{Now.AddDays(-3).AddMinutes(minute):yyyy-MM-dd'T'HH:mm'Z'},{Dropped},3"))
                .Prepend("time,flow_rate,pressure"),
            TestStation.Cancellation);
        File.SetLastWriteTimeUtc(file, Now.UtcDateTime.AddHours(-1));
    }

    private static Task<TestStation> StartAsync(string folder) => TestStation.StartAsync(Now, folder);

    private static Task PauseAsync(TimeSpan span) => Task.Delay(span, TimeProvider.System, TestStation.Cancellation);
}

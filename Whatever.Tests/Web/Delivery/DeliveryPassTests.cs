using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Delivery;

public sealed class DeliveryPassTests
{
    private const int Days = 8;

    [Fact]
    public async Task Run_TargetFailsHangsAndRecovers_EveryMessageArrivesOnceByKeyWithTheBytesOfTheFiles()
    {
        await using var target = await FlakyTarget.StartAsync(number => number switch
        {
            1 or 2 => Behaviour.Unavailable,
            3 => Behaviour.Hang,
            4 => Behaviour.BreakOff,
            6 => Behaviour.ReceiveAndHang,
            9 => Behaviour.ReceiveAndBreakOff,
            _ => Behaviour.Receive,
        });
        await using var station = await ReadyStationAsync(target.Url);
        var files = station.StepFiles();
        await station.DeliverUntilDoneAsync();

        await using var db = await station.OpenAsync();
        var queued = await db.Deliveries.AsNoTracking().ToListAsync(TestStation.Cancellation);
        Assert.True(queued.Count(delivery => delivery.Kind == DeliveryKind.Alert) > 100);
        Assert.All(queued, delivery => Assert.Equal(DeliveryState.Received, delivery.State));
        var byKey = target.Received.GroupBy(message => message.Key).ToDictionary(messages => messages.Key, messages => messages.ToList());
        Assert.Equal(queued.Select(delivery => delivery.WireKey).Order(), byKey.Keys.Order());
        Assert.All(queued, delivery => Assert.All(byKey[delivery.WireKey], message => Assert.Equal(delivery.Payload, message.File)));
        Assert.Equal(2, byKey.Values.Count(messages => messages.Count == 2));
        foreach (var messages in byKey.Values.Where(messages => messages[0].Path == "/predictions"))
        {
            var fields = messages[0].Fields;
            Assert.Equal(files[$"Day{fields["step"]}prediction.csv"], messages[0].File);
            Assert.Equal(
                ("sensor_01", "2024-07-08", messages[0].Sha256, "file", $"Day{fields["step"]}prediction.csv"),
                (fields["sensor_id"], fields["base_day"], fields["sha256"], fields["field"], fields["filename"]));
        }
    }

    [Fact]
    public async Task Run_FiveOfSixReceipts_LeavesTheFilesWhereTheyAre()
    {
        await using var target = await FlakyTarget.StartAsync(number => number == 6 ? Behaviour.Unavailable : Behaviour.Receive);
        await using var station = await ReadyStationAsync(target.Url);
        var files = station.StepFiles();
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Forecast, TestStation.Cancellation);

        Assert.Equal((5, 1), (result.Received, result.Left));
        Assert.Equal(files.Keys.Order(), station.StepFiles().Keys.Order());
        Assert.False(Directory.Exists(station.Folder.Sent("sensor_01", new DateOnly(2024, 7, 8))));

        await station.DeliverUntilDoneAsync();
        Assert.Empty(station.StepFiles());
        var sent = Directory.GetFiles(station.Folder.Sent("sensor_01", new DateOnly(2024, 7, 8)));
        Assert.Equal(files.Keys.Order(), sent.Select(Path.GetFileName).Order()!);
        Assert.All(sent, path => Assert.Equal(files[Path.GetFileName(path)], File.ReadAllBytes(path)));
    }

    [Fact]
    public async Task Run_SentForecastMadeAgain_FilesMoveAgainAndNothingIsSentTwice()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var station = await ReadyStationAsync(target.Url, alerts: false);
        await station.DeliverUntilDoneAsync();

        Assert.Equal(
            0, (await station.Get<ForecastRunner>().RunAsync(await station.FirstSensorAsync(), null, TestStation.Cancellation)).Queued);
        Assert.Equal(6, station.StepFiles().Count);
        await station.DeliverUntilDoneAsync();
        Assert.Empty(station.StepFiles());
        Assert.Equal(6, target.Requests);
    }

    [Fact]
    public async Task Run_LaterForecastWaits_OnlyTheAcknowledgedFilesMove()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var station = await ReadyStationAsync(target.Url);
        var sensor = await station.FirstSensorAsync();
        var earlier = station.StepFiles();

        // The next base day's files take the place of those that were not sent yet.
        await station.Get<ForecastRunner>().RunAsync(sensor, new DateOnly(2024, 7, 7), TestStation.Cancellation);
        var later = station.StepFiles();
        await station.Get<DeliveryControl>().ReleaseForecastsAsync(null, TestStation.Cancellation);
        await station.DeliverUntilDoneAsync();

        Assert.NotEqual(earlier["Day1prediction.csv"], later["Day1prediction.csv"]);
        Assert.Equal(
            earlier["Day1prediction.csv"],
            File.ReadAllBytes(Path.Combine(station.Folder.Sent("sensor_01", new DateOnly(2024, 7, 8)), "Day1prediction.csv")));
        Assert.Equal(
            later["Day1prediction.csv"],
            File.ReadAllBytes(Path.Combine(station.Folder.Sent("sensor_01", new DateOnly(2024, 7, 7)), "Day1prediction.csv")));
        Assert.Empty(station.StepFiles());
    }

    [Fact]
    public async Task Run_ServerRefusesOneMessage_TheOthersGoOnAndNothingIsLost()
    {
        await using var target = await FlakyTarget.StartAsync(number => number == 2 ? Behaviour.Refuse : Behaviour.Receive);
        await using var station = await ReadyStationAsync(target.Url);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Forecast, TestStation.Cancellation);

        Assert.Equal((5, 1, 1), (result.Received, result.Refused, result.Left));
        await using var db = await station.OpenAsync();
        var refused = await db.Deliveries.AsNoTracking()
            .SingleAsync(delivery => delivery.State == DeliveryState.Refused, TestStation.Cancellation);
        Assert.Equal(2, refused.Step);
        Assert.Contains("answered 422", refused.LastError?.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, station.StepFiles().Count);
        station.Time.Advance(Backoff.AfterRefusal(1)!.Value);
        Assert.Equal(1, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Forecast, TestStation.Cancellation)).Received);
        Assert.Empty(station.StepFiles());
    }

    [Fact]
    public async Task Run_RefusedForADay_IsSetAsideUntilAPersonSendsItAgain()
    {
        var refuses = true;
        await using var target = await FlakyTarget.StartAsync(_ => refuses ? Behaviour.Refuse : Behaviour.Receive);
        await using var station = await ReadyStationAsync(target.Url);
        var pass = station.Get<DeliveryPass>();
        for (var refusals = 1; Backoff.AfterRefusal(refusals) is { } pause; refusals++)
        {
            Assert.Equal(6, (await pass.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation)).Refused);
            station.Time.Advance(pause);
        }

        Assert.Equal(6, (await pass.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation)).Refused);
        station.Time.Advance(TimeSpan.FromDays(30));
        var later = await pass.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation);
        Assert.Equal((0, 0, 6), (later.Received, later.Refused, later.Left));
        var (rows, _) = await new DeliveryQueries(station.Get<IDbContextFactory<StationDbContext>>())
            .ListAsync(DeliveryState.Refused, null, 0, 10, TestStation.Cancellation);
        Assert.All(rows, row => Assert.True(row.IsSetAside));
        refuses = false;
        await station.Get<DeliveryControl>().ResendRefusedAsync(TestStation.Cancellation);
        Assert.Equal(6, (await pass.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation)).Received);
    }

    [Fact]
    public async Task Run_FirstMessageFails_TheRestKeepsItsOrder()
    {
        await using var target = await FlakyTarget.StartAsync(number => number % 3 == 1 ? Behaviour.Unavailable : Behaviour.Receive);
        await using var station = await ReadyStationAsync(target.Url, alerts: false);
        await station.DeliverUntilDoneAsync();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], target.Received.Select(message => message.Fields["step"]));
    }

    [Fact]
    public async Task Run_PauseNotOver_SendsNothing()
    {
        await using var target = await FlakyTarget.StartAsync(number => number == 1 ? Behaviour.Unavailable : Behaviour.Receive);
        await using var station = await ReadyStationAsync(target.Url, alerts: false);
        var round = station.Get<DeliveryPass>();
        await round.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation);
        await round.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation);
        Assert.Equal(1, target.Requests);
        station.Time.Advance(TimeSpan.FromSeconds(1));
        await round.RunAsync(DeliveryKind.Forecast, TestStation.Cancellation);
        Assert.Equal(7, target.Requests);
    }

    [Fact]
    public async Task Run_JsonFormatWithToken_SendsTheNumbersOfTheFile()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var station = await ReadyStationAsync(
            target.Url, alerts: false, new TargetDraft { Format = PayloadFormat.Json, NewToken = "secret-token" });
        var file = System.Text.Encoding.UTF8.GetString(station.StepFiles()["Day1prediction.csv"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await station.DeliverUntilDoneAsync();

        var first = target.Received[0];
        Assert.Equal("Bearer secret-token", first.Authorization);
        using var json = JsonDocument.Parse(first.File);
        Assert.Equal(["sensor_id", "base_day", "step", "rows"], json.RootElement.EnumerateObject().Select(property => property.Name));
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().Select(row =>
            $"{row.GetProperty("time").GetString()},{row.GetProperty("flow_rate_predict").GetRawText()},{row.GetProperty("pressure_predict").GetRawText()}");
        Assert.Equal(file.Skip(1), rows);
    }

    [Fact]
    public async Task Token_InTheDatabase_IsNotReadable()
    {
        await using var station = await TestStation.StartAsync();
        Assert.Empty(await station.Get<TargetEditor>().SaveAsync(new TargetDraft { NewToken = "secret-token" }, TestStation.Cancellation));
        var stored = (await station.Get<TargetEditor>().CurrentAsync(TestStation.Cancellation)).ProtectedToken;
        Assert.DoesNotContain("secret-token", stored, StringComparison.Ordinal);
        Assert.Equal("secret-token", station.Get<TokenProtector>().Unprotect(stored!));
        Assert.Null(station.Get<TokenProtector>().Unprotect("nonsense"));
    }

    private static async Task<TestStation> ReadyStationAsync(string url, bool alerts = true, TargetDraft? draft = null)
    {
        var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreSimulatedAsync(sensor, Days);
        Assert.Empty(
            await station.Get<TargetEditor>()
                .SaveAsync((draft ?? new TargetDraft()) with { Url = url, TimeoutSeconds = 1 }, TestStation.Cancellation));
        Assert.Null((await station.Get<ForecastRunner>().RunAsync(sensor, null, TestStation.Cancellation)).Problem);
        await station.Get<DeliveryControl>().ReleaseForecastsAsync(null, TestStation.Cancellation);
        if (alerts)
        {
            await station.DetectNewAsync(sensor);
        }

        return station;
    }
}

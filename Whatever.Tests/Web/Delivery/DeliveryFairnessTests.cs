using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Delivery;

/// <summary>What one message, one sensor or one correction must not do to the others.</summary>
public sealed class DeliveryFairnessTests
{
    [Fact]
    public async Task Run_ServerStumblesOverOneSensor_OthersGetThrough()
    {
        await using var target = await FlakyTarget.StartAsync(number => number == 1 ? Behaviour.Unavailable : Behaviour.Receive);
        await using var station = await StationAsync(target.Url);
        await QueueAsync(station, "a", "1", "a1");
        await QueueAsync(station, "a", "2", "a2");
        await QueueAsync(station, "b", "1", "b1");
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((1, 2), (result.Received, result.Left));
        Assert.Equal(["alert/b/flow_rate/1/x-b1"], target.Received.Select(BareKeyOf));
        await station.DeliverUntilDoneAsync();
        Assert.Equal(
            ["alert/b/flow_rate/1/x-b1", "alert/a/flow_rate/1/x-a1", "alert/a/flow_rate/2/x-a2"],
            target.Received.Select(BareKeyOf));
    }

    [Fact]
    public async Task Add_SaidCorrectedAndSaidAgain_ReachesTheServerThreeTimes()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var station = await StationAsync(target.Url);
        Assert.Equal(1, await QueueAsync(station, "a", "1", "first"));
        Assert.Equal(0, await QueueAsync(station, "a", "1", "first"));
        Assert.Equal(1, await QueueAsync(station, "a", "1", "second"));
        Assert.Equal(1, await QueueAsync(station, "a", "1", "first"));
        Assert.Equal(0, await QueueAsync(station, "a", "1", "first"));
        Assert.Equal(1, await QueueAsync(station, "a", "1", "second"));
        await station.DeliverUntilDoneAsync();
        Assert.Equal(
            ["first", "second", "first", "second"], target.Received.Select(message => System.Text.Encoding.UTF8.GetString(message.File)));
        Assert.Equal(4, target.Received.Select(message => message.Key).Distinct().Count());
    }

    [Fact]
    public async Task Run_ReceiptMeanwhile_IsNotTakenBack()
    {
        await using var station = await StationAsync("http://127.0.0.1:1");
        await using var target = await FlakyTarget.StartAsync(_ => Behaviour.Refuse);
        await QueueAsync(station, "a", "1", "a1");

        // Another process gets the receipt while the answer to this one's copy is on its way.
        target.OnRequest = _ =>
        {
            using var db = station.Get<IDbContextFactory<StationDbContext>>().CreateDbContext();
            db.Deliveries.ExecuteUpdate(
                set =>
                    set.SetProperty(delivery => delivery.State, DeliveryState.Received)
                        .SetProperty(delivery => delivery.ReceiptAt, station.Time.GetUtcNow()));
        };
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation, target.Url);
        await using var after = await station.OpenAsync();
        Assert.Equal(DeliveryState.Received, (await after.Deliveries.SingleAsync(TestStation.Cancellation)).State);
    }

    [Fact]
    public async Task Run_NoTargetAndNeverStarted_SendsNothingAnywhere()
    {
        await using var station = await TestStation.StartAsync();
        await QueueAsync(station, "a", "1", "a1");
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((0, 1), (result.Received, result.Left));
        Assert.Contains("No target is set", result.Problem?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_AnotherServersAddress_DoesNotGetTheStoredToken()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var stranger = await FlakyTarget.StartAsync();
        await using var station = await StationAsync(target.Url, "secret-token");
        await station.Get<TargetTester>().SendAsync(new TargetDraft { Url = stranger.Url }, TestStation.Cancellation);
        await station.Get<TargetTester>().SendAsync(new TargetDraft { Url = target.Url + "/base" }, TestStation.Cancellation);
        Assert.Null(Assert.Single(stranger.Received).Authorization);
        Assert.Equal("Bearer secret-token", Assert.Single(target.Received).Authorization);
        Assert.Contains(
            "enter the token",
            Assert.Single(await station.Get<TargetEditor>().SaveAsync(new TargetDraft { Url = stranger.Url }, TestStation.Cancellation))
                .ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_HourThatTheClockSkips_IsNotStored()
    {
        await using var station = await TestStation.StartAsync(new DateTimeOffset(2024, 3, 30, 12, 0, 0, TimeSpan.Zero));
        var sensor = await station.AddSensorAsync(new() { Id = "sensor_01", TimeZone = "Europe/Berlin" });
        await station.StoreSimulatedAsync(sensor, 10);
        await station.Get<ForecastRunner>().RunAsync(sensor, null, TestStation.Cancellation);
        await using var db = await station.OpenAsync();
        var day = await db.Forecasts.Where(row => row.Step == 2 && row.Quantity == Whatever.Model.Series.Quantity.FlowRate)
            .ToListAsync(TestStation.Cancellation);
        Assert.Equal(23, day.Count);
        Assert.DoesNotContain(day, row => row.Hour == 2);
        Assert.Equal(25, station.StepFiles()["Day2prediction.csv"].Count(letter => letter == (byte)'\n'));
    }

    private static async Task<TestStation> StationAsync(string url, string? token = null)
    {
        var station = await TestStation.StartAsync();
        Assert.Empty(
            await station.Get<TargetEditor>()
                .SaveAsync(new TargetDraft { Url = url, NewToken = token, TimeoutSeconds = 1 }, TestStation.Cancellation));
        return station;
    }

    private static async Task<int> QueueAsync(TestStation station, string sensor, string minute, string text)
    {
        var payload = System.Text.Encoding.UTF8.GetBytes(text);
        await using var db = await station.OpenAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(TestStation.Cancellation);
        var added = OutboxWriter.Add(db, [new OutboundDelivery
        {
            Kind = DeliveryKind.Alert, SensorId = sensor, IdempotencyKey = $"alert/{sensor}/flow_rate/{minute}/x-{text}", Payload = payload,
            Sha256 = OutboundDelivery.DigestOf(payload), CreatedAt = station.Time.GetUtcNow(), ReleasedAt = station.Time.GetUtcNow(),
        }]);
        await transaction.CommitAsync(TestStation.Cancellation);
        return added;
    }

    /// <summary>Without the identity of the station ahead of it.</summary>
    private static string BareKeyOf(TargetMessage message) => message.Key[(message.Key.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Delivery;

/// <summary>Sensors side by side, each in its order; alarms ahead of minutes; a server that comes back gets everything at once.</summary>
public sealed class DeliveryLanesTests
{
    [Fact]
    public async Task Run_SlowServer_GetsSeveralSensorsAtTheSameTimeAndEachInItsOrder()
    {
        const int Sensors = 4;
        const int Each = 40;
        await using var station = await TestStation.StartAsync();
        var (arrived, inFlight) = (new ConcurrentQueue<string>(), 0);
        using var together = new SemaphoreSlim(0);
        await using var server = await DeliverySteps.ServerAsync(async context =>
        {
            arrived.Enqueue(context.Request.Headers["Idempotency-Key"].ToString());

            // The first one comes alone; those after it wait until as many are here as may be.
            if (arrived.Count is > 1 and <= Sensors + 1)
            {
                if (Interlocked.Increment(ref inFlight) == Sensors)
                {
                    together.Release(Sensors);
                }

                await together.WaitAsync(context.RequestAborted);
            }
        });
        await station.SetTargetAsync(server.Urls.Single(), Sensors);
        await station.QueueAsync(DeliveryKind.Alert, Sensors, Each);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((Sensors * Each, 0, null), (result.Received, result.Left, result.Problem));
        Assert.Equal(Sensors, inFlight);
        foreach (var sensor in arrived.GroupBy(key => key.Split('/')[1]))
        {
            Assert.Equal(Enumerable.Range(0, Each), sensor.Select(key => int.Parse(key.Split('/')[2], null)));
        }
    }

    [Fact]
    public async Task Run_OneSensorAtATime_TakesTurns()
    {
        await using var station = await TestStation.StartAsync();
        await using var target = await FlakyTarget.StartAsync();
        await station.SetTargetAsync(target.Url, 1);
        await station.QueueAsync(DeliveryKind.Alert, 2, 60);
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        var order = target.Received.Select(message => message.Key.Split('/')[1]).ToList();
        Assert.Equal(120, order.Count);
        Assert.True(order.IndexOf("s1") < 40, "The second sensor waits for the whole backlog of the first.");
    }

    [Fact]
    public async Task Run_ServerComesBack_WhatFailedWhileItWasAwayGoesAtOnce()
    {
        await using var station = await TestStation.StartAsync();
        await using var target = await FlakyTarget.StartAsync(number => number <= 6 ? Behaviour.BreakOff : Behaviour.Receive);
        await station.SetTargetAsync(target.Url, 4);
        await station.QueueAsync(DeliveryKind.Alarm, 1, 2);
        for (var i = 0; i < 6; i++)
        {
            await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alarm, TestStation.Cancellation);
            station.Time.Advance(Backoff.Longest);
        }

        // The sensor's head pauses for minutes when a message of another kind gets through.
        Assert.Equal(6, target.Requests);
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alarm, TestStation.Cancellation);
        Assert.Equal(2, target.Received.Count);
    }

    [Fact]
    public async Task Run_OtherLaneGetsThrough_EndsThePauseOfAll()
    {
        await using var station = await TestStation.StartAsync();
        await using var target = await FlakyTarget.StartAsync(number => number == 1 ? Behaviour.BreakOff : Behaviour.Receive);
        await station.SetTargetAsync(target.Url, 4);
        await station.QueueAsync(DeliveryKind.Alert, 1, 1);
        await station.QueueAsync(DeliveryKind.Alarm, 1, 1);
        Assert.Equal(0, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation)).Received);
        Assert.Equal(1, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alarm, TestStation.Cancellation)).Received);
        Assert.Equal(1, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation)).Received);
    }

    [Fact]
    public async Task Deliver_AlarmWhileABacklogDrains_DoesNotWaitForIt()
    {
        await using var station = await TestStation.StartAsync();
        var (backlogCame, alarmCame, mayGoOn) = (Signal(), Signal(), Signal());
        await using var server = await DeliverySteps.ServerAsync(async context =>
        {
            if (context.Request.Headers["Idempotency-Key"].ToString().StartsWith("Alarm", StringComparison.Ordinal))
            {
                alarmCame.TrySetResult();
                return;
            }

            backlogCame.TrySetResult();
            await mayGoOn.Task.WaitAsync(context.RequestAborted);
        });
        await station.SetTargetAsync(server.Urls.Single(), 2);
        await station.QueueAsync(DeliveryKind.Alert, 2, 3);
        var run = station.Get<JobRunner>().RunAsync(JobNames.DeliverAlerts, RunTrigger.Data);
        await backlogCame.Task.WaitAsync(TestStation.Cancellation);
        await station.QueueAsync(DeliveryKind.Alarm, 1, 1);
        while (!alarmCame.Task.IsCompleted)
        {
            station.Get<ChangeFeed>().Publish(ChangeKind.Deliveries);
            await Task.Yield();
        }

        Assert.False(run.IsCompleted);
        mayGoOn.SetResult();
        await run;
        Assert.Equal(
            7, await station.QueryAsync(
                db => db.Deliveries.CountAsync(delivery => delivery.State == DeliveryState.Received, TestStation.Cancellation)));
    }

    [Fact]
    public async Task Heads_ManyWait_AreFoundByTheIndexAlone()
    {
        await using var station = await TestStation.StartAsync();
        await station.QueueAsync(DeliveryKind.Alert, 3, 5);
        await using var db = await station.OpenAsync();
        var heads = await OutboxHeads.ReadAsync(db, DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal([("s0", 1L), ("s1", 2L), ("s2", 3L)], heads.Select(head => (head.SensorId, head.Id)));
        Assert.Empty(await OutboxHeads.ReadAsync(db, DeliveryKind.Forecast, TestStation.Cancellation));
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + OutboxHeads.Heads.Replace("$kind", "1", StringComparison.Ordinal);
        await using var plan = await command.ExecuteReaderAsync(TestStation.Cancellation);
        var steps = new List<string>();
        while (await plan.ReadAsync(TestStation.Cancellation))
        {
            steps.Add(plan.GetString(3));
        }

        var tables = steps.Where(step => new[] { "deliveries", "head" }.Any(name => step.Contains(name, StringComparison.Ordinal)));
        Assert.All(tables, step => Assert.Matches("^SEARCH .*(ix_deliveries_heads|INTEGER PRIMARY KEY)", step));
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

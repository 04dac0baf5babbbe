using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>Once a day: lets the forecast files go; the loop repeats until all have their receipts.</summary>
public sealed class DeliverForecastsJob(
    IDbContextFactory<StationDbContext> contexts, DeliveryControl control, DeliveryPass pass,
    JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(CancellationToken);
        await control.ReleaseForecastsAsync([.. sensors.Where(context.Concerns).Select(sensor => sensor.Id)], CancellationToken);
        var result = await pass.RunAsync(DeliveryKind.Forecast, CancellationToken);
        DeliveryPass.Describe(context, result, Counted.Of(result.Received, "count.files"));
    }
}

/// <summary>
/// Whenever there is one: sends alarms, alerts, and forecast files whose hour has come and which have no receipt yet. Alarms do not wait
/// for the others: while a backlog drains, new ones are looked for all the time.
/// </summary>
public sealed class DeliverAlertsJob(
    IDbContextFactory<StationDbContext> contexts, DeliveryPass pass, ChangeFeed changes, JobContext context,
    TimeProvider time) : IInvocable, ICancellableInvocable
{
    /// <summary>Asked again after this long even if nobody said that something changed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var backlog = Task.WhenAll(
            pass.RunAsync(DeliveryKind.Alert, CancellationToken), pass.RunAsync(DeliveryKind.Forecast, CancellationToken));
        var alarms = await pass.RunAsync(DeliveryKind.Alarm, CancellationToken);
        using var changed = new ChangeSignal(changes, time, ChangeKind.Deliveries);
        while (await Task.WhenAny(backlog, changed.WaitAsync(LookAgain, CancellationToken)) != backlog)
        {
            alarms = await HaveAlarmsComeAsync()
                ? alarms with { Left = 0 } + await pass.RunAsync(DeliveryKind.Alarm, CancellationToken)
                : alarms;
        }

        var result = alarms + (await backlog)[0] + (await backlog)[1];
        DeliveryPass.Describe(context, result, Counted.Of(result.Received, "count.messages"));
    }

    private async Task<bool> HaveAlarmsComeAsync()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        return (await OutboxHeads.ReadAsync(db, DeliveryKind.Alarm, CancellationToken))
            .Exists(head => !Backoff.Waits(head.NextAttemptAt, time.GetUtcNow()));
    }
}

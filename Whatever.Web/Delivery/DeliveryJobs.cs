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

/// <summary>Whenever there is one: sends alerts, and forecast files whose hour has come and which have no receipt yet.</summary>
public sealed class DeliverAlertsJob(DeliveryPass pass, JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var results = await Task.WhenAll(
            pass.RunAsync(DeliveryKind.Alert, CancellationToken), pass.RunAsync(DeliveryKind.Forecast, CancellationToken));
        var result = results[0] + results[1];
        DeliveryPass.Describe(context, result, Counted.Of(result.Received, "count.messages"));
    }
}

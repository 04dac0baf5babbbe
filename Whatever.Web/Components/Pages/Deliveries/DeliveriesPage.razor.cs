using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Web.Components.Shared;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Deliveries;

/// <summary>The queue and its receipts.</summary>
public partial class DeliveriesPage
{
    private const int PageSize = 50;
    private const int ShownReceived = 10;
    private IReadOnlyList<DeliveryRow> rows = [];
    private IReadOnlyList<ReceivedMessage> received = [];
    private DeliverySummary? summary;
    private DeliveryState? state;
    private DeliveryKind? kind;
    private int page;
    private int total;
    private int receivedTotal;
    private long? openId;
    private string payload = "";

    [Inject]
    private DeliveryQueries Queries { get; set; } = null!;

    [Inject]
    private DeliveryControl Control { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Deliveries;

    protected override async Task LoadAsync()
    {
        (rows, total) = await Queries.ListAsync(state, kind, page * PageSize, PageSize);
        (received, receivedTotal) = await Queries.ReceivedAsync(ShownReceived);
        summary = Sensor is null ? null : await Queries.SummarizeAsync(Sensor.Id, Time.GetUtcNow());
    }

    private string Describe(DeliveryRow row) => row.Kind == DeliveryKind.Forecast
        ? $"{row.SensorId} · Day{row.Step}prediction.csv · {L["Base day"]} {Show.Day(row.BaseDay)}"
        : $"{L["Alert message"]} · {row.IdempotencyKey}";

    private async Task TurnAsync(int by)
    {
        page += by;
        await LoadAsync();
    }

    private async Task ShowPayloadAsync(long id)
    {
        openId = openId == id ? null : id;
        payload = openId is null ? "" : await Queries.PayloadAsync(id);
    }

    private Task SendNowAsync() => Guard.RunAsync(Right.RunJobs, async () =>
    {
        await Control.SendNowAsync();
        Snackbar.Add(L["Everything that waits is being sent."], Severity.Info);
        await LoadAsync();
        return true;
    }, StateHasChanged);

    private Task ResendRefusedAsync() => Guard.RunAsync(Right.RunJobs, async () =>
    {
        await Control.ResendRefusedAsync();
        Snackbar.Add(L["What was refused is being sent again."], Severity.Info);
        await LoadAsync();
        return true;
    }, StateHasChanged);

    private Task ResendAsync(long id) => Guard.RunAsync(Right.RunJobs, async () =>
    {
        await Control.ResendAsync(id);
        Snackbar.Add(L["It is being sent again."], Severity.Info);
        await LoadAsync();
        return true;
    }, StateHasChanged);
}

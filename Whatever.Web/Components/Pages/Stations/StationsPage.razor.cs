using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Stations;

/// <summary>Sensors and where they stand.</summary>
public partial class StationsPage
{
    private IReadOnlyList<SensorSpan> spans = [];
    private Sensor? editing;
    private string id = "";
    private string name = "";
    private string station = "";
    private string zone = "";
    private string flowUnit = "";
    private string pressureUnit = "";
    private int interval;
    private string? price = "";
    private IReadOnlyList<string> problems = [];
    private string currency = "";

    [Inject]
    private StationEditor Editor { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    private SensorDraft Draft => new()
    {
        Id = id.Trim(),
        Name = name,
        StationName = station,
        TimeZone = zone.Trim(),
        FlowRateUnit = flowUnit,
        PressureUnit = pressureUnit,
        SamplingIntervalMinutes = interval,

        // What nobody typed stays to the last digit, of which the field shows fewer.
        WaterPrice = editing is { } sensor && price == TypedNumber.Write(sensor.WaterPrice) ? sensor.WaterPrice
            : TypedNumber.TryRead(price, out var typed) ? typed : null,
        Currency = string.IsNullOrWhiteSpace(currency) ? Whatever.Web.Domain.Sensor.DefaultCurrency : currency.Trim(),
    };

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Clear();
    }

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Stations;

    protected override async Task LoadAsync() => spans = await Stations.ListSpansAsync();

    private void Clear() => Fill(null, new SensorDraft());

    private void Edit(Sensor sensor) => Fill(sensor, SensorDraft.Of(sensor));

    private void Fill(Sensor? sensor, SensorDraft draft)
    {
        (editing, id, name, station) = (sensor, draft.Id, draft.Name, draft.StationName);
        (zone, flowUnit, pressureUnit, interval) = (draft.TimeZone, draft.FlowRateUnit, draft.PressureUnit, draft.SamplingIntervalMinutes);
        (price, currency, problems) = (TypedNumber.Write(draft.WaterPrice), draft.Currency, []);
    }

    private Task SaveAsync() => Guard.RunAsync(Right.SetStations, async () =>
    {
        // The field itself says what was found.
        problems = TypedNumber.Refuse(price, least: 0) is not null ? [L["{0}: expected a number.", L["Price of water"].Value]]
            : (editing is { } sensor
                ? await Editor.UpdateSensorAsync(sensor.Key, _ => Draft, seen: SensorDraft.Of(sensor))
                : await Editor.AddSensorAsync(Draft)).Say();
        if (problems.Count > 0)
        {
            return false;
        }

        ShowOutcome([], L["Saved."]);
        Clear();
        await LoadAsync();
        return true;
    }, StateHasChanged);
}

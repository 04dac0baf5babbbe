using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Devices;

/// <summary>Devices that readings come from.</summary>
public partial class DevicesPage
{
    private IReadOnlyList<ShownDevice> devices = [];
    private IReadOnlyList<Sensor> sensors = [];
    private IReadOnlyList<string> problems = [];
    private IReadOnlyList<TestedPoint> tested = [];
    private DeviceFields fields = new();
    private string editedName = "";
    private bool testing;

    [Inject]
    private DeviceQueries Queries { get; set; } = null!;

    [Inject]
    private DeviceEditor Editor { get; set; } = null!;

    [Inject]
    private DeviceTester Tester { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    protected override bool ConcernsEverySensor => true;

    /// <summary>A broker may send a thousand messages in a second.</summary>
    protected override TimeSpan LooksApart => TimeSpan.FromSeconds(1);

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Devices or ChangeKind.DeviceStates or ChangeKind.Stations;

    protected override async Task LoadAsync()
    {
        (devices, sensors) = (await Queries.ListAsync(), await Stations.ListAsync());
        if (!IsLoaded)
        {
            Clear();
        }
    }

    private void Clear()
    {
        (fields, problems, tested) = (new DeviceFields(), [], []);
        AddPoint();
    }

    private void Edit(ShownDevice device) =>
        (fields, editedName, problems, tested) = (DeviceFields.Of(device.Draft, device.HasPassword), device.Name, [], []);

    private void AddPoint()
    {
        fields.Points.Add(new PointFields { SensorKey = Sensor?.Key ?? sensors.Select(sensor => sensor.Key).FirstOrDefault() });
        tested = [];
    }

    private void RemovePoint(PointFields point)
    {
        fields.Points.Remove(point);
        tested = [];
    }

    private Task SaveAsync() => Guard.RunAsync(Right.SetDevices, async () =>
    {
        problems = fields.Refuse(L);
        problems = problems.Count > 0 ? problems : (await Editor.SaveAsync(fields.ToDraft())).Say();
        if (problems.Count > 0)
        {
            return false;
        }

        ShowOutcome([], L["Saved."]);
        Clear();
        await LoadAsync();
        return true;
    }, StateHasChanged);

    private Task TestAsync() => Guard.RunAsync(Right.SetDevices, async () =>
    {
        (problems, tested) = (fields.Refuse(L), []);
        if (problems.Count > 0)
        {
            return false;
        }

        testing = true;
        StateHasChanged();
        try
        {
            var test = await Tester.TestAsync(fields.ToDraft());
            (problems, tested) = (test.Problems.Say(), test.Points);
        }
        finally
        {
            testing = false;
        }

        return true;
    }, StateHasChanged);

    private async Task PauseAsync(ShownDevice device)
    {
        if (!await Rights.DemandAsync(Right.PauseDevices))
        {
            return;
        }

        await Editor.PauseAsync(device.Id, !device.IsPaused);
        await LoadAsync();
    }

    private async Task RemoveAsync(ShownDevice device)
    {
        if (!await Rights.DemandAsync(Right.SetDevices))
        {
            return;
        }

        if (await Editor.RemoveAsync(device.Id) is { } left)
        {
            ShowOutcome([left.Say()], "");
        }

        if (fields.Id == device.Id)
        {
            Clear();
        }

        await LoadAsync();
    }
}

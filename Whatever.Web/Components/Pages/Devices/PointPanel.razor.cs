using Microsoft.AspNetCore.Components;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Pages.Devices;

/// <summary>One value of a device: where it stands and which quantity of which sensor it is.</summary>
public partial class PointPanel
{
    [Parameter, EditorRequired]
    public int Number { get; set; }

    [Parameter, EditorRequired]
    public PointFields Fields { get; set; } = null!;

    [Parameter, EditorRequired]
    public DeviceKind Kind { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<Sensor> Sensors { get; set; } = [];

    /// <summary>What was read of it just now; null where nothing was.</summary>
    [Parameter]
    public TestedPoint? Tested { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnRemove { get; set; }

    private Sensor? Sensor => Sensors.FirstOrDefault(sensor => sensor.Key == Fields.SensorKey);
}

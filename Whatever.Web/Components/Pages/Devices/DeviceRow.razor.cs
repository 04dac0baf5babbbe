using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Devices;

/// <summary>A device and how it fares.</summary>
public partial class DeviceRow
{
    private bool removing;

    [Parameter, EditorRequired]
    public ShownDevice Device { get; set; } = null!;

    [Parameter, EditorRequired]
    public EventCallback OnEdit { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnPause { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnRemove { get; set; }

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Times stand on the clock of the first sensor that it feeds.</summary>
    private Sensor? Clock => Device.Points.Select(point => point.Sensor).FirstOrDefault();
}

using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Devices;

namespace Whatever.Web.Components.Pages.Devices;

/// <summary>Where a device is and how it is spoken to.</summary>
public partial class ConnectionFields
{
    [Parameter, EditorRequired]
    public DeviceFields Fields { get; set; } = null!;

    /// <summary>Raised so that the values beside it ask for what the kind has.</summary>
    [Parameter]
    public EventCallback KindChanged { get; set; }

    /// <summary>Each way has its usual port; one that a person chose stays.</summary>
    private void UseTls(bool tls)
    {
        var (usual, other) = tls
            ? (DeviceConnection.MqttPort, DeviceConnection.MqttTlsPort)
            : (DeviceConnection.MqttTlsPort, DeviceConnection.MqttPort);
        Fields.Port = Fields.Port == TypedNumber.Write(usual) ? TypedNumber.Write(other) : Fields.Port;
        Fields.Connection = Fields.Connection with { UseTls = tls };
    }
}

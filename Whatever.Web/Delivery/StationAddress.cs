namespace Whatever.Web.Delivery;

/// <summary>Where this station's own web server listens: the base address of the built-in receiver.</summary>
public sealed class StationAddress
{
    public const string Default = "http://127.0.0.1:5080";

    public string BaseUrl { get; set; } = Default;

    public string ReceiverUrl => $"{BaseUrl}/receiver";
}

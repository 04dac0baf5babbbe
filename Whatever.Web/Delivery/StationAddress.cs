using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>
/// Where this station's own web server listens: the base address of the built-in receiver. It is known once the server has started, and
/// kept for commands beside it. Until then nothing is sent: another program may listen where a default would point.
/// </summary>
public sealed class StationAddress(StationSettings settings, ReceiverAccess access)
{
    public const string Default = "http://127.0.0.1:5080";
    private const string Setting = "station_address";

    /// <summary>Null until the server has started.</summary>
    public string? BaseUrl { get; private set; }

    public async Task RememberAsync(string baseUrl)
    {
        await settings.SetAsync(Setting, baseUrl);
        BaseUrl = baseUrl;
    }

    /// <returns>Null where no server of this data folder has ever started.</returns>
    public async Task<string?> FindReceiverAsync(CancellationToken cancellation = default) =>
        (BaseUrl ?? await settings.GetAsync(Setting, cancellation)) is { } known ? $"{known}/receiver" : null;

    /// <summary>
    /// What opens the built-in receiver; nothing for any other address. A person who types the station's own address in means the same.
    /// </summary>
    public async Task<string?> FindKeyAsync(string url, CancellationToken cancellation = default) =>
        url == await FindReceiverAsync(cancellation) ? await access.FindAsync(cancellation) : null;
}

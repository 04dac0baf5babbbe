using System.Globalization;
using System.Net.Http.Headers;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>
/// Until when a server asked to be left alone (<c>Retry-After</c>). It holds everything for that server, of every sensor and both kinds, in
/// every process on the data folder and after a restart.
/// </summary>
public sealed class ServerPause(StationSettings settings, TimeProvider time)
{
    /// <summary>A server that asks for more is asked again after this: alerts are urgent.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const string Name = "delivery_pause";

    /// <returns>When the server may be asked again; null where it may be now.</returns>
    public async Task<DateTimeOffset?> UntilAsync(string url, CancellationToken cancellation = default)
    {
        var parts = (await settings.GetAsync(Name, cancellation))?.Split(' ', 2);
        return parts is [var until, var server] && long.TryParse(until, CultureInfo.InvariantCulture, out var milliseconds)
            && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is var end && end > time.GetUtcNow()

            // One that is further away was written by a clock that was ahead.
            && end <= time.GetUtcNow() + Longest
            && Endpoint.IsSameServer(url, server)
            ? end
            : null;
    }

    /// <summary>The server that asked last is remembered.</summary>
    public Task HoldAsync(string url, DateTimeOffset until) =>
        settings.SetAsync(Name, string.Create(CultureInfo.InvariantCulture, $"{until.ToUnixTimeMilliseconds()} {url}"));

    /// <summary>A person set the target anew.</summary>
    public Task EndAsync(CancellationToken cancellation = default) => settings.SetAsync(Name, "", cancellation);

    /// <param name="asked">In seconds, or as a time.</param>
    /// <param name="now">By this station's clock.</param>
    /// <returns>No more than <see cref="Longest"/>; null where nothing was asked, or what is over already.</returns>
    public static TimeSpan? LengthOf(RetryConditionHeaderValue? asked, DateTimeOffset now) =>
        (asked?.Delta ?? (asked?.Date - now)) is { } length && length > TimeSpan.Zero ? length < Longest ? length : Longest : null;
}

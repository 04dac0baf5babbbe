using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>
/// Which servers said, in the answer to an alert, that they take several in one body, and how many. Kept in memory: the first message of a
/// run goes alone, and its answer says so again.
/// </summary>
public sealed class BatchOffers(TimeProvider time)
{
    public const string Header = "Whatever-Batch";

    /// <summary>In one body, whatever a server offers.</summary>
    public const int Most = 500;

    private const int MostBytes = 1 << 18;

    /// <summary>One that offered it and then did not take any is not believed for this long.</summary>
    private static readonly TimeSpan Distrust = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, int> offers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> broken = new(StringComparer.Ordinal);

    /// <summary>How many messages of a kind go to the server in one body; 1 where it takes them one by one.</summary>
    public int Together(string url, DeliveryKind kind) =>
        kind != DeliveryKind.Forecast && offers.TryGetValue(url, out var most) && !IsBroken(url) ? most : 1;

    /// <summary>What goes next of a list: of one sensor, in its order. One that was refused before goes alone.</summary>
    public List<OutboundDelivery> Next(IReadOnlyList<OutboundDelivery> waiting, int from, string url)
    {
        var first = waiting[from];
        var most = first.State == DeliveryState.Waiting ? Together(url, first.Kind) : 1;
        var (next, bytes) = (new List<OutboundDelivery> { first }, first.Payload.Length);
        foreach (var delivery in waiting.Skip(from + 1).Take(most - 1))
        {
            bytes += delivery.Payload.Length;
            if (delivery.SensorId != first.SensorId || delivery.State != DeliveryState.Waiting || bytes > MostBytes)
            {
                break;
            }

            next.Add(delivery);
        }

        return next;
    }

    /// <summary>The answer to a single alert counts: a server that stops saying it takes no batches any more.</summary>
    internal void Hear(string url, HttpResponseHeaders headers)
    {
        var offered = headers.TryGetValues(Header, out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var said)
            ? Math.Min(said, Most)
            : 1;
        offers[url] = Math.Max(offered, 1);
    }

    internal void Distrusted(string url) => broken[url] = time.GetUtcNow();

    private bool IsBroken(string url) => broken.TryGetValue(url, out var at) && (time.GetUtcNow() - at).Duration() < Distrust;
}

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

    /// <summary>What a message takes beside itself and its key.</summary>
    private const int Wrapping = 64;

    /// <summary>A server whose lists fail and that takes what was in them one by one is sent no lists for this long.</summary>
    private static readonly TimeSpan DistrustLasts = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, int> offers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> broken = new(StringComparer.Ordinal);

    /// <summary>How many messages of a kind go to the server in one body; 1 where it takes them one by one.</summary>
    public int Together(string url, DeliveryKind kind) =>
        kind != DeliveryKind.Forecast && offers.TryGetValue(url, out var most) && !IsBroken(url) ? most : 1;

    /// <summary>What goes next of a list: of one sensor, in its order. One that did not get through before goes alone.</summary>
    public List<OutboundDelivery> Next(IReadOnlyList<OutboundDelivery> waiting, int from, string url)
    {
        var first = waiting[from];
        var most = IsFresh(first) ? Together(url, first.Kind) : 1;
        var (next, bytes) = (new List<OutboundDelivery> { first }, SizeOf(first));
        foreach (var delivery in waiting.Skip(from + 1).Take(most - 1))
        {
            bytes += SizeOf(delivery);
            if (delivery.SensorId != first.SensorId || !IsFresh(delivery) || bytes > MostBytes)
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

    /// <summary>A list brought nothing; what was in it goes alone, and that shows whose fault it was.</summary>
    internal void Distrust(string url) => broken[url] = time.GetUtcNow();

    /// <summary>One alone did not get through either: it was not for being a list.</summary>
    internal void Forgive(string url) => broken.TryRemove(url, out _);

    private static bool IsFresh(OutboundDelivery delivery) => delivery is { State: DeliveryState.Waiting, Attempts: 0 };

    private static int SizeOf(OutboundDelivery delivery) => delivery.Payload.Length + delivery.WireKey.Length + Wrapping;

    private bool IsBroken(string url) => broken.TryGetValue(url, out var at) && (time.GetUtcNow() - at).Duration() < DistrustLasts;
}

using System.Collections.Concurrent;

namespace Whatever.Web.Delivery;

/// <summary>What several workers of one run over the outbox know together.</summary>
/// <param name="endpoint">Where it goes.</param>
/// <param name="startedAt">What is due by then is sent.</param>
internal sealed class OutboxRun(Endpoint endpoint, DateTimeOffset startedAt)
{
    private readonly ConcurrentDictionary<string, bool> held = new(StringComparer.Ordinal);
    private readonly Lock mutex = new();
    private volatile bool isOver;

    public Endpoint Endpoint => endpoint;
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Nobody sends any more: the server cannot be reached, or asked to be left alone.</summary>
    public bool IsOver => isOver;

    public DeliveryResult Total { get; private set; }

    /// <summary>The sensor's next ones wait behind one that did not get through.</summary>
    public void Hold(string sensorId) => held[sensorId] = true;

    public bool IsHeld(string sensorId) => held.ContainsKey(sensorId);

    public void End() => isOver = true;

    public void Add(DeliveryResult result)
    {
        lock (mutex)
        {
            Total += result;
        }
    }
}

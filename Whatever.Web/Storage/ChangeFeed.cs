namespace Whatever.Web.Storage;

/// <summary>What changed; who shows it looks again.</summary>
public enum ChangeKind
{
    Stations,
    Readings,
    Forecasts,
    Judgements,
    Alarms,
    Settings,
    Deliveries,
    Jobs,
    Models,

    /// <summary>Which devices there are and how they are spoken to.</summary>
    Devices,

    /// <summary>People, keys, and what they may do.</summary>
    People,

    /// <summary>How devices fare.</summary>
    DeviceStates,

    /// <summary>Who is told of alarms, and what they were told.</summary>
    Notifications,
}

/// <param name="SensorKey">The sensor it concerns; null for all of them.</param>
public readonly record struct Change(ChangeKind Kind, int? SensorKey = null);

/// <summary>Says "look again" to whoever shows or continues what was stored. It carries no data, so missing one costs nothing.</summary>
public sealed class ChangeFeed(ILogger<ChangeFeed> logger)
{
    private readonly Lock gate = new();
    private Action<Change>[] listeners = [];

    public IDisposable Subscribe(Action<Change> listener)
    {
        lock (gate)
        {
            listeners = [.. listeners, listener];
        }

        return new Subscription(this, listener);
    }

    /// <summary>
    /// For who takes time: <paramref name="look"/> runs on a thread of its own, because that of the job that publishes has work to do.
    /// </summary>
    /// <param name="concerns">Asked on the publisher's thread.</param>
    /// <param name="look">What fails in it is the listener's own affair.</param>
    public IDisposable SubscribeApart(Func<Change, bool> concerns, Func<Task> look) => Subscribe(change =>
    {
        if (concerns(change))
        {
            _ = Task.Run(look);
        }
    });

    public void Publish(ChangeKind kind, int? sensorKey = null)
    {
        foreach (var listener in listeners)
        {
            try
            {
                listener(new Change(kind, sensorKey));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A page that is going away must not stop the job that stored the data.
                logger.LogWarning(exception, "A listener failed on {Kind}", kind);
            }
        }
    }

    private void Remove(Action<Change> listener)
    {
        lock (gate)
        {
            var index = Array.IndexOf(listeners, listener);
            listeners = index < 0 ? listeners : [.. listeners[..index], .. listeners[(index + 1)..]];
        }
    }

    private sealed class Subscription(ChangeFeed feed, Action<Change> listener) : IDisposable
    {
        public void Dispose() => feed.Remove(listener);
    }
}

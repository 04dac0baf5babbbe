using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>
/// What is remembered of a broker: which messages were stored last, because their acknowledgement may have been lost and the broker then
/// sends them again; and what was subscribed, because the broker remembers that too.
/// </summary>
internal sealed class MqttProgress
{
    /// <summary>As many messages as may be on their way without an acknowledgement.</summary>
    public const ushort Window = 256;

    private const int MarkBytes = 8;

    /// <summary>Of a value that takes more topics it has been said often enough.</summary>
    private const int MostTopics = 16;

    private readonly Queue<string> order = new();
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>By point, since the connection began.</summary>
    private readonly Dictionary<int, List<string>> heard = [];

    public IReadOnlyList<string> Topics { get; set; } = [];

    public static MqttProgress Read(string? stored)
    {
        var progress = new MqttProgress();
        if (stored is not null)
        {
            var kept = StoredJson.Read<Kept>(stored);
            progress.Topics = kept.Topics;
            foreach (var mark in kept.Taken)
            {
                progress.Take(mark);
            }
        }

        return progress;
    }

    public string Write() => StoredJson.Write(new Kept { Topics = [.. Topics], Taken = [.. order] });

    /// <summary>The number of a message on its way, and what it says.</summary>
    public static string MarkOf(ushort packet, string topic, byte[] payload)
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(topic), 0, .. payload]);
        return string.Create(CultureInfo.InvariantCulture, $"{packet}:{Convert.ToHexStringLower(hash.AsSpan(0, MarkBytes))}");
    }

    public bool Knows(string mark) => taken.Contains(mark);

    public void Take(string mark)
    {
        if (taken.Add(mark))
        {
            order.Enqueue(mark);
        }

        while (order.Count > Window)
        {
            taken.Remove(order.Dequeue());
        }
    }

    /// <summary>Two meters in one value may be a mistake of whoever wrote the filter.</summary>
    /// <returns>The topic that the value came from first, where this is another one that was not heard before.</returns>
    public string? OtherTopicOf(int pointId, string topic)
    {
        if (!heard.TryGetValue(pointId, out var topics))
        {
            heard[pointId] = [topic];
            return null;
        }

        if (topics.Count >= MostTopics || topics.Contains(topic))
        {
            return null;
        }

        topics.Add(topic);
        return topics[0];
    }

    private sealed class Kept
    {
        public List<string> Topics { get; set; } = [];
        public List<string> Taken { get; set; } = [];
    }
}

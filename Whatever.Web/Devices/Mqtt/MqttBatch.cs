using MQTTnet;
using MQTTnet.Protocol;
using Whatever.Model.Problems;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>A message as it arrived.</summary>
internal sealed record MqttArrival(MqttApplicationMessageReceivedEventArgs Source, byte[] Payload, DateTimeOffset At)
{
    public string Topic => Source.ApplicationMessage.Topic;

    /// <summary>Null for a message that is never sent again.</summary>
    public string? Mark => Source.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce
        ? null
        : MqttProgress.MarkOf(Source.PacketIdentifier, Topic, Payload);
}

/// <summary>What a number of messages say, and what cannot be taken of them: that never keeps back the rest.</summary>
internal sealed class MqttBatch
{
    /// <summary>No message of a meter is longer; reading it would take memory that the station needs for others.</summary>
    private const int LargestBytes = 1 << 20;

    private readonly DeviceSetup device;
    private readonly MqttProgress progress;
    private readonly List<Sample> samples = [];
    private readonly int count;
    private int refused;
    private int passedOver;
    private (Phrase Reason, DateTimeOffset At)? refusal;
    private (Phrase Reason, DateTimeOffset At)? notice;

    public MqttBatch(DeviceSetup device, IReadOnlyList<MqttArrival> messages, MqttProgress progress)
    {
        (this.device, this.progress, count) = (device, progress, messages.Count);
        foreach (var message in messages)
        {
            var mark = message.Mark;
            if (message.Source.ApplicationMessage.Dup && mark is not null && progress.Knows(mark))
            {
                passedOver++;
                continue;
            }

            Take(message);
            if (mark is not null)
            {
                progress.Take(mark);
            }
        }
    }

    public IReadOnlyList<Sample> Samples => samples;

    public DeviceState Tell(DeviceState state)
    {
        var next = state with { Received = state.Received + count, PassedOver = state.PassedOver + passedOver };
        next = notice is { } said ? next with { Notice = said.Reason, NoticedAt = said.At } : next;
        return refusal is { } reason ? next.Refuse(reason.Reason, reason.At, refused) : next;
    }

    /// <summary>Whatever is wrong with a message is wrong with it alone: sent again it would hold up all that come after it.</summary>
    private void Take(MqttArrival message)
    {
        var before = samples.Count;
        try
        {
            if (message.Payload.Length > LargestBytes)
            {
                Refuse(message, new Problem("mqtt.too-large", message.Payload.Length, LargestBytes));
            }
            else
            {
                Read(message);
            }
        }
        catch (Exception unforeseen) when (unforeseen is not (OperationCanceledException or OutOfMemoryException))
        {
            samples.RemoveRange(before, samples.Count - before);
            Refuse(message, new Problem("mqtt.unreadable", FileProblems.Clause(unforeseen.Message)));
        }
    }

    private void Read(MqttArrival message)
    {
        using var payload = new MqttPayload(message.Payload);
        foreach (var point in device.Points.Where(point => MqttClients.Matches(point, message.Topic)))
        {
            if (progress.OtherTopicOf(point.Id, message.Topic) is { } other)
            {
                notice = (new Phrase("mqtt.two-topics", point.Place.Topic, other, message.Topic), message.At);
            }

            if (message.Source.ApplicationMessage.Retain && point.Place.TimePath.Length == 0)
            {
                // The broker kept it, nobody knows since when: it is no value of this minute.
                passedOver++;
            }
            else if (payload.Read(point, message.At, out var value, out var at) is { } problem)
            {
                Refuse(message, problem);
            }
            else if (value is { } known)
            {
                samples.Add(new Sample(point.Id, known, at));
            }
        }
    }

    private void Refuse(MqttArrival message, Problem problem)
    {
        refusal = (new Phrase("mqtt.of-topic", message.Topic, problem), message.At);
        refused++;
    }
}

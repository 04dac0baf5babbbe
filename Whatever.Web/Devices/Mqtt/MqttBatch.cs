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
    private readonly List<Sample> samples = [];
    private readonly int count;
    private int refused;
    private int passedOver;
    private Phrase? refusal;
    private DateTimeOffset refusedAt;

    public MqttBatch(DeviceSetup device, IReadOnlyList<MqttArrival> messages, MqttProgress progress)
    {
        count = messages.Count;
        foreach (var message in messages)
        {
            var mark = message.Mark;
            if (message.Source.ApplicationMessage.Dup && mark is not null && progress.Knows(mark))
            {
                passedOver++;
                continue;
            }

            Take(device, message);
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
        return refusal is null ? next : next.Refuse(refusal, refusedAt, refused);
    }

    private void Take(DeviceSetup device, MqttArrival message)
    {
        using var payload = new MqttPayload(message.Payload);
        foreach (var point in device.Points.Where(point => MqttClients.Matches(point, message.Topic)))
        {
            if (message.Source.ApplicationMessage.Retain && point.Place.TimePath.Length == 0)
            {
                // The broker kept it, nobody knows since when: it is no value of this minute.
                passedOver++;
            }
            else if (payload.Read(point, message.At, out var value, out var at) is { } problem)
            {
                (refusal, refusedAt) = (new Phrase("mqtt.of-topic", message.Topic, problem), message.At);
                refused++;
            }
            else if (value is { } known)
            {
                samples.Add(new Sample(point.Id, known, at));
            }
        }
    }
}

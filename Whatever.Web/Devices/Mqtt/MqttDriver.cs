using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>Takes messages of a broker. Each is acknowledged when what it says is committed, and not before.</summary>
internal sealed class MqttDriver(DeviceStore store, DeviceStates states, DevicePasswords passwords, TimeProvider time) : IDeviceDriver
{
    /// <summary>Messages that are stored together at most.</summary>
    private const int LargestBatch = 500;

    private static readonly TimeSpan TestWait = TimeSpan.FromSeconds(10);

    public bool Speaks(DeviceKind kind) => kind == DeviceKind.Mqtt;

    public async Task RunAsync(DeviceSetup device, CancellationToken stopping)
    {
        var progress = MqttProgress.Read(await store.ReadProgressAsync(device.Id, stopping));
        using var client = MqttClients.Factory.CreateMqttClient();
        var arrived = Listen(client);
        await MqttClients.ConnectAsync(client, MqttClients.OptionsOf(device, PasswordOf(device), keepsSession: true), stopping);
        try
        {
            await SubscribeAsync(device, client, progress, stopping);
            states.Connected(device.Id);
            await TakeAsync(device, arrived, progress, stopping);
        }
        finally
        {
            await LeaveAsync(client);
        }
    }

    public async Task<IReadOnlyList<TestedPoint>> TestAsync(DeviceSetup device, CancellationToken cancellation)
    {
        using var client = MqttClients.Factory.CreateMqttClient();
        var arrived = Listen(client);
        await MqttClients.ConnectAsync(client, MqttClients.OptionsOf(device, PasswordOf(device), keepsSession: false), cancellation);
        var tested = new Dictionary<int, TestedPoint>();
        using var limit = new CancellationTokenSource(TestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await MqttClients.SubscribeAsync(client, MqttClients.TopicsOf(device), MqttQualityOfServiceLevel.AtMostOnce, either.Token);
            while (tested.Count < device.Points.Count)
            {
                Look(device, await arrived.ReadAsync(either.Token), tested);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What has not come by now is not waited for.
        }
        finally
        {
            await LeaveAsync(client);
        }

        var none = new Problem("mqtt.no-message", TestWait.TotalSeconds);
        return [.. device.Points.Select(point => tested.GetValueOrDefault(point.Id) ?? new TestedPoint(point.Id, null, null, none, null))];
    }

    public async Task ForgetAsync(DeviceSetup device, CancellationToken cancellation)
    {
        using var client = MqttClients.Factory.CreateMqttClient();
        await MqttClients.ConnectAsync(client, MqttClients.OptionsToForget(device, PasswordOf(device)), cancellation);
        await LeaveAsync(client);
    }

    private ChannelReader<MqttArrival> Listen(IMqttClient client)
    {
        var channel = Channel.CreateUnbounded<MqttArrival>(new UnboundedChannelOptions { SingleReader = true });
        client.ApplicationMessageReceivedAsync += message =>
        {
            message.AutoAcknowledge = false;
            channel.Writer.TryWrite(new MqttArrival(message, message.ApplicationMessage.Payload.ToArray(), time.GetUtcNow()));
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += end =>
        {
            channel.Writer.TryComplete(end.Exception ?? new EndOfStreamException());
            return Task.CompletedTask;
        };
        return channel.Reader;
    }

    private async Task SubscribeAsync(DeviceSetup device, IMqttClient client, MqttProgress progress, CancellationToken stopping)
    {
        var topics = MqttClients.TopicsOf(device);
        if (progress.Topics.Except(topics, StringComparer.Ordinal).ToList() is { Count: > 0 } left)
        {
            var builder = MqttClients.Factory.CreateUnsubscribeOptionsBuilder();
            left.ForEach(topic => builder.WithTopicFilter(topic));
            await client.UnsubscribeAsync(builder.Build(), stopping);
        }

        // Noted before it is done: a topic that was subscribed and not noted would never be left again.
        progress.Topics = [.. progress.Topics.Union(topics, StringComparer.Ordinal)];
        await store.StoreAsync(device.Id, [], progress.Write(), stopping);
        await MqttClients.SubscribeAsync(client, topics, MqttQualityOfServiceLevel.AtLeastOnce, stopping);
        progress.Topics = topics;
    }

    private async Task TakeAsync(
        DeviceSetup device, ChannelReader<MqttArrival> arrived, MqttProgress progress, CancellationToken stopping)
    {
        var batch = new List<MqttArrival>();
        while (await arrived.WaitToReadAsync(stopping))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && arrived.TryRead(out var message))
            {
                batch.Add(message);
            }

            var read = new MqttBatch(device, batch, progress);
            await store.StoreAsync(device.Id, read.Samples, progress.Write(), stopping);
            states.Change(device.Id, read.Tell);
            foreach (var message in batch)
            {
                await message.Source.AcknowledgeAsync(stopping);
            }
        }

        throw new EndOfStreamException();
    }

    private static void Look(DeviceSetup device, MqttArrival message, Dictionary<int, TestedPoint> tested)
    {
        using var payload = new MqttPayload(message.Payload);
        foreach (var point in device.Points.Where(point => !tested.ContainsKey(point.Id) && MqttClients.Matches(point, message.Topic)))
        {
            var problem = payload.Read(point, message.At, out var value, out var at);
            tested[point.Id] = new TestedPoint(
                point.Id, value, value is null ? null : at,
                problem ?? (value is null ? new Phrase("mqtt.missing") : null), $"{message.Topic} {payload.Text}");
        }
    }

    private string? PasswordOf(DeviceSetup device) => device.Password is { } kept
        ? passwords.Unprotect(kept) ?? throw new DeviceException(new Problem("device.password-lost"))
        : null;

    /// <summary>The broker is told; where it is gone already there is nobody to tell.</summary>
    private static async Task LeaveAsync(IMqttClient client)
    {
        try
        {
            if (client.IsConnected)
            {
                await client.DisconnectAsync(MqttClients.Factory.CreateClientDisconnectOptionsBuilder().Build(), CancellationToken.None);
            }
        }
        catch (Exception gone) when (gone is MQTTnet.Exceptions.MqttCommunicationException or IOException or ObjectDisposedException)
        {
            // It is gone.
        }
    }
}

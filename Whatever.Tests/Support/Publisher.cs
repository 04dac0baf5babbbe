using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Whatever.Tests.Support;

/// <summary>A meter that publishes: it repeats a message until the broker has acknowledged it.</summary>
internal sealed class Publisher(int port) : IDisposable
{
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();

    public async Task PublishAsync(string topic, string payload, bool retain = false, bool isSentOnce = false)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(isSentOnce ? MqttQualityOfServiceLevel.AtMostOnce : MqttQualityOfServiceLevel.AtLeastOnce).Build();
        while (true)
        {
            TestStation.Cancellation.ThrowIfCancellationRequested();
            try
            {
                await ConnectAsync();
                await client.PublishAsync(message, TestStation.Cancellation);
                return;
            }
            catch (Exception away) when (away is MqttCommunicationException or MqttClientNotConnectedException
                or MqttClientDisconnectedException or OperationCanceledException or InvalidOperationException)
            {
                // Until it is back.
            }
        }
    }

    /// <summary>
    /// A whole round of the broker's loop, at whose end it does what signals told it: the first answer may come before that, the second
    /// one comes of the next round.
    /// </summary>
    public async Task RoundAsync()
    {
        await client.PingAsync(TestStation.Cancellation);
        await client.PingAsync(TestStation.Cancellation);
    }

    public void Dispose() => client.Dispose();

    private async Task ConnectAsync()
    {
        if (!client.IsConnected)
        {
            await client.ConnectAsync(
                new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId("meter").Build(), TestStation.Cancellation);
        }
    }
}

internal static class StationTime
{
    /// <summary>For what happens in other programs, which do not know the time of a test.</summary>
    public static void AddSingletonTime(this IServiceCollection services, TimeProvider time) => services.AddSingleton(time);
}

using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>Connects to brokers.</summary>
internal static class MqttClients
{
    /// <summary>So long the broker keeps what was published while the station was away.</summary>
    private static readonly TimeSpan SessionLife = TimeSpan.FromDays(7);

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static readonly MqttClientFactory Factory = new();

    /// <param name="device">The broker.</param>
    /// <param name="password">In the clear.</param>
    /// <param name="keepsSession">False for a look that leaves no trace, under a name of its own.</param>
    public static MqttClientOptions OptionsOf(DeviceSetup device, string? password, bool keepsSession) =>
        OptionsOf(device, password, keepsSession, keepsSession ? device.Connection.ClientId! : $"{device.Connection.ClientId}-test");

    /// <summary>Under the name of the session, which begins anew with it and ends with the connection.</summary>
    public static MqttClientOptions OptionsToForget(DeviceSetup device, string? password) =>
        OptionsOf(device, password, keepsSession: false, device.Connection.ClientId!);

    private static MqttClientOptions OptionsOf(DeviceSetup device, string? password, bool keepsSession, string clientId)
    {
        var connection = device.Connection;
        var builder = Factory.CreateClientOptionsBuilder()
            .WithTcpServer(connection.Host, connection.Port)
            .WithProtocolVersion(connection.IsMqtt311 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithCleanStart(!keepsSession)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(Timeout);
        if (!connection.IsMqtt311)
        {
            builder = builder.WithReceiveMaximum(MqttProgress.Window);
            builder = keepsSession ? builder.WithSessionExpiryInterval((uint)SessionLife.TotalSeconds) : builder;
        }

        if (connection.User is { Length: > 0 } user)
        {
            builder = builder.WithCredentials(user, password ?? "");
        }

        return (connection.UseTls ? builder.WithTlsOptions(tls => Secure(tls, connection)) : builder).Build();
    }

    /// <exception cref="DeviceException">The broker does not want the station.</exception>
    /// <exception cref="AddressRefusedException">Its name leads to where the station does not connect to.</exception>
    public static async Task ConnectAsync(IMqttClient client, MqttClientOptions options, CancellationToken cancellation)
    {
        if (options.ChannelOptions is MqttClientTcpOptions { RemoteEndpoint: DnsEndPoint broker })
        {
            await OutgoingAddresses.ResolveAsync(broker.Host, cancellation);
        }

        var answer = await client.ConnectAsync(options, cancellation);
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new DeviceException(answer.ResultCode switch
            {
                MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized =>
                    new Problem("mqtt.not-authorized"),
                MqttClientConnectResultCode.UnsupportedProtocolVersion => new Problem("mqtt.version"),
                _ => new Problem("device.broker-says", $"{answer.ResultCode} {answer.ReasonString}".TrimEnd()),
            });
        }
    }

    /// <exception cref="DeviceException">The broker refuses a topic.</exception>
    public static async Task SubscribeAsync(
        IMqttClient client, IReadOnlyList<string> topics, MqttQualityOfServiceLevel quality, CancellationToken cancellation)
    {
        var builder = Factory.CreateSubscribeOptionsBuilder();
        foreach (var topic in topics)
        {
            builder = builder.WithTopicFilter(filter => filter.WithTopic(topic).WithQualityOfServiceLevel(quality));
        }

        var answer = await client.SubscribeAsync(builder.Build(), cancellation);
        if (answer.Items.FirstOrDefault(item => item.ResultCode >= MqttClientSubscribeResultCode.UnspecifiedError) is { } refused)
        {
            throw new DeviceException(new Problem("mqtt.topic-refused", refused.TopicFilter.Topic, refused.ResultCode.ToString()));
        }
    }

    public static IReadOnlyList<string> TopicsOf(DeviceSetup device) =>
        [.. device.Points.Select(point => point.Place.Topic).Distinct(StringComparer.Ordinal)];

    public static bool Matches(PointSetup point, string topic) =>
        MqttTopicFilterComparer.Compare(topic, point.Place.Topic) == MqttTopicFilterCompareResult.IsMatch;

    private static void Secure(MqttClientTlsOptionsBuilder tls, DeviceConnection connection)
    {
        tls.UseTls().WithTargetHost(connection.Host).WithSslProtocols(SslProtocols.None);
        if (connection.TrustedCertificates is { Length: > 0 } pem)
        {
            tls.WithTrustChain(ReadCertificates(pem)).WithRevocationMode(X509RevocationMode.NoCheck);
        }
    }

    /// <exception cref="DeviceException">There is none in it.</exception>
    public static X509Certificate2Collection ReadCertificates(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        return certificates.Count > 0 ? certificates : throw new DeviceException(new Problem("mqtt.certificate"));
    }
}

using System.Net;
using System.Net.Sockets;

namespace Whatever.Tests.Support;

/// <summary>A real broker of MQTT (mosquitto) on this machine, which can be killed and begun again with what it had written down.</summary>
internal sealed class Broker : IDisposable
{
    private readonly TestFolder folder = new();
    private ToolProcess? process;

    private Broker(int port) => Port = port;

    public int Port { get; }

    /// <param name="settings">More lines of its configuration, made for the folder that it may use.</param>
    public static async Task<Broker> StartAsync(Func<TestFolder, string>? settings = null)
    {
        var broker = new Broker(FreePort());
        broker.folder.Write(
            "mosquitto.conf",
            $"""
            listener {broker.Port} 127.0.0.1
            persistence true
            persistence_location {broker.folder.Path}/
            max_queued_messages 0
            user {Environment.UserName}
            log_dest stderr
            log_type all
            {settings?.Invoke(broker.folder) ?? "allow_anonymous true"}
            """);
        await broker.BeginAsync();
        return broker;
    }

    public async Task BeginAsync() => process = await ToolProcess.StartAsync(
        Distribution.FindOrInstall("mosquitto", "/usr/sbin/mosquitto", "/usr/bin/mosquitto"), ["-c", folder.File("mosquitto.conf")],
        "running");

    /// <summary>Writes down what it holds.</summary>
    public Task SaveAsync() => process!.SignalAsync("USR1");

    /// <summary>Without a chance to do anything.</summary>
    public Task KillAsync() => process!.KillAsync();

    /// <summary>As a machine that is restarted does it.</summary>
    public async Task EndAsync()
    {
        await process!.SignalAsync("TERM");
        await process.EndAsync();
    }

    public void Dispose()
    {
        process?.Dispose();
        folder.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.EntityFrameworkCore;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using Whatever.Model.Problems;

namespace Whatever.Web.Devices;

/// <summary>A device cannot be reached, or does not do what it is asked for.</summary>
public sealed class DeviceException(Problem problem, Exception? inner = null) : ProblemException(problem, inner);

/// <summary>What keeps a device from being read, in words.</summary>
internal static class DeviceProblems
{
    /// <returns>Null for a bug, which keeps its stack trace.</returns>
    public static Problem? Explain(Exception failure, DeviceSetup device) => failure switch
    {
        ProblemException refused => refused.Problem,
        SocketException socket => OfSocket(socket, device),
        AuthenticationException => new Problem("device.tls", device.Connection.Host, FileProblems.Clause(Innermost(failure).Message)),
        UnauthorizedAccessException when DeviceSetup.IsSerial(device.Kind) =>
            new Problem("device.port-taken", device.Connection.SerialPort),
        FileNotFoundException or DirectoryNotFoundException when DeviceSetup.IsSerial(device.Kind) =>
            new Problem("device.port-none", device.Connection.SerialPort),
        MqttConnectingFailedException or MqttCommunicationException or MqttCommunicationTimedOutException =>
            failure.InnerException is { } inner && Explain(inner, device) is { } known
                ? known
                : new Problem("device.broker-says", FileProblems.Clause(Innermost(failure).Message)),
        IOException { InnerException: SocketException socket } => OfSocket(socket, device),
        EndOfStreamException => new Problem("device.closed"),
        IOException or InvalidOperationException => new Problem("device.line-says", FileProblems.Clause(failure.Message)),
        DbUpdateException or Microsoft.Data.Sqlite.SqliteException =>
            new Problem("device.not-stored", FileProblems.Clause(Innermost(failure).Message)),
        TimeoutException => new Problem("device.slow"),
        _ => null,
    };

    private static Problem OfSocket(SocketException socket, DeviceSetup device)
    {
        var (host, port) = (device.Connection.Host, device.Connection.Port);
        return socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => new Problem("device.refused-connection", host, port),
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new Problem("device.no-host", host),
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => new Problem("device.closed"),
            _ => new Problem("device.unreachable", host, port, FileProblems.Clause(socket.Message)),
        };
    }

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}

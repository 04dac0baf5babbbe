using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Ports;
using System.Net;
using System.Net.Sockets;
using Whatever.Web.Devices.Modbus;

namespace Whatever.Tests.Web.Devices;

/// <summary>How a slave answers.</summary>
internal enum SlaveManner
{
    Answers,
    IsSilent,
    SpeaksNoise,
    Refuses,

    /// <summary>With the number of another unit in its answer.</summary>
    AnswersAsAnother,

    /// <summary>Every two registers are a float that is no number.</summary>
    SaysNoNumber,

    /// <summary>One byte after the other.</summary>
    Drips,

    /// <summary>One register more than was asked for.</summary>
    SaysTooMuch,

    /// <summary>And closes the connection after each answer.</summary>
    HangsUp,
}

/// <summary>
/// Slaves behind one address or on one line. Register r of unit u holds 1000 u + r, so that a value tells where it was read.
/// </summary>
internal sealed class ModbusSlaves : IDisposable
{
    private static readonly byte[] Noise = [0x5A, 0xFF, 0x00, 0x13, 0x37, 0xA5, 0x5A, 0xFF, 0x00, 0x13, 0x37, 0xA5];

    private readonly CancellationTokenSource closing = new();
    private readonly IDisposable source;

    private ModbusSlaves(IDisposable source, int port) => (this.source, Port) = (source, port);

    public int Port { get; }

    public ConcurrentDictionary<int, SlaveManner> Manners { get; } = new();

    /// <summary>How often each unit was asked.</summary>
    public ConcurrentDictionary<int, int> Asked { get; } = new();

    /// <summary>Functions that were asked for.</summary>
    public ConcurrentBag<byte> Functions { get; } = [];

    /// <summary>How many of the first connections never answer, such as those of a meter that was restarted behind them.</summary>
    public int DeadConnections { get; set; }

    /// <summary>Called when the station waits for an answer that does not come.</summary>
    public Action OnNoAnswer { get; set; } = () => { };

    public static ModbusSlaves OverTcp()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var slaves = new ModbusSlaves(listener, ((IPEndPoint)listener.LocalEndpoint).Port);
        _ = slaves.AcceptAsync(listener);
        return slaves;
    }

    public static ModbusSlaves OnLine(string portName)
    {
        var port = new SerialPort(portName, 9600);
        port.Open();
        var slaves = new ModbusSlaves(port, 0);
        _ = slaves.ListenAsync(port);
        return slaves;
    }

    public void Dispose()
    {
        closing.Cancel();
        source.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = SpeakAsync(await listener.AcceptTcpClientAsync(closing.Token));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task SpeakAsync(TcpClient client)
    {
        using var _ = client;
        var (stream, request, isDead) = (client.GetStream(), new byte[12], DeadConnections-- > 0);
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(request, closing.Token);
                await AnswerAsync(
                    stream, isDead, request[6], request[7..], (unit, pdu) =>
                    [
                        .. request[..4], 0, (byte)(pdu.Length + 1), unit, .. pdu,
                    ]);
                if (Manners.GetValueOrDefault(request[6]) == SlaveManner.HangsUp)
                {
                    return;
                }
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or IOException)
        {
            // The station or the test is gone.
        }
    }

    private async Task ListenAsync(SerialPort port)
    {
        var request = new byte[8];
        try
        {
            while (true)
            {
                await port.BaseStream.ReadExactlyAsync(request, closing.Token);
                Assert.Equal(RtuFrame.Checksum(request.AsSpan(0, 6)), BinaryPrimitives.ReadUInt16LittleEndian(request.AsSpan(6)));
                await AnswerAsync(port.BaseStream, isDead: false, request[0], request[1..6], (unit, pdu) => RtuFrame.Write(unit, pdu));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Stream stream, bool isDead, byte unit, byte[] pdu, Func<byte, byte[], byte[]> frame)
    {
        Asked.AddOrUpdate(unit, 1, (_, count) => count + 1);
        Functions.Add(pdu[0]);
        if (isDead)
        {
            OnNoAnswer();
            return;
        }

        switch (Manners.GetValueOrDefault(unit))
        {
            case SlaveManner.Answers or SlaveManner.HangsUp:
                await stream.WriteAsync(frame(unit, Read(unit, pdu)), closing.Token);
                return;
            case SlaveManner.Refuses:
                await stream.WriteAsync(frame(unit, [(byte)(pdu[0] | 0x80), 2]), closing.Token);
                return;
            case SlaveManner.AnswersAsAnother:
                await stream.WriteAsync(frame((byte)(unit + 1), Read(unit, pdu)), closing.Token);
                return;
            case SlaveManner.SaysNoNumber:
                await stream.WriteAsync(frame(unit, [pdu[0], 4, 0x7F, 0xC0, 0, 0]), closing.Token);
                return;
            case SlaveManner.SaysTooMuch:
                await stream.WriteAsync(frame(unit, [pdu[0], 4, 0, 7, 0, 8]), closing.Token);
                return;
            case SlaveManner.Drips:
                foreach (var one in frame(unit, Read(unit, pdu)))
                {
                    await stream.WriteAsync(new[] { one }, closing.Token);
                }

                return;
            case SlaveManner.SpeaksNoise:
                await stream.WriteAsync(Noise, closing.Token);
                break;
        }

        // Over a network noise is known at once by its header; on a line it is waited for what may follow.
        if (Manners[unit] == SlaveManner.IsSilent || Port == 0)
        {
            OnNoAnswer();
        }
    }

    private static byte[] Read(byte unit, byte[] pdu)
    {
        var (first, count) = (BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(3)));
        var answer = new byte[2 + (2 * count)];
        (answer[0], answer[1]) = (pdu[0], (byte)(2 * count));
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2 + (2 * i)), (ushort)((1000 * unit) + first + i));
        }

        return answer;
    }
}

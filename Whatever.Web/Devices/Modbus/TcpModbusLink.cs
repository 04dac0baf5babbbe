using System.Net.Sockets;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Modbus;

/// <summary>Modbus over a network: one connection, which a gateway may lead on to many units.</summary>
internal sealed class TcpModbusLink(string host, int port) : IModbusLink
{
    /// <summary>
    /// Requests in a row after which a connection is taken for dead: a meter that was restarted leaves one on which nothing comes, and the
    /// network says so after a quarter of an hour.
    /// </summary>
    private const int MostSilences = 2;

    private readonly List<byte> heard = [];
    private TcpClient? client;
    private ByteInlet? inlet;
    private ushort exchange;
    private int silences;

    public ReadOnlySpan<byte> Heard => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(heard);

    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (client is not null)
        {
            return;
        }

        var opened = new TcpClient { NoDelay = true };
        try
        {
            await opened.ConnectAsync(await OutgoingAddresses.ResolveAsync(host, cancellation), port, cancellation);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        (client, inlet, silences) = (opened, new ByteInlet(opened.GetStream()), 0);
        heard.Clear();
    }

    public async Task<byte[]> AskAsync(byte unit, byte[] request, CancellationToken cancellation)
    {
        var (stream, from) = (client!.GetStream(), inlet!);
        exchange++;
        try
        {
            await stream.WriteAsync(MbapFrame.Write(exchange, unit, request), cancellation);
            while (true)
            {
                if (Take(unit) is { } answer)
                {
                    silences = 0;
                    return answer;
                }

                var bytes = await from.ReadAsync(cancellation);
                if (bytes.IsEmpty)
                {
                    throw new EndOfStreamException();
                }

                heard.AddRange(bytes.Span);
            }
        }
        catch (Exception failure) when (failure is IOException or ModbusException || heard.Count > 0 || ++silences == MostSilences)
        {
            // Where a frame ends is not known any more, or nobody is there.
            Close();
            throw;
        }
    }

    public void Dispose() => Close();

    /// <summary>An answer to an earlier request, which was waited for too short, is passed over.</summary>
    /// <exception cref="ModbusException">It is of another unit: whose value it is, is not known.</exception>
    private byte[]? Take(byte unit)
    {
        while (MbapFrame.Read(Heard, out var answered, out var speaker, out var pdu) is > 0 and var length)
        {
            heard.RemoveRange(0, length);
            if (answered == exchange)
            {
                return speaker == unit ? pdu : throw ModbusPdu.Noise(pdu);
            }
        }

        return null;
    }

    private void Close()
    {
        client?.Dispose();
        (client, inlet) = (null, null);
    }
}

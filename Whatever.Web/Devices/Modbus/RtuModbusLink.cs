using System.IO.Ports;
using System.Runtime.InteropServices;

namespace Whatever.Web.Devices.Modbus;

/// <summary>Modbus over a serial line. One speaks at a time, and a silence of three and a half letters stands between two frames.</summary>
internal sealed class RtuModbusLink(DeviceConnection connection) : IModbusLink
{
    private const double LettersOfSilence = 3.5;
    private const int BitsOfALetter = 11;

    /// <summary>Above 19,200 baud it is this for all (MODBUS over Serial Line V1.02, section 2.5.1.1).</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMilliseconds(1.75);

    /// <summary>An answer that comes after its time was up looks like one to the next question: it is waited for and thrown away.</summary>
    private static readonly TimeSpan LateAnswer = TimeSpan.FromMilliseconds(500);

    private readonly List<byte> heard = [];
    private bool mayStillSpeak;
    private SerialPort? port;
    private ByteInlet? inlet;

    public ReadOnlySpan<byte> Heard => CollectionsMarshal.AsSpan(heard);

    /// <summary>It has to pass on the line itself, whatever the station's clock says.</summary>
    private TimeSpan Silence =>
        TimeSpan.FromSeconds(Math.Max(ShortestSilence.TotalSeconds, LettersOfSilence * BitsOfALetter / connection.BaudRate));

    public Task OpenAsync(CancellationToken cancellation)
    {
        if (port is null)
        {
            port = SerialPorts.Open(connection);
            inlet = new ByteInlet(port.BaseStream);
        }

        return Task.CompletedTask;
    }

    public async Task<byte[]> AskAsync(byte unit, byte[] request, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(mayStillSpeak ? LateAnswer : Silence, TimeProvider.System, cancellation);
            mayStillSpeak = true;
            port!.DiscardInBuffer();
            inlet!.Forget();
            heard.Clear();
            await port.BaseStream.WriteAsync(RtuFrame.Write(unit, request), cancellation);
            while (true)
            {
                var bytes = await inlet.ReadAsync(cancellation);
                if (bytes.IsEmpty)
                {
                    throw new EndOfStreamException();
                }

                heard.AddRange(bytes.Span);
                if (RtuFrame.Find(Heard, unit, request[0]) is { } answer)
                {
                    mayStillSpeak = false;
                    return answer;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        port?.Dispose();
        (port, inlet) = (null, null);
    }
}

using System.IO.Ports;

namespace Whatever.Web.Devices;

/// <summary>Serial ports of this machine.</summary>
internal static class SerialPorts
{
    public static IReadOnlyList<string> Names => [.. SerialPort.GetPortNames().Order(StringComparer.Ordinal)];

    /// <summary>Eight data bits: Modbus and text alike.</summary>
    public static SerialPort Open(DeviceConnection connection)
    {
        // The system says of a port that is not there that access to it is denied.
        if (Path.IsPathRooted(connection.SerialPort) && !File.Exists(connection.SerialPort))
        {
            throw new FileNotFoundException(null, connection.SerialPort);
        }

        var port = new SerialPort(
            connection.SerialPort, connection.BaudRate, connection.Parity switch
            {
                LineParity.Even => Parity.Even,
                LineParity.Odd => Parity.Odd,
                _ => Parity.None,
            }, dataBits: 8, connection.StopBits == 2 ? StopBits.Two : StopBits.One);
        try
        {
            port.Open();
            port.DiscardInBuffer();
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }
}

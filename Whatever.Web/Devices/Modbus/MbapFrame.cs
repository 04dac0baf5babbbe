using System.Buffers.Binary;

namespace Whatever.Web.Devices.Modbus;

/// <summary>
/// Frames of Modbus over TCP (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, section 3.1.3): a number of the exchange, protocol 0,
/// the length of what follows, the unit, and what is said.
/// </summary>
public static class MbapFrame
{
    public const int HeaderLength = 7;

    /// <summary>A PDU has 253 bytes at most.</summary>
    private const int LargestLength = 254;

    public static byte[] Write(ushort exchange, byte unit, ReadOnlySpan<byte> pdu)
    {
        byte[] frame = [0, 0, 0, 0, 0, 0, unit, .. pdu];
        BinaryPrimitives.WriteUInt16BigEndian(frame, exchange);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(4), (ushort)(pdu.Length + 1));
        return frame;
    }

    /// <summary>Takes the first frame of what was heard.</summary>
    /// <param name="heard">So far.</param>
    /// <param name="exchange">Which request it answers.</param>
    /// <param name="unit">Who says it.</param>
    /// <param name="pdu">What was said.</param>
    /// <returns>The length of the frame; 0 where it is not whole yet.</returns>
    /// <exception cref="ModbusException">This is no Modbus.</exception>
    public static int Read(ReadOnlySpan<byte> heard, out ushort exchange, out byte unit, out byte[] pdu)
    {
        (exchange, unit, pdu) = (0, 0, []);
        if (heard.Length < HeaderLength)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(heard[4..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(heard[2..]) != 0 || length is < 3 or > LargestLength)
        {
            throw ModbusPdu.Noise(heard);
        }

        var end = HeaderLength - 1 + length;
        if (heard.Length < end)
        {
            return 0;
        }

        exchange = BinaryPrimitives.ReadUInt16BigEndian(heard);
        unit = heard[HeaderLength - 1];
        pdu = heard[HeaderLength..end].ToArray();
        return end;
    }
}

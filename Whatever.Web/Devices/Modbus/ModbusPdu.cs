using System.Buffers.Binary;
using Whatever.Model.Problems;

namespace Whatever.Web.Devices.Modbus;

/// <summary>
/// Requests and answers of MODBUS Application Protocol Specification V1.1b3, sections 6.3, 6.4 and 7: reading registers, and nothing that
/// writes.
/// </summary>
public static class ModbusPdu
{
    /// <summary>Of one request.</summary>
    public const int MostRegisters = 125;

    public const int LastRegister = 65535;
    private const byte ReadHolding = 3;
    private const byte ReadInput = 4;
    private const byte ErrorFlag = 0x80;
    private const int HeaderLength = 2;
    private const byte PathUnavailable = 0x0A;
    private const byte TargetSilent = 0x0B;

    public static byte[] Request(RegisterTable table, int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostRegisters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count - 1, LastRegister);
        var request = new byte[5];
        request[0] = table == RegisterTable.Input ? ReadInput : ReadHolding;
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(1), (ushort)first);
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(3), (ushort)count);
        return request;
    }

    /// <param name="answer">Two bytes or more.</param>
    /// <returns>How long the answer is that begins like this; 0 where no answer does.</returns>
    public static int LengthOf(ReadOnlySpan<byte> answer) => answer[0] switch
    {
        ReadHolding or ReadInput => HeaderLength + answer[1],
        ReadHolding | ErrorFlag or ReadInput | ErrorFlag => HeaderLength,
        _ => 0,
    };

    /// <summary>The registers that were asked for.</summary>
    /// <exception cref="ModbusException">The slave refused, or this is no answer to the request.</exception>
    public static ushort[] Registers(ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(request[3..]);
        if (answer.Length == HeaderLength && answer[0] == (request[0] | ErrorFlag))
        {
            throw new ModbusException(
                SlaveFailure.Refusal, new Problem("modbus.refused", RefusalOf(answer[1])), answer[1] is PathUnavailable or TargetSilent);
        }

        if (answer.Length != HeaderLength + (2 * count) || answer[0] != request[0] || answer[1] != 2 * count)
        {
            throw Noise(answer);
        }

        var registers = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            registers[i] = BinaryPrimitives.ReadUInt16BigEndian(answer[(HeaderLength + (2 * i))..]);
        }

        return registers;
    }

    internal static ModbusException Noise(ReadOnlySpan<byte> found) =>
        new(SlaveFailure.Noise, new Problem("modbus.noise", Excerpt.Of(Convert.ToHexString(found))));

    private static Phrase RefusalOf(byte code) => code switch
    {
        1 => new Phrase("modbus.exception-1"),
        2 => new Phrase("modbus.exception-2"),
        3 => new Phrase("modbus.exception-3"),
        4 => new Phrase("modbus.exception-4"),
        5 => new Phrase("modbus.exception-5"),
        6 => new Phrase("modbus.exception-6"),
        8 => new Phrase("modbus.exception-8"),
        PathUnavailable => new Phrase("modbus.exception-10"),
        TargetSilent => new Phrase("modbus.exception-11"),
        _ => new Phrase("modbus.exception-other", code),
    };
}

namespace Whatever.Web.Devices.Modbus;

/// <summary>What registers say as a number.</summary>
public static class RegisterValue
{
    public static int RegistersOf(RegisterFormat format) => format is RegisterFormat.Signed16 or RegisterFormat.Unsigned16 ? 1 : 2;

    /// <param name="registers">As many as the format has.</param>
    /// <param name="format">What their bits mean.</param>
    /// <param name="order">Of the bytes, for formats of two registers.</param>
    /// <returns>Not finite where a float is not.</returns>
    public static double Read(ReadOnlySpan<ushort> registers, RegisterFormat format, WordOrder order) => format switch
    {
        // Each as a double by itself: the type that all of them have in common is a float, which has 24 bits.
        RegisterFormat.Signed16 => (double)(short)registers[0],
        RegisterFormat.Unsigned16 => (double)registers[0],
        RegisterFormat.Signed32 => (double)(int)Bits(registers, order),
        RegisterFormat.Unsigned32 => (double)Bits(registers, order),
        RegisterFormat.Real32 => (double)BitConverter.UInt32BitsToSingle(Bits(registers, order)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    private static uint Bits(ReadOnlySpan<ushort> registers, WordOrder order) => order switch
    {
        WordOrder.Abcd => Join(registers[0], registers[1]),
        WordOrder.Cdab => Join(registers[1], registers[0]),
        WordOrder.Badc => Join(Swap(registers[0]), Swap(registers[1])),
        WordOrder.Dcba => Join(Swap(registers[1]), Swap(registers[0])),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order."),
    };

    private static uint Join(ushort high, ushort low) => ((uint)high << 16) | low;

    private static ushort Swap(ushort register) => (ushort)((register << 8) | (register >> 8));
}

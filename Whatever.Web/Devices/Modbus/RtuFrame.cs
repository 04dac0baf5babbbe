namespace Whatever.Web.Devices.Modbus;

/// <summary>Frames of MODBUS over Serial Line V1.02, section 2.5.1: unit, what is said, and a checksum with its low byte first.</summary>
public static class RtuFrame
{
    private const int ChecksumLength = 2;
    private const ushort Polynomial = 0xA001;

    public static byte[] Write(byte unit, ReadOnlySpan<byte> pdu)
    {
        byte[] frame = [unit, .. pdu, 0, 0];
        var checksum = Checksum(frame.AsSpan(0, frame.Length - ChecksumLength));
        (frame[^2], frame[^1]) = ((byte)checksum, (byte)(checksum >> 8));
        return frame;
    }

    /// <summary>
    /// The answer of a unit among what was heard. It is looked for at every place: a line that is switched from sending to hearing often
    /// gives a few bytes of its own first.
    /// </summary>
    /// <param name="heard">So far.</param>
    /// <param name="unit">That was asked.</param>
    /// <param name="function">That was asked for.</param>
    /// <returns>What it said; null where its answer is not there, or not whole yet.</returns>
    public static byte[]? Find(ReadOnlySpan<byte> heard, byte unit, byte function)
    {
        for (var start = 0; start + 3 + ChecksumLength <= heard.Length; start++)
        {
            var rest = heard[start..];
            if (rest[0] != unit || (rest[1] & 0x7F) != function)
            {
                continue;
            }

            var length = 1 + ModbusPdu.LengthOf(rest[1..]) + ChecksumLength;
            if (length <= rest.Length && IsSound(rest[..length]))
            {
                return rest[1..(length - ChecksumLength)].ToArray();
            }
        }

        return null;
    }

    /// <summary>CRC-16 as the specification computes it (appendix B).</summary>
    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        ushort checksum = 0xFFFF;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (ushort)((checksum & 1) != 0 ? (checksum >> 1) ^ Polynomial : checksum >> 1);
            }
        }

        return checksum;
    }

    private static bool IsSound(ReadOnlySpan<byte> frame)
    {
        var checksum = Checksum(frame[..^ChecksumLength]);
        return frame[^2] == (byte)checksum && frame[^1] == (byte)(checksum >> 8);
    }
}

using System.Buffers.Binary;

namespace Whatever.Fuzz;

/// <summary>What can happen to any file: bits flipped, pieces cut, repeated, moved and mixed, numbers set to their extremes.</summary>
internal static class ByteMutations
{
    private const int LongestRepeat = 16;
    private const int LargestGrown = 1 << 17;
    private static readonly byte[] Fillings = [0, 0xff, 0x20, 0x30, 0x7f];

    public static readonly ulong[] Extremes =
    [
        0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0xffffff, 0x7fffff00, 0x7fffffff, 0x80000000,
        0xfffffff0, 0xffffffff, 0x100000000, 0x100000010, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffff00, 0xfffffffffffffffe,
        ulong.MaxValue,
    ];

    /// <summary>One to several of them after each other.</summary>
    /// <param name="file">It is not changed.</param>
    /// <param name="other">Another file of the kind, pieces of which may get into this one.</param>
    /// <param name="random">What happens.</param>
    public static byte[] Mutate(byte[] file, byte[] other, FuzzRandom random)
    {
        var bytes = file.ToArray();
        for (var times = 1 + (random.OneIn(3) ? random.Below(6) : 0); times > 0; times--)
        {
            bytes = bytes.Length == 0 ? other.ToArray() : Once(bytes, other, random);
        }

        return bytes;
    }

    /// <summary>A number of one, two, four or eight bytes becomes an extreme one, or one near what it was or near the length.</summary>
    public static void SetNumber(byte[] bytes, int at, int width, FuzzRandom random)
    {
        Span<byte> number = stackalloc byte[8];
        bytes.AsSpan(at, Math.Min(width, bytes.Length - at)).CopyTo(number);
        var old = BinaryPrimitives.ReadUInt64LittleEndian(number);
        var value = random.Below(8) switch
        {
            0 => old + 1,
            1 => old - 1,
            2 => old * (ulong)random.Between(2, 300),
            3 => (ulong)(bytes.Length + random.Between(-16, 16)),
            4 => (ulong)random.Below(bytes.Length),
            _ => random.Pick(Extremes),
        };
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number[..Math.Min(width, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
    }

    private static byte[] Once(byte[] bytes, byte[] other, FuzzRandom random)
    {
        var at = random.Below(bytes.Length);
        switch (random.Below(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Below(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next();
                return bytes;
            case 2:
                SetNumber(bytes, at, 1 << random.Below(4), random);
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                var length = random.Below(Math.Min(bytes.Length - at, 1 << random.Below(12)) + 1);
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5:
                return Repeat(bytes, at, random);
            case 6:
                var end = at + random.Below(bytes.Length - at);
                var to = random.Below(bytes.Length);
                return [.. bytes[..to], .. bytes[at..end], .. bytes[to..]];
            case 7 when other.Length > 0:
                return [.. bytes[..at], .. other[random.Below(other.Length)..]];
            default:
                var piece = Math.Min(bytes.Length - at, random.Between(1, 16));
                bytes.AsSpan(at, piece).Fill(random.Pick(Fillings));
                return bytes;
        }
    }

    private static byte[] Repeat(byte[] bytes, int at, FuzzRandom random)
    {
        var length = Math.Min(bytes.Length - at, 1 + random.Below(1 << random.Below(7)));
        var times = random.OneIn(500) ? 1 + random.Below(1 << random.Below(14)) : random.Between(1, LongestRepeat);
        times = Math.Min(times, (LargestGrown / length) + 1);
        var piece = bytes.AsSpan(at, length);
        var grown = new byte[bytes.Length + (times * length)];
        bytes.AsSpan(0, at).CopyTo(grown);
        for (var i = 0; i < times; i++)
        {
            piece.CopyTo(grown.AsSpan(at + (i * length)));
        }

        bytes.AsSpan(at).CopyTo(grown.AsSpan(at + (times * length)));
        return grown;
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace Whatever.Fuzz;

/// <summary>The checksum of HDF5's metadata (Bob Jenkins' lookup3, hashlittle with 0).</summary>
internal static class Lookup3
{
    public static uint Sum(ReadOnlySpan<byte> data)
    {
        var a = 0xdeadbeef + (uint)data.Length;
        var (b, c) = (a, a);
        Span<byte> block = stackalloc byte[12];
        for (; data.Length > 12; data = data[12..])
        {
            Add(data[..12], ref a, ref b, ref c);
            a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
            a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
        }

        if (data.IsEmpty)
        {
            return c;
        }

        block.Clear();
        data.CopyTo(block);
        Add(block, ref a, ref b, ref c);
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }

    private static void Add(ReadOnlySpan<byte> block, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(block);
        b += BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
    }
}

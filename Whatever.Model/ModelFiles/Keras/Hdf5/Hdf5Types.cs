using System.Numerics;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>What a number or a text of an array is like.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Bytes">Of one.</param>
internal readonly record struct Hdf5Type(int Kind, uint Bytes)
{
    /// <summary>Each lies elsewhere and has a length of its own.</summary>
    public bool IsOfAnyLength => Kind == 9;
}

/// <summary>Dataspaces and datatypes.</summary>
internal static class Hdf5Types
{
    private const int DeepestType = 16;

    /// <summary>Axes at most.</summary>
    public const int MostAxes = 32;

    /// <returns>How many there are; the largest number where it cannot be counted.</returns>
    public static ulong ReadSpace(Hdf5Cursor cursor)
    {
        var version = cursor.Expect(cursor.Byte(), "version", 1, 2);
        var axes = cursor.Expect(cursor.Byte(), "axes", 0, MostAxes);
        var flags = cursor.Byte();
        var isNone = cursor.Byte() == 2 && version == 2;
        cursor.Skip(version == 1 ? 4UL : 0);
        UInt128 count = isNone ? 0UL : 1;
        for (var axis = 0UL; axis < axes; axis++)
        {
            var length = cursor.Length();
            count = count > ulong.MaxValue ? count : count * length;
        }

        for (var axis = 0UL; axis < axes * (ulong)BitOperations.PopCount(flags & 3U); axis++)
        {
            cursor.Length();
        }

        return (ulong)UInt128.Min(count, ulong.MaxValue);
    }

    public static Hdf5Type ReadType(Hdf5Cursor cursor) => ReadType(cursor, DeepestType);

    private static Hdf5Type ReadType(Hdf5Cursor cursor, int deepest)
    {
        if (deepest == 0)
        {
            throw cursor.Refuse((ulong)cursor.At, new Phrase("hdf5.deeper"), new Phrase("hdf5.expected-depth", DeepestType));
        }

        var first = cursor.Byte();
        var bits = (uint)cursor.Number(3);
        var type = new Hdf5Type(first & 0xf, cursor.UInt32());
        ReadProperties(cursor, type, first >> 4, bits, deepest - 1);
        return type;
    }

    private static void ReadProperties(Hdf5Cursor cursor, Hdf5Type type, int version, uint bits, int deepest)
    {
        switch (type.Kind)
        {
            case 0 or 4:
                cursor.Take(4);
                break;
            case 1:
                cursor.Take(12);
                break;
            case 2:
                cursor.Take(2);
                break;
            case 5:
                cursor.Take(bits & 0xff);
                break;
            case 6:
                ReadMembers(cursor, type, version, bits & 0xffff, deepest);
                break;
            case 8:
                ReadNames(cursor, type, version, bits & 0xffff, deepest);
                break;
            case 9:
                ReadType(cursor, deepest);
                break;
            case 10:
                var axes = cursor.Expect(cursor.Byte(), "axes", 0, MostAxes);
                cursor.Take(version == 2 ? 3 + (8 * axes) : 4 * axes);
                ReadType(cursor, deepest);
                break;
        }
    }

    private static void ReadMembers(Hdf5Cursor cursor, Hdf5Type type, int version, uint count, int deepest)
    {
        for (; count > 0; count--)
        {
            cursor.SkipText(isPadded: version < 3);
            cursor.Take(version switch
            {
                1 => 4 + 1 + 3 + 4 + 4 + 16,
                2 => 4,
                _ => ((ulong)BitOperations.Log2(type.Bytes | 1) / 8) + 1,
            });
            ReadType(cursor, deepest);
        }
    }

    private static void ReadNames(Hdf5Cursor cursor, Hdf5Type type, int version, uint count, int deepest)
    {
        ReadType(cursor, deepest);
        for (var left = count; left > 0; left--)
        {
            cursor.SkipText(isPadded: version < 3);
        }

        cursor.Take((ulong)count * type.Bytes);
    }
}

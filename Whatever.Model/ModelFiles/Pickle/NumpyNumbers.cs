using System.Buffers.Binary;

namespace Whatever.Model.ModelFiles.Pickle;

/// <summary>Raw bytes of numpy as numbers.</summary>
internal static class NumpyNumbers
{
    /// <returns>Numbers of the tuple; null where it is none of numbers that can be lengths.</returns>
    public static int[]? Shape(object? shape) =>
        shape is PickleTuple { Items: var items } && items.All(item => item is long and >= 0 and <= int.MaxValue)
        ? [.. items.Select(item => (int)(long)item!)]
        : null;

    /// <returns>How many numbers an array of the shape has; -1 for more than <paramref name="most"/>.</returns>
    public static long Count(int[] shape, long most) =>
        shape.Aggregate(1L, (product, axis) => product < 0 || (axis > 0 && product > most / axis) ? -1 : product * axis);

    /// <summary>Decodes as many numbers as there are.</summary>
    public static double[] Decode(ReadOnlySpan<byte> bytes, PickleDtype type, PickleBudget budget)
    {
        budget.Spend((long)bytes.Length / type.Size * sizeof(double));
        var values = new double[bytes.Length / type.Size];
        Span<byte> number = stackalloc byte[type.Size];
        for (var i = 0; i < values.Length; i++)
        {
            bytes.Slice(i * type.Size, type.Size).CopyTo(number);
            if (type.IsBigEndian)
            {
                number.Reverse();
            }

            values[i] = type.Code switch
            {
                "f8" => BinaryPrimitives.ReadDoubleLittleEndian(number),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(number),
                "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(number),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(number),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(number),
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(number),
                "i1" => (sbyte)number[0],
                "u8" => BinaryPrimitives.ReadUInt64LittleEndian(number),
                "u4" => BinaryPrimitives.ReadUInt32LittleEndian(number),
                "u2" => BinaryPrimitives.ReadUInt16LittleEndian(number),
                _ => number[0],
            };
        }

        return values;
    }
}

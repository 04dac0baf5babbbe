using System.Numerics;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>A heap of blocks that double in size: what many links or attributes lie in.</summary>
internal sealed class Hdf5FractalHeap
{
    private const string What = "blocks";
    private const int WidestTable = 256;
    private const int MostRows = 64;
    private readonly Hdf5Map map;
    private readonly List<(ulong Offset, ulong Bytes, ulong Address)> blocks = [];
    private readonly ulong width;
    private readonly ulong firstBytes;
    private readonly int offsetBytes;
    private readonly int directRows;
    private readonly int firstRowBits;
    private readonly int lengthBytes;
    private readonly int idBytes;

    public Hdf5FractalHeap(Hdf5Map map, ulong address)
    {
        this.map = map;
        var cursor = new Hdf5Cursor(map, What, address);
        cursor.ExpectSignature("FRHP"u8);
        cursor.Expect(cursor.Byte(), "version", 0, 0);
        idBytes = cursor.UInt16();
        cursor.Expect(cursor.UInt16(), "filters", 0, 0);
        cursor.Skip(1 + 4);
        cursor.Length();
        HugeTree = cursor.Address();
        cursor.Skip(((ulong)map.LengthBytes * 9) + (ulong)map.AddressBytes);
        width = cursor.Expect(cursor.UInt16(), "width", 1, WidestTable);
        firstBytes = Power(cursor, cursor.Length());
        var largest = Power(cursor, cursor.Length());
        firstRowBits = BitOperations.Log2(firstBytes * Power(cursor, width));
        var bits = cursor.Expect(cursor.UInt16(), "bits", (ulong)firstRowBits + 1, (ulong)firstRowBits + MostRows);
        cursor.UInt16();
        var root = cursor.Address();
        var rows = cursor.Expect(cursor.UInt16(), "rows", 0, MostRows);
        (offsetBytes, lengthBytes) = (((int)bits + 7) / 8, (BitOperations.Log2((largest - 1) | 1) / 8) + 1);
        directRows = BitOperations.Log2(largest) - BitOperations.Log2(firstBytes) + 2;
        if (cursor.IsNowhere(root))
        {
            return;
        }

        if (rows == 0)
        {
            AddBlock(root, 0, firstBytes);
        }
        else
        {
            ReadRows(root, 0, (int)rows);
        }
    }

    /// <summary>Finds objects that are too large for it.</summary>
    public ulong HugeTree { get; }

    /// <summary>Ids that hold a large object's place themselves are too long for links and attributes.</summary>
    public bool HasDirectIds => idBytes - 1 >= map.AddressBytes + map.LengthBytes;

    /// <param name="id">Of an object.</param>
    /// <param name="what">What it is.</param>
    /// <returns>Null where it is a large one, which its tree finds.</returns>
    public Hdf5Cursor? Find(Hdf5Cursor id, string what)
    {
        var kind = id.Expect((ulong)(id.Byte() >> 4), "kind", 0, 1);
        if (kind == 1)
        {
            return null;
        }

        var (offset, length) = (id.Number(offsetBytes), id.Number(lengthBytes));
        if (BlockOf(offset) is not { } block)
        {
            throw id.Refuse((ulong)id.At, new Problems.Phrase("hdf5.lies-at", offset), new Problems.Phrase("hdf5.expected-block"));
        }

        var inside = offset - block.Offset;
        id.Expect(length, "length", 1, block.Bytes - inside);
        return new Hdf5Cursor(map, what, block.Address + inside, length);
    }

    /// <summary>They were found in the order of their offsets.</summary>
    private (ulong Offset, ulong Bytes, ulong Address)? BlockOf(ulong offset)
    {
        var (low, high) = (0, blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = blocks[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && offset - blocks[low - 1].Offset < blocks[low - 1].Bytes ? blocks[low - 1] : null;
    }

    private static ulong Power(Hdf5Cursor cursor, ulong number) => BitOperations.IsPow2(number) && number <= 1UL << 32 ? number
        : throw cursor.Refuse((ulong)cursor.At, new Problems.Phrase("hdf5.says", new Problems.Phrase("hdf5.width"), number),
            new Problems.Phrase("hdf5.expected-power"));

    private ulong BytesOfRow(int row) => firstBytes << Math.Max(0, row - 1);

    private void ReadRows(ulong address, ulong offset, int rows)
    {
        map.VisitPart(What, What, address);
        var cursor = new Hdf5Cursor(map, What, address);
        cursor.ExpectSignature("FHIB"u8);
        cursor.Skip(1 + (ulong)map.AddressBytes + (ulong)offsetBytes);
        cursor.ExpectLeft((ulong)rows * width * (ulong)map.AddressBytes);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0UL; column < width; column++)
            {
                var child = cursor.Address();
                if (!cursor.IsNowhere(child))
                {
                    ReadChild(child, offset, row);
                }

                offset += BytesOfRow(row);
            }
        }
    }

    private void ReadChild(ulong child, ulong offset, int row)
    {
        if (row < directRows)
        {
            AddBlock(child, offset, BytesOfRow(row));
        }
        else
        {
            ReadRows(child, offset, Math.Clamp(BitOperations.Log2(BytesOfRow(row)) - firstRowBits + 1, 0, row));
        }
    }

    private void AddBlock(ulong address, ulong offset, ulong bytes)
    {
        var cursor = new Hdf5Cursor(map, What, address, bytes);
        cursor.ExpectSignature("FHDB"u8);
        cursor.Skip(1 + (ulong)map.AddressBytes);
        cursor.Expect(cursor.Number(offsetBytes), "offset", offset, offset);
        blocks.Add((offset, bytes, address));
    }
}

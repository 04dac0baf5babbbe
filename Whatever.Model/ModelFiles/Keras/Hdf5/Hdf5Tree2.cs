using System.Numerics;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>Trees of records in nodes of one size: what many links, many attributes and some arrays are found by.</summary>
internal sealed class Hdf5Tree2(Hdf5Map map)
{
    private const int DeepestTree = 8;
    private const int NodeOverhead = 10;
    private const string What = "tree";

    /// <param name="address">Where it begins.</param>
    /// <param name="type">What its records are.</param>
    /// <param name="recordBytes">Of each.</param>
    /// <param name="read">Gets each record.</param>
    /// <param name="heap">What its records lead to: with another one they are others.</param>
    public void Read(ulong address, byte type, int recordBytes, Action<Hdf5Cursor> read, ulong heap = 0)
    {
        var key = $"tree {type} {heap}";
        if (!map.Visit(key, address))
        {
            return;
        }

        var cursor = new Hdf5Cursor(map, What, address);
        cursor.ExpectSignature("BTHD"u8);
        cursor.Expect(cursor.Byte(), "version", 0, 0);
        cursor.Expect(cursor.Byte(), "type", type, type);
        var nodeBytes = (int)cursor.Expect(cursor.UInt32(), "node", NodeOverhead + (ulong)recordBytes, (ulong)map.File.Length);
        cursor.Expect(cursor.UInt16(), "record", (ulong)recordBytes, (ulong)recordBytes);
        var depth = (int)cursor.Expect(cursor.UInt16(), "level", 0, DeepestTree);
        cursor.Skip(2);
        var root = cursor.Address();
        var count = cursor.UInt16();
        if (!cursor.IsNowhere(root) && count > 0)
        {
            ReadNode(new Shape(key, type, recordBytes, nodeBytes, Levels(nodeBytes, recordBytes, depth)), root, count, depth, read);
        }
    }

    /// <summary>Records of a node at most, and how long the sum of all below it is, by level.</summary>
    private List<(ulong Most, int SumBytes)> Levels(int nodeBytes, int recordBytes, int depth)
    {
        var most = (ulong)((nodeBytes - NodeOverhead) / recordBytes);
        var levels = new List<(ulong Most, int SumBytes)> { (most, 0) };
        var (countBytes, all) = (BytesOf(most), most);
        for (var level = 1; level <= depth; level++)
        {
            var pointer = map.AddressBytes + countBytes + levels[level - 1].SumBytes;
            var records = (ulong)Math.Max(0, (nodeBytes - NodeOverhead - pointer) / (recordBytes + pointer));
            all = ((records + 1) * all) + records;
            levels.Add((records, BytesOf(all)));
        }

        return levels;
    }

    private void ReadNode(Shape shape, ulong address, ulong count, int level, Action<Hdf5Cursor> read)
    {
        map.VisitPart(What, shape.Key, address);
        var cursor = new Hdf5Cursor(map, What, address);
        cursor.ExpectSignature(level > 0 ? "BTIN"u8 : "BTLF"u8);
        cursor.Skip(1);
        cursor.Expect(cursor.Byte(), "type", shape.Type, shape.Type);
        cursor.Expect(count, "records", 0, shape.Levels[0].Most);
        for (var left = count; left > 0; left--)
        {
            read(new Hdf5Cursor(map, What, (ulong)cursor.At, Math.Min((ulong)shape.RecordBytes, (ulong)cursor.Left)));
            cursor.Skip((ulong)shape.RecordBytes);
        }

        for (var left = level > 0 ? count + 1 : 0; left > 0; left--)
        {
            var child = cursor.Address();
            var records = cursor.Number(BytesOf(shape.Levels[0].Most));
            cursor.Skip(level > 1 ? (ulong)shape.Levels[level - 1].SumBytes : 0);
            ReadNode(shape, child, records, level - 1, read);
        }
    }

    private static int BytesOf(ulong number) => (BitOperations.Log2(number | 1) / 8) + 1;

    private sealed record Shape(string Key, byte Type, int RecordBytes, int NodeBytes, List<(ulong Most, int SumBytes)> Levels);
}

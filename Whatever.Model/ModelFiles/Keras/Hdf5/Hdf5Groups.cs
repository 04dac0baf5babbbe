namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>Groups as files have had them since ever: a tree of tables of names, which lie in a heap.</summary>
internal sealed class Hdf5Groups(Hdf5Map map)
{
    private const int DeepestTree = 32;
    private const string Tree = "tree";
    private const string Table = "table";

    /// <summary>Of a table, or of the superblock; it names an object, and of a group may say where its tree lies.</summary>
    public void ReadEntry(Hdf5Cursor cursor)
    {
        const int scratchBytes = 16;
        cursor.Address();
        var header = cursor.Address();
        var kind = cursor.UInt32();
        cursor.UInt32();
        var scratch = new Hdf5Cursor(map, cursor.What, (ulong)cursor.At, scratchBytes);
        cursor.Skip(scratchBytes);
        if (kind == 1)
        {
            Read(scratch.Address(), scratch.Address());
        }

        // Those of links that are texts say where they lead in the heap, and have no header.
        if (kind != 2)
        {
            map.Enqueue(header);
        }
    }

    public void Read(ulong tree, ulong heap)
    {
        ReadHeap(heap);
        if (map.Visit(Tree, tree))
        {
            ReadTree(tree, DeepestTree);
        }
    }

    public void ReadHeap(ulong address)
    {
        if (!map.Visit("heap", address))
        {
            return;
        }

        var cursor = new Hdf5Cursor(map, "heap", address);
        cursor.ExpectSignature("HEAP"u8);
        cursor.Skip(4);
        var length = cursor.Length();
        cursor.Length();
        _ = new Hdf5Cursor(map, "heap", cursor.Address(), length);
    }

    private void ReadTree(ulong address, int deepest)
    {
        var cursor = new Hdf5Cursor(map, Tree, address);
        var (level, count) = ReadTreeBeginning(cursor, 0, deepest);
        for (var i = 0; i < count; i++)
        {
            cursor.Length();
            var child = cursor.Address();
            if (level > 0)
            {
                map.VisitPart(Tree, Tree, child);
                ReadTree(child, level - 1);
            }
            else
            {
                ReadTable(child);
            }
        }

        cursor.Length();
    }

    /// <returns>Levels below it, and how many children it has.</returns>
    public static (int Level, int Count) ReadTreeBeginning(Hdf5Cursor cursor, byte type, int deepest)
    {
        cursor.ExpectSignature("TREE"u8);
        cursor.Expect(cursor.Byte(), "type", type, type);
        var level = (int)cursor.Expect(cursor.Byte(), "level", 0, (ulong)deepest);
        var count = cursor.UInt16();
        cursor.Address();
        cursor.Address();
        return (level, count);
    }

    private void ReadTable(ulong address)
    {
        map.VisitPart(Table, Table, address);
        var cursor = new Hdf5Cursor(map, Table, address);
        cursor.ExpectSignature("SNOD"u8);
        cursor.Skip(2);
        for (var left = cursor.UInt16(); left > 0; left--)
        {
            ReadEntry(cursor);
        }
    }
}

using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>Links and attributes of objects that have many: a tree finds them in a heap.</summary>
internal sealed class Hdf5DenseStorage(Hdf5Map map, Action<Hdf5Cursor> readLink, Action<Hdf5Cursor> readAttribute)
{
    private const byte LinksByName = 5;
    private const byte AttributesByName = 8;
    private const byte LargeObjects = 1;
    private readonly Hdf5Tree2 trees = new(map);

    public void ReadLinks(Hdf5Cursor cursor)
    {
        const int idBytes = 7;
        const int hashBytes = 4;
        cursor.Byte();
        cursor.Skip((cursor.Byte() & 1) != 0 ? 8UL : 0);
        var (heap, names) = (cursor.Address(), cursor.Address());
        Read(cursor, heap, names, "links", readLink, (found, find) => trees.Read(names, LinksByName, hashBytes + idBytes, record =>
        {
            record.Skip(hashBytes);
            find(found, record);
        }, heap));
    }

    public void ReadAttributes(Hdf5Cursor cursor)
    {
        const int idBytes = 8;
        cursor.Byte();
        cursor.Skip((cursor.Byte() & 1) != 0 ? 2UL : 0);
        var (heap, names) = (cursor.Address(), cursor.Address());
        Read(cursor, heap, names, "attribute", readAttribute, (found, find) => trees.Read(
            names, AttributesByName, idBytes + 1 + 4 + 4, record => find(found, record), heap));
    }

    private void Read(
        Hdf5Cursor cursor, ulong heap, ulong names, string what, Action<Hdf5Cursor> read,
        Action<Hdf5FractalHeap, Action<Hdf5FractalHeap, Hdf5Cursor>> readTree)
    {
        if (cursor.IsNowhere(names))
        {
            return;
        }

        var found = new Hdf5FractalHeap(map, heap);
        var hasLarge = false;
        readTree(found, (from, id) =>
        {
            if (from.Find(id, what) is { } content)
            {
                read(content);
            }
            else
            {
                hasLarge = true;
            }
        });
        if (hasLarge)
        {
            ReadLarge(cursor, found, what, read);
        }
    }

    private void ReadLarge(Hdf5Cursor cursor, Hdf5FractalHeap heap, string what, Action<Hdf5Cursor> read)
    {
        if (heap.HasDirectIds)
        {
            throw cursor.Refuse((ulong)cursor.At, new Phrase("hdf5.direct-ids"), new Phrase("hdf5.expected-tree"));
        }

        trees.Read(heap.HugeTree, LargeObjects, map.AddressBytes + (2 * map.LengthBytes), record =>
            read(new Hdf5Cursor(map, what, record.Address(), record.Length())), heap.HugeTree);
    }
}

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>What the headers of objects say, each kind of message that the library reads.</summary>
internal sealed class Hdf5Messages
{
    /// <summary>A checksum behind the numbers; the last of the filters that files of Keras are packed with.</summary>
    private const int Fletcher = 3;

    private readonly Hdf5Map map;
    private readonly Hdf5Attributes attributes;
    private readonly Hdf5DenseStorage dense;
    private readonly Hdf5Chunks chunks;

    public Hdf5Messages(Hdf5Map map)
    {
        this.map = map;
        Groups = new Hdf5Groups(map);
        attributes = new Hdf5Attributes(map);
        dense = new Hdf5DenseStorage(map, ReadLink, attributes.Read);
        chunks = new Hdf5Chunks(map);
    }

    public Hdf5Groups Groups { get; }

    public void ReadObject(ulong address)
    {
        var array = new Hdf5Array();
        foreach (var message in Hdf5Header.Read(map, address))
        {
            if (message is { IsShared: true, Type: 1 or 3 or 4 or 5 or 0xB or 0xC })
            {
                ReadShared(message, array);
            }
            else
            {
                Read(message, array);
            }
        }

        chunks.Read(array);
    }

    /// <summary>Where a message of another object's header is meant.</summary>
    public static ulong SharedAddress(Hdf5Cursor cursor)
    {
        var version = cursor.Expect(cursor.Byte(), "version", 1, 3);
        cursor.Skip(version == 1 ? 7UL : 1);
        return cursor.Address();
    }

    private void ReadShared(Hdf5Message message, Hdf5Array array)
    {
        var address = SharedAddress(message.Content);
        map.Enqueue(address);
        if (message.Type == 3)
        {
            array.Type = attributes.SharedType(address);
        }
    }

    private void Read(Hdf5Message message, Hdf5Array array)
    {
        var cursor = message.Content;
        switch (message.Type)
        {
            case 1:
                Hdf5Types.ReadSpace(cursor);
                break;
            case 2:
                dense.ReadLinks(cursor);
                break;
            case 3:
                array.Type = Hdf5Types.ReadType(cursor);
                break;
            case 4:
                cursor.Take(cursor.UInt32());
                break;
            case 5:
                ReadFill(cursor);
                break;
            case 6:
                ReadLink(cursor);
                break;
            case 7:
                ReadOutside(cursor);
                break;
            case 8:
                array.Layout = cursor;
                break;
            case 0xB:
                array.IsFiltered = ReadFilters(cursor);
                break;
            case 0xC:
                attributes.Read(cursor);
                break;
            case 0x11:
                Groups.Read(cursor.Address(), cursor.Address());
                break;
            case 0x14:
                throw cursor.Refuse((ulong)cursor.At, new Problems.Phrase("hdf5.driver"), new Problems.Phrase("hdf5.expected-one-file"));
            case 0x15:
                dense.ReadAttributes(cursor);
                break;
        }
    }

    private static void ReadFill(Hdf5Cursor cursor)
    {
        var version = cursor.Expect(cursor.Byte(), "version", 1, 3);
        if (version < 3)
        {
            cursor.Skip(2);
            cursor.Take(cursor.Byte() == 1 ? cursor.UInt32() : 0);
            return;
        }

        var flags = cursor.Byte();
        cursor.Take((flags & 0x30) == 0x20 ? cursor.UInt32() : 0);
    }

    /// <summary>Those that are no hard ones are refused when the library reads them.</summary>
    private void ReadLink(Hdf5Cursor cursor)
    {
        cursor.Byte();
        var flags = cursor.Byte();
        var type = (flags & 8) != 0 ? cursor.Byte() : 0;
        cursor.Skip((flags & 4) != 0 ? 8UL : 0);
        cursor.Skip((flags & 16) != 0 ? 1UL : 0);
        cursor.Take(cursor.Number(1 << (flags & 3)));
        if (type == 0)
        {
            map.Enqueue(cursor.Address());
        }
    }

    private void ReadOutside(Hdf5Cursor cursor)
    {
        cursor.Skip(1 + 3 + 2);
        var count = cursor.UInt16();
        Groups.ReadHeap(cursor.Address());
        cursor.Take(3UL * count * (ulong)map.LengthBytes);
    }

    /// <returns>Whether there is a filter.</returns>
    private static bool ReadFilters(Hdf5Cursor cursor)
    {
        var version = cursor.Expect(cursor.Byte(), "version", 1, 2);
        var count = cursor.Byte();
        cursor.Skip(version == 1 ? 6UL : 0);
        for (var left = count; left > 0; left--)
        {
            cursor.Expect(cursor.UInt16(), "filter", BoundedDeflate.Id, Fletcher);
            var name = version == 1 ? cursor.UInt16() : 0;
            cursor.Skip(2);
            var numbers = cursor.UInt16();
            if (name > 0)
            {
                cursor.SkipText(isPadded: true);
            }

            cursor.Take((4UL * numbers) + (version == 1 && numbers % 2 == 1 ? 4UL : 0));
        }

        return count > 0;
    }
}

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>Attributes, and the texts that they name in heaps.</summary>
internal sealed class Hdf5Attributes(Hdf5Map map)
{
    private readonly Dictionary<ulong, Dictionary<int, ulong>> heaps = [];

    /// <summary>The type that an object of its own is.</summary>
    public Hdf5Type SharedType(ulong address)
    {
        foreach (var message in Hdf5Header.Read(map, address))
        {
            if (message is { Type: 3, IsShared: false })
            {
                return Hdf5Types.ReadType(message.Content);
            }
        }

        // The library finds none either.
        return default;
    }

    public void Read(Hdf5Cursor cursor)
    {
        var version = cursor.Expect(cursor.Byte(), "version", 1, 3);
        var flags = version == 1 ? 0 : cursor.Byte();
        cursor.Skip(version == 1 ? 1UL : 0);
        cursor.UInt16();
        var (typeBytes, spaceBytes) = (cursor.UInt16(), cursor.UInt16());
        cursor.Skip(version == 3 ? 1UL : 0);
        cursor.SkipText(isPadded: version == 1);
        var type = ReadPart(cursor, typeBytes, version == 1, part => (flags & 1) != 0 ? ReadShared(part) : Hdf5Types.ReadType(part));
        var count = ReadPart(cursor, spaceBytes, version == 1, part => (flags & 2) != 0 ? RefuseShared(part) : Hdf5Types.ReadSpace(part));
        var bytes = (ulong)UInt128.Min((UInt128)count * type.Bytes, ulong.MaxValue);
        cursor.ExpectLeft(bytes);
        if (type.IsOfAnyLength)
        {
            ReadTexts(cursor, type, count);
        }
        else
        {
            map.SpendText(bytes);
        }
    }

    /// <summary>The library goes on where the part ends by what is in it, and not where it should end.</summary>
    private T ReadPart<T>(Hdf5Cursor cursor, ushort bytes, bool isPadded, Func<Hdf5Cursor, T> read)
    {
        var part = new Hdf5Cursor(map, cursor.What, (ulong)cursor.At, Math.Min(bytes, (ulong)cursor.Left));
        cursor.Skip(bytes);
        var found = read(part);
        part.Expect((ulong)part.Left, "rest", 0, 0);
        cursor.Skip(isPadded ? (ulong)-bytes & 7 : 0);
        return found;
    }

    private Hdf5Type ReadShared(Hdf5Cursor cursor)
    {
        var address = Hdf5Messages.SharedAddress(cursor);
        map.Enqueue(address);
        return SharedType(address);
    }

    private static ulong RefuseShared(Hdf5Cursor cursor) =>
        throw cursor.Refuse((ulong)cursor.At, new Problems.Phrase("hdf5.shared-space"), new Problems.Phrase("hdf5.expected-own"));

    private void ReadTexts(Hdf5Cursor cursor, Hdf5Type type, ulong count)
    {
        const int lengthBytes = 4;
        var own = (ulong)(lengthBytes + map.AddressBytes + lengthBytes);
        cursor.Expect(type.Bytes, "text-reference", own, own);
        for (; count > 0; count--)
        {
            var length = cursor.UInt32();
            var heap = cursor.Address();
            var number = (int)cursor.UInt32();
            if (heap == 0 && number == 0)
            {
                continue;
            }

            var text = Heap(heap).GetValueOrDefault(number);
            cursor.Expect(length, "text-length", 0, text);
            map.SpendText(text);
        }
    }

    /// <summary>Lengths of its objects by their numbers.</summary>
    private Dictionary<int, ulong> Heap(ulong address)
    {
        if (heaps.TryGetValue(address, out var known))
        {
            return known;
        }

        var cursor = new Hdf5Cursor(map, "texts", address);
        cursor.ExpectSignature("GCOL"u8);
        cursor.Skip(4);
        var length = cursor.Length();
        cursor.Expect(length, "length", (ulong)(cursor.At - (int)address), ulong.MaxValue);
        var rest = new Hdf5Cursor(map, "texts", (ulong)cursor.At, length - (ulong)(cursor.At - (int)address));
        var objects = new Dictionary<int, ulong>();
        while (rest.Left > 8 + map.LengthBytes)
        {
            if (rest.UInt16() is not (var number and > 0))
            {
                break;
            }

            rest.Skip(6);
            var bytes = rest.Length();
            rest.ExpectLeft(bytes);
            rest.Take((bytes + 7) & ~7UL);
            objects[number] = bytes;
        }

        return heaps[address] = objects;
    }
}

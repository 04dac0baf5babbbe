namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>What the header of an object says of an array, as far as it is known.</summary>
internal sealed class Hdf5Array
{
    public Hdf5Type Type { get; set; }

    public bool IsFiltered { get; set; }

    /// <summary>Null of what is no array.</summary>
    public Hdf5Cursor? Layout { get; set; }
}

/// <summary>How the numbers of arrays are stored, and where the chunks of those that are cut into them are found.</summary>
internal sealed class Hdf5Chunks(Hdf5Map map)
{
    private const int Compact = 0;
    private const int Contiguous = 1;
    private const int Chunked = 2;
    private readonly Hdf5ChunkIndexes indexes = new(map);

    public void Read(Hdf5Array array)
    {
        if (array.Layout is not { } cursor)
        {
            return;
        }

        switch (cursor.Expect(cursor.Byte(), "version", 1, 4))
        {
            case < 3:
                ReadFirst(array, cursor);
                break;
            case 3:
                ReadThird(array, cursor);
                break;
            default:
                ReadFourth(array, cursor);
                break;
        }
    }

    private void ReadFirst(Hdf5Array array, Hdf5Cursor cursor)
    {
        var axes = cursor.Expect(cursor.Byte(), "axes", 0, Hdf5Types.MostAxes + 1);
        var kind = cursor.Byte();
        cursor.Skip(5);
        var address = kind == Compact ? 0 : cursor.Address();
        cursor.Take(4 * axes);
        if (kind == Compact)
        {
            cursor.Take(cursor.UInt32());
        }
        else if (kind == Chunked && !cursor.IsNowhere(address))
        {
            ReadTree(array, address, (int)axes);
        }
    }

    private void ReadThird(Hdf5Array array, Hdf5Cursor cursor)
    {
        switch (cursor.Byte())
        {
            case Compact:
                cursor.Take(cursor.UInt16());
                break;
            case Contiguous:
                cursor.Skip((ulong)map.AddressBytes + (ulong)map.LengthBytes);
                break;
            case Chunked:
                var axes = cursor.Expect(cursor.Byte(), "axes", 1, Hdf5Types.MostAxes + 1);
                var address = cursor.Address();
                cursor.Take(4 * axes);
                if (!cursor.IsNowhere(address))
                {
                    ReadTree(array, address, (int)axes);
                }

                break;
        }
    }

    private void ReadFourth(Hdf5Array array, Hdf5Cursor cursor)
    {
        switch (cursor.Byte())
        {
            case Compact:
                cursor.Take(cursor.UInt16());
                break;
            case Chunked:
                var flags = cursor.Byte();
                var axes = cursor.Expect(cursor.Byte(), "axes", 1, Hdf5Types.MostAxes + 1);
                var bytes = cursor.Expect(cursor.Byte(), "width", 1, 8);
                UInt128 chunk = 1;
                for (var axis = 0UL; axis < axes; axis++)
                {
                    var length = cursor.Number((int)bytes);
                    chunk = chunk > ulong.MaxValue ? chunk : chunk * length;
                }

                indexes.Read(cursor, new Hdf5Chunking(
                    (int)axes - 1, (ulong)UInt128.Min(chunk, ulong.MaxValue), array.IsFiltered, (flags & 2) != 0));
                break;
        }
    }

    private void ReadTree(Hdf5Array array, ulong address, int axes) => ReadTree(array, address, axes, deepest: Hdf5Types.MostAxes);

    private void ReadTree(Hdf5Array array, ulong address, int axes, int deepest)
    {
        map.VisitPart("chunks", "chunks", address);
        var cursor = new Hdf5Cursor(map, "chunks", address);
        var (level, count) = Hdf5Groups.ReadTreeBeginning(cursor, 1, deepest);
        for (var i = 0; i <= count; i++)
        {
            var bytes = cursor.UInt32();
            cursor.Take(4 + (8 * (ulong)axes));
            if (i == count)
            {
                break;
            }

            var child = cursor.Address();
            if (level > 0)
            {
                ReadTree(array, child, axes, level - 1);
            }
            else if (array.IsFiltered)
            {
                _ = new Hdf5Cursor(map, "chunks", child, bytes);
            }
        }
    }
}

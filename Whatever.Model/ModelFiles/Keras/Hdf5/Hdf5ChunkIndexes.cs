using System.Numerics;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>How an array is cut.</summary>
/// <param name="Axes">Of the array.</param>
/// <param name="Bytes">Of a chunk.</param>
/// <param name="IsFiltered">Whether chunks are packed.</param>
/// <param name="HasOwnLength">The only chunk has its packed length with it.</param>
internal readonly record struct Hdf5Chunking(int Axes, ulong Bytes, bool IsFiltered, bool HasOwnLength);

/// <summary>The ways in which newer files find chunks. Where a chunk is packed, as many bytes as it is said to have are reserved.</summary>
internal sealed class Hdf5ChunkIndexes(Hdf5Map map)
{
    private const string What = "chunks";
    private const byte ByTree = 10;
    private const byte PackedByTree = 11;
    private const int MaskBytes = 4;
    private const int LargestPageBits = 20;
    private const int LargestCountBits = 32;
    private readonly Hdf5Tree2 trees = new(map);

    public void Read(Hdf5Cursor cursor, Hdf5Chunking chunking)
    {
        var kind = cursor.Expect(cursor.Byte(), "index", 1, 5);
        var own = kind == 1 && chunking.HasOwnLength ? cursor.Length() : 0;
        cursor.Skip(kind switch
        {
            1 => chunking.HasOwnLength ? 4UL : 0,
            3 => 1,
            4 => 5,
            5 => 6,
            _ => 0,
        });
        var address = cursor.Address();
        if (cursor.IsNowhere(address))
        {
            return;
        }

        switch (kind)
        {
            case 1:
                _ = new Hdf5Cursor(map, What, address, own);
                break;
            case 3:
                ReadFixed(address, chunking);
                break;
            case 4:
                ReadGrowing(address, chunking);
                break;
            case 5:
                ReadTree(address, chunking);
                break;
        }
    }

    private static int PackedBytes(Hdf5Chunking chunking) => Math.Min(8, 1 + ((BitOperations.Log2(chunking.Bytes | 1) + 8) / 8));

    private void ReadTree(ulong address, Hdf5Chunking chunking)
    {
        var packed = PackedBytes(chunking);
        var recordBytes = map.AddressBytes + (8 * chunking.Axes) + (chunking.IsFiltered ? packed + MaskBytes : 0);
        trees.Read(address, chunking.IsFiltered ? PackedByTree : ByTree, recordBytes, record =>
        {
            if (chunking.IsFiltered)
            {
                _ = new Hdf5Cursor(map, What, record.Address(), record.Number(packed));
            }
        });
    }

    private void ReadFixed(ulong address, Hdf5Chunking chunking)
    {
        var entryBytes = (ulong)(map.AddressBytes + (chunking.IsFiltered ? PackedBytes(chunking) + MaskBytes : 0));
        var cursor = new Hdf5Cursor(map, What, address);
        cursor.ExpectSignature("FAHD"u8);
        cursor.Skip(2);
        cursor.Expect(cursor.Byte(), "record", entryBytes, entryBytes);
        var pageBits = (int)cursor.Expect(cursor.Byte(), "bits", 0, LargestPageBits);
        var count = cursor.Expect(cursor.Length(), "records", 0, (ulong)map.File.Length / entryBytes);
        var block = cursor.Address();
        if (cursor.IsNowhere(block))
        {
            return;
        }

        var entries = new Hdf5Cursor(map, What, block);
        entries.ExpectSignature("FADB"u8);
        entries.Skip(2 + (ulong)map.AddressBytes);
        var (perPage, isPaged) = (1UL << pageBits, count > 1UL << pageBits);
        if (isPaged)
        {
            entries.Take((((count + perPage - 1) / perPage) + 7) / 8);
            entries.Skip(4);
        }

        for (var entry = 0UL; entry < count; entry++)
        {
            entries.Skip(isPaged && entry > 0 && entry % perPage == 0 ? 4UL : 0);
            var chunk = entries.Address();
            var packed = chunking.IsFiltered ? entries.Number(PackedBytes(chunking)) : 0;
            entries.Skip(chunking.IsFiltered ? 4UL : 0);
            if (!entries.IsNowhere(chunk))
            {
                _ = new Hdf5Cursor(map, What, chunk, packed);
            }
        }
    }

    /// <summary>Its blocks double, so that the last one of an absurd number would be absurdly long.</summary>
    private void ReadGrowing(ulong address, Hdf5Chunking chunking)
    {
        var cursor = new Hdf5Cursor(map, What, address);
        if (chunking.IsFiltered)
        {
            throw cursor.Refuse(address, new Phrase("hdf5.growing-packed"), new Phrase("hdf5.expected-other-index"));
        }

        cursor.ExpectSignature("EAHD"u8);
        cursor.Skip(3);
        cursor.Expect(cursor.Byte(), "bits", 1, LargestCountBits);
        cursor.Byte();
        var least = cursor.Expect(cursor.Byte(), "records", 1, 128);
        cursor.Expect(cursor.Byte(), "records", 1, 128);
        var pageBits = (int)cursor.Expect(cursor.Byte(), "bits", 0, LargestPageBits);
        cursor.Skip(4 * (ulong)map.LengthBytes);
        var most = cursor.Expect(cursor.Length(), "records", 0, (ulong)map.File.Length);
        for (var block = BitOperations.Log2((most / least) + 1); block > 0; block /= 2)
        {
            var (blocks, records) = (1UL << (block / 2), least << ((block + 1) / 2));
            cursor.Expect(blocks * Math.Max(8, records >> pageBits), "length", 0, (ulong)map.File.Length + 4096);
        }
    }
}

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>
/// Goes through the structures of an HDF5 file before the library does, which reserves what a file announces and reads it then. What is
/// announced has to lie in the file, so that a small file cannot fill the memory; nothing may lead in circles, or deeper than any Keras
/// file goes (HDF5 File Format Specification 3.0).
/// </summary>
internal static class Hdf5Check
{
    private const string Superblock = "superblock";
    private static readonly int[] Widths = [2, 4, 8];

    /// <exception cref="ModelFileException">It announces more than it holds; says what, where, and what was expected.</exception>
    public static void Run(byte[] file)
    {
        var map = new Hdf5Map(file);
        var messages = new Hdf5Messages(map);
        ReadSuperblock(map, messages);
        while (map.TryDequeue(out var header))
        {
            messages.ReadObject(header);
        }
    }

    private static void ReadSuperblock(Hdf5Map map, Hdf5Messages messages)
    {
        var cursor = new Hdf5Cursor(map, Superblock, 0);
        cursor.ExpectSignature(Hdf5File.Signature);
        var version = (byte)cursor.Expect(cursor.Byte(), "version", 0, 3);
        cursor.Skip(version < 2 ? 4UL : 0);
        map.AddressBytes = Width(cursor);
        map.LengthBytes = Width(cursor);
        cursor.Skip(version < 2 ? 1UL + 2 + 2 + 4 : 1);
        cursor.Skip(version == 1 ? 4UL : 0);
        cursor.Expect(cursor.Address(), "base-address", 0, 0);
        if (version >= 2)
        {
            cursor.Skip(2 * (ulong)map.AddressBytes);
            map.Enqueue(cursor.Address());
            return;
        }

        cursor.Skip(3 * (ulong)map.AddressBytes);
        messages.Groups.ReadEntry(cursor);
    }

    private static int Width(Hdf5Cursor cursor) => cursor.Byte() is var width && Array.IndexOf(Widths, width) >= 0 ? width
        : throw cursor.Refuse((ulong)cursor.At - 1, new Problems.Phrase("hdf5.says", new Problems.Phrase("hdf5.width"), width),
            Problems.Expected.OneOf("2", "4", "8"));
}

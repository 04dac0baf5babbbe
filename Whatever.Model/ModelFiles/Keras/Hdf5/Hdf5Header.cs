using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>A message of an object's header.</summary>
/// <param name="Type">What it says.</param>
/// <param name="IsShared">It stands in the header of another object.</param>
/// <param name="Content">What it holds.</param>
internal readonly record struct Hdf5Message(int Type, bool IsShared, Hdf5Cursor Content);

/// <summary>Headers of objects, in both layouts, with the blocks that they go on in.</summary>
internal static class Hdf5Header
{
    public const string What = "object";
    private const int Continuation = 0x10;
    private const int MostBlocks = 4096;

    /// <summary>Its messages, those of its other blocks at the end.</summary>
    public static IReadOnlyList<Hdf5Message> Read(Hdf5Map map, ulong address)
    {
        var messages = new List<Hdf5Message>();
        var cursor = new Hdf5Cursor(map, What, address);
        var blocks = new Queue<Hdf5Cursor>();
        var (version, ordered) = (cursor.Byte(), false);
        if (version == 1)
        {
            cursor.Skip(1 + 2 + 4);
            var length = cursor.UInt32();
            cursor.Skip(length > 0 ? 4UL : 0);
            blocks.Enqueue(new Hdf5Cursor(map, What, (ulong)cursor.At, length));
        }
        else
        {
            blocks.Enqueue(ReadSecond(map, address, out ordered));
        }

        var visited = new HashSet<int>();
        while (blocks.TryDequeue(out var block))
        {
            if (!visited.Add(block.At) || visited.Count > MostBlocks)
            {
                throw block.Refuse((ulong)block.At, new Phrase("hdf5.leads-back"), new Phrase("hdf5.expected-once"));
            }

            ReadBlock(map, block, version == 1, ordered, messages, blocks);
        }

        return messages;
    }

    private static Hdf5Cursor ReadSecond(Hdf5Map map, ulong address, out bool ordered)
    {
        var cursor = new Hdf5Cursor(map, What, address);
        cursor.ExpectSignature("OHDR"u8);
        cursor.Expect(cursor.Byte(), "version", 2, 2);
        var flags = cursor.Byte();
        ordered = (flags & 4) != 0;
        cursor.Skip((flags & 32) != 0 ? 16UL : 0);
        cursor.Skip((flags & 16) != 0 ? 4UL : 0);
        var length = cursor.Number(1 << (flags & 3));
        return new Hdf5Cursor(map, What, (ulong)cursor.At, length);
    }

    private static void ReadBlock(
        Hdf5Map map, Hdf5Cursor block, bool isFirst, bool ordered, List<Hdf5Message> messages, Queue<Hdf5Cursor> blocks)
    {
        // Of the second layout what is too short for a message is no message.
        var least = isFirst ? 0 : ordered ? 6 : 4;
        while (block.Left > least)
        {
            var type = isFirst ? block.UInt16() : block.Byte();
            var length = block.UInt16();
            var flags = block.Byte();
            block.Skip(isFirst ? 3UL : ordered ? 2UL : 0);
            var content = new Hdf5Cursor(map, NameOf(type), (ulong)block.At, (ulong)Math.Min((int)length, block.Left));
            block.Skip(length);
            if (type != Continuation)
            {
                messages.Add(new Hdf5Message(type, (flags & 2) != 0, content));
                continue;
            }

            var next = new Hdf5Cursor(map, What, content.Address(), content.Length());
            if (!isFirst)
            {
                next.ExpectSignature("OCHK"u8);
                next.ExpectLeft(4);
                next = new Hdf5Cursor(map, What, (ulong)next.At, (ulong)next.Left - 4);
            }

            blocks.Enqueue(next);
        }
    }

    private static string NameOf(int type) => type switch
    {
        1 => "dataspace",
        3 => "datatype",
        4 or 5 => "fill",
        8 => "layout",
        0xB => "filters",
        0xC => "attribute",
        2 or 6 or 0x11 => "links",
        _ => "message",
    };
}

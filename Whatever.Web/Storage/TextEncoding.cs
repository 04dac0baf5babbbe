using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Whatever.Web.Storage;

/// <summary>Tells the encodings of the contract apart: UTF-8 with or without BOM, UTF-16 with BOM, CP949 (a superset of EUC-KR).</summary>
public static class TextEncoding
{
    private const int Cp949 = 949;
    private const int BlockBytes = 1 << 16;

    public static IReadOnlyList<string> Names { get; } = ["UTF-8", "UTF-16LE", "UTF-16BE", "CP949"];

    /// <returns>Null where the name is none of <see cref="Names"/>.</returns>
    public static Encoding? Find(string name) => name switch
    {
        "UTF-8" => new UTF8Encoding(false),
        "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        "CP949" => CodePagesEncodingProvider.Instance.GetEncoding(Cp949),
        _ => null,
    };

    /// <summary>Reads the whole stream once: a Korean word may first come in the last row.</summary>
    /// <returns>One of <see cref="Names"/>; null where the bytes are no text, as there are zero bytes without a byte order mark.</returns>
    public static string? Detect(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            return Detect(stream, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? Detect(Stream stream, byte[] buffer)
    {
        var kept = 0;
        var isUtf8 = true;
        var first = true;
        while (stream.ReadAtLeast(buffer.AsSpan(kept, BlockBytes - kept), 1, throwOnEndOfStream: false) is var read and > 0)
        {
            var block = buffer.AsSpan(0, kept + read);
            if (first && ByteOrderMark(block) is { } named)
            {
                return named;
            }

            first = false;
            if (block[kept..].Contains((byte)0))
            {
                return null;
            }

            kept = isUtf8 ? UnfinishedTail(block) : 0;
            isUtf8 = isUtf8 && Utf8.IsValid(block[..^kept]);
            block[^kept..].CopyTo(buffer);
        }

        return isUtf8 && kept == 0 ? "UTF-8" : "CP949";
    }

    private static string? ByteOrderMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "UTF-8",
        [0xFF, 0xFE, ..] => "UTF-16LE",
        [0xFE, 0xFF, ..] => "UTF-16BE",
        _ => null,
    };

    /// <summary>The bytes of a UTF-8 character that the end of the block cuts off.</summary>
    private static int UnfinishedTail(ReadOnlySpan<byte> block)
    {
        for (var back = 1; back <= Math.Min(3, block.Length); back++)
        {
            var lead = block[^back];
            var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            if (lead < 0x80 || length > 1)
            {
                return length > back ? back : 0;
            }
        }

        return 0;
    }
}

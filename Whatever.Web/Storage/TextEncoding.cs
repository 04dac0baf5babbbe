using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Whatever.Web.Storage;

/// <summary>
/// Tells the encodings of files apart: UTF-8 and UTF-16 with or without a byte order mark, CP949 (a superset of EUC-KR), Windows-1252. Zero
/// bytes that a power cut leaves in a text do not make it something else.
/// </summary>
public static class TextEncoding
{
    private const int Cp949 = 949;
    private const int Windows1252 = 1252;

    /// <summary>Both bytes of a usual Korean syllable lie above this.</summary>
    private const byte LowestOfPair = 0xA1;

    /// <summary>Bytes that no text holds.</summary>
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31]);

    private const int BlockBytes = 1 << 16;

    public static IReadOnlyList<string> Names { get; } = ["UTF-8", "UTF-16LE", "UTF-16BE", "CP949", "Windows-1252"];

    /// <returns>Null where the name is none of <see cref="Names"/>.</returns>
    public static Encoding? Find(string name) => name switch
    {
        "UTF-8" => new UTF8Encoding(false),
        "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        "CP949" => CodePagesEncodingProvider.Instance.GetEncoding(Cp949),
        "Windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(Windows1252),
        _ => null,
    };

    /// <summary>Reads the whole stream once: a Korean word may first come in the last row.</summary>
    /// <returns>One of <see cref="Names"/>; null where the bytes are no text: beside zero bytes there are others that no text
    /// holds.</returns>
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
        var (isUtf8, first, hasZeros, hasControls, hasOthers) = (true, true, false, false, false);
        var (pairs, singles) = (0L, 0L);
        while (stream.ReadAtLeast(buffer.AsSpan(kept, BlockBytes - kept), 1, throwOnEndOfStream: false) is var read and > 0)
        {
            var block = buffer.AsSpan(0, kept + read);
            if (first && (ByteOrderMark(block) ?? Utf16Without(block)) is { } named)
            {
                return named;
            }

            first = false;
            hasZeros = hasZeros || block[kept..].Contains((byte)0);
            hasOthers = hasOthers || block[kept..].ContainsAnyExcept((byte)0);
            hasControls = hasControls || block[kept..].ContainsAny(Controls);
            kept = isUtf8 ? UnfinishedTail(block) : 0;
            isUtf8 = isUtf8 && Utf8.IsValid(block[..^kept]);
            CountPairs(block[..^kept], ref pairs, ref singles);
            block[^kept..].CopyTo(buffer);
        }

        CountPairs(buffer.AsSpan(0, kept), ref pairs, ref singles);
        return hasZeros && (hasControls || !hasOthers) ? null : isUtf8 && kept == 0 ? "UTF-8" : pairs == 0 && singles > 0
            ? "Windows-1252" : "CP949";
    }

    /// <summary>Every second byte of a text in Latin letters and digits is zero.</summary>
    private static string? Utf16Without(ReadOnlySpan<byte> start)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < start.Length; i++)
        {
            even += start[i] == 0 && i % 2 == 0 ? 1 : 0;
            odd += start[i] == 0 && i % 2 == 1 ? 1 : 0;
        }

        var least = start.Length / 4;
        return start.Length < 8 ? null
            : odd > least && even * 20 < odd ? "UTF-16LE"
            : even > least && odd * 20 < even ? "UTF-16BE"
            : null;
    }

    /// <summary>Korean letters come as two high bytes; °, ß and ³ stand alone.</summary>
    private static void CountPairs(ReadOnlySpan<byte> block, ref long pairs, ref long singles)
    {
        for (var from = block.IndexOfAnyInRange((byte)0x80, (byte)0xFF); from >= 0 && from < block.Length;)
        {
            var isPair = from + 1 < block.Length && block[from] >= LowestOfPair && block[from + 1] >= LowestOfPair;
            (pairs, singles, from) = isPair ? (pairs + 1, singles, from + 2) : (pairs, singles + 1, from + 1);
            var next = block[Math.Min(from, block.Length)..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            from = next < 0 ? -1 : from + next;
        }
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

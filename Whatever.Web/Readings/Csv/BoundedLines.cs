namespace Whatever.Web.Readings.Csv;

/// <summary>
/// A text file whose lines end after at most <see cref="LongestLine"/> bytes: what is longer is left out up to the line's end. One stray
/// line then neither fills the memory nor hides the rows below it; cut off as it is, it is rejected like any other bad row.
/// </summary>
/// <param name="source">Read from where it stands; not disposed with this.</param>
/// <param name="unitBytes">2 for UTF-16, else 1.</param>
/// <param name="bigEndian">Of UTF-16.</param>
internal sealed class BoundedLines(Stream source, int unitBytes, bool bigEndian) : Stream
{
    /// <summary>Half as much again in UTF-8, which still has to fit the reader's bound.</summary>
    public const int LongestLine = 1 << 19;

    private int lineBytes;
    private byte? half;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var start = 0;
            if (half is { } first)
            {
                (buffer[0], half, start) = (first, null, 1);
            }

            var read = source.Read(buffer[start..]);
            if (read == 0)
            {
                return start;
            }

            var filled = start + read;
            if (filled % unitBytes != 0)
            {
                half = buffer[--filled];
            }

            if (Keep(buffer[..filled]) is var kept and > 0)
            {
                return kept;
            }
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Moves what is kept to the front.</summary>
    private int Keep(Span<byte> block)
    {
        var kept = 0;
        for (var position = 0; position < block.Length;)
        {
            var end = LineEnd(block[position..]);
            var length = end ?? block.Length - position;
            var taken = Math.Clamp(LongestLine - lineBytes, 0, length);
            block.Slice(position, taken).CopyTo(block[kept..]);
            kept += taken;
            lineBytes += length;
            position += length;
            if (end is not null)
            {
                block.Slice(position, unitBytes).CopyTo(block[kept..]);
                (kept, position, lineBytes) = (kept + unitBytes, position + unitBytes, 0);
            }
        }

        return kept;
    }

    private int? LineEnd(ReadOnlySpan<byte> text)
    {
        for (var from = 0; text[from..].IndexOfAny((byte)'\n', (byte)'\r') is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            if (unitBytes == 1)
            {
                return at;
            }

            var isLow = at % 2 == (bigEndian ? 1 : 0);
            if (isLow && text[at ^ 1] == 0)
            {
                return at & ~1;
            }
        }

        return null;
    }
}

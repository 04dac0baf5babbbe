using System.Runtime.CompilerServices;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>
/// A file in memory for a reader that trusts what it reads. Whatever a damaged file makes the reader do, it has to read for it: so endless loops end with
/// the reads that a file of this length can need, and endless recursion ends before the stack does. (A damaged length makes the reader reserve an array of
/// that length, 2 GB at most; it is refused here before a byte of it is written, so no memory is taken up.)
/// </summary>
internal sealed class GuardedStream(byte[] file) : Stream
{
    private const long ReadsPerByte = 4;
    private const long SpareReads = 1 << 20;
    private long position;
    private long work;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => file.Length;

    public override long Position
    {
        get => position;
        set => position = value is >= 0 and <= int.MaxValue ? value : throw new InvalidDataException($"a place at {value} of {file.Length} bytes");
    }

    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (buffer.Length > file.Length)
        {
            throw new EndOfStreamException($"{buffer.Length} bytes are announced at {position} of {file.Length}");
        }

        work += 1 + buffer.Length;
        if (work > SpareReads + (ReadsPerByte * file.Length))
        {
            throw new InvalidDataException("it leads in circles");
        }

        var count = (int)Math.Clamp(file.Length - position, 0, buffer.Length);
        if (count == 0 && buffer.Length > 0)
        {
            throw new EndOfStreamException($"it ends after {file.Length} bytes, more are announced");
        }

        file.AsSpan((int)position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => file.Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

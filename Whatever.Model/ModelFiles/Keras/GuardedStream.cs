using System.Runtime.CompilerServices;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>
/// A file in memory for a reader that trusts what it reads. Whatever a file makes the reader do, the reader has to read it here first: so
/// endless loops end with the reads that a file of this length can need, endless recursion ends before the stack does, and what would lead
/// the reader to other files of this machine (links, names of external files) is refused while it is being read, as the reader has no
/// setting against following it.
/// </summary>
/// <remarks>The reader reserves what the file announces before it asks for the bytes. That cannot be seen here:
/// <see cref="Hdf5.Hdf5Check"/> looks at it ahead.</remarks>
internal sealed class GuardedStream(byte[] file) : Stream
{
    private const long ReadsPerByte = 4;
    private const long SpareReads = 1 << 20;
    private const byte SoftLink = 1;
    private const byte ExternalLink = 64;
    private long position;
    private long work;
    private long dataBytes;
    private bool readsData;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => file.Length;

    public override long Position
    {
        get => position;
        set =>
            position = value is >= 0 and <= int.MaxValue
                ? value
                : throw new InvalidDataException($"a place at {value} of {file.Length} bytes");
    }

    /// <summary>Runs what reads the numbers of an array.</summary>
    /// <returns>Bytes that it read.</returns>
    public long MeasureData(Action read)
    {
        (readsData, dataBytes) = (true, 0);
        try
        {
            read();
            return dataBytes;
        }
        finally
        {
            readsData = false;
        }
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

        RefuseWayOut(count);
        file.AsSpan((int)position, count).CopyTo(buffer);
        position += count;
        dataBytes += count;
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

    /// <summary>
    /// The parts of the format that lead somewhere else, in the pieces in which the reader asks for them (HDF5 File Format Specification
    /// 3.0, III.D and IV.A.2.g).
    /// </summary>
    private void RefuseWayOut(int count)
    {
        if (count == 1 && EndsLinkType())
        {
            throw new ModelFileException(new Problem("keras.links"));
        }

        if (count == 4 && readsData && file.AsSpan((int)position).StartsWith("HEAP"u8))
        {
            throw new ModelFileException(
                new Problem("keras.external"));
        }
    }

    /// <summary>
    /// A link begins with its version, 1, flags of which 8 says that the type follows, and the type; the reader takes no other than these
    /// two and links within the file. A soft link may lead to itself, which the reader follows without reading again.
    /// </summary>
    private bool EndsLinkType() =>
        position >= 2 && file[position - 2] == 1 && (file[position - 1] & 8) != 0 && file[position] is SoftLink or ExternalLink;
}

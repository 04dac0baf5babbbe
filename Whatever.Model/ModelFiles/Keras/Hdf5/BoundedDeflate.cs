using System.IO.Compression;
using PureHDF.Filters;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>
/// Unpacks the numbers of a chunk up to its length. The library's own filter unpacks whatever comes, and a few packed bytes can become
/// gigabytes.
/// </summary>
internal sealed class BoundedDeflate : IH5Filter
{
    public const ushort Id = 1;

    /// <summary>A checksum may lie behind the numbers.</summary>
    private const int SpareBytes = 4;

    private readonly DeflateFilter packing = new();

    public ushort FilterId => Id;

    public string Name => packing.Name;

    public Memory<byte> Filter(FilterInfo info)
    {
        if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
        {
            return packing.Filter(info);
        }

        var unpacked = new byte[info.ChunkSize + SpareBytes];
        using var source = new ZLibStream(new MemoryStream(info.Buffer.ToArray()), CompressionMode.Decompress);
        var length = source.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
        return source.ReadByte() < 0 ? unpacked.AsMemory(0, length)
            : throw new InvalidDataException($"a chunk of {info.ChunkSize} bytes unpacks to more");
    }

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
        packing.GetParameters(chunkDimensions, typeSize, options);
}

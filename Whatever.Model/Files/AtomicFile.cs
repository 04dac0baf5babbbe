using System.Text;

namespace Whatever.Model.Files;

/// <summary>A file appears whole or not at all: it is written beside its place, flushed to the disk and renamed.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <param name="text">All of it.</param>
    /// <exception cref="IOException">It cannot be written; what was there before still is.</exception>
    public static void WriteText(string path, string text) => WriteBytes(path, Utf8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="IOException">It cannot be written; what was there before still is.</exception>
    public static void WriteBytes(string path, ReadOnlySpan<byte> bytes)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var beside = Path.Combine(directory, $"{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>
    /// Has the name of a file on the disk as well, for what is answered for at once: where a file was renamed, flushing it takes the change
    /// of its folder along (ext4, XFS, btrfs, NTFS).
    /// </summary>
    /// <param name="path">There already.</param>
    /// <exception cref="IOException">The disk cannot be written.</exception>
    public static void Settle(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Puts a file that was written beside its place there, once it is on the disk.</summary>
    /// <param name="beside">Closed, on the same disk.</param>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <exception cref="IOException">It cannot be put there; what was there before still is.</exception>
    public static void Publish(string beside, string path)
    {
        Settle(beside);
        File.Move(beside, path, overwrite: true);
    }
}

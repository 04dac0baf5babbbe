using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>Keeps an uploaded file in the data folder, so that it can be looked at, imported and replayed.</summary>
public sealed class UploadStore(DataFolder folder, TimeProvider time)
{
    /// <summary>Of a file that a person brings.</summary>
    public const long LargestBytes = 512L << 20;

    /// <summary>Of a file that a machine pushes: a month of a hundred sensors, and no more.</summary>
    public const long LargestPushedBytes = 64L << 20;
    private const int BlockBytes = 1 << 16;

    /// <returns>The path of the stored copy.</returns>
    /// <exception cref="UploadTooLargeException">The file is larger than it may be; nothing is kept.</exception>
    public async Task<string> SaveAsync(
        Stream content, string fileName, IProgress<long>? progress = null, long mostBytes = LargestBytes,
        CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder.Uploads);
        var path = Path.Combine(folder.Uploads, StampedName.Create(time.GetUtcNow(), SafeName(fileName)));
        try
        {
            await CopyAsync(content, path, mostBytes, progress, cancellation);
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task CopyAsync(
        Stream content, string path, long mostBytes, IProgress<long>? progress, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var block = new byte[BlockBytes];
        var written = 0L;
        while (await content.ReadAsync(block, cancellation) is var read and > 0)
        {
            written += read;
            if (written > mostBytes)
            {
                throw new UploadTooLargeException(new Problem("upload.too-large", mostBytes >> 20));
            }

            await file.WriteAsync(block.AsMemory(0, read), cancellation);
            progress?.Report(written);
        }
    }

    /// <summary>Only the last part of the name, without characters that mean something to a file system.</summary>
    internal static string SafeName(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
        return safe.Trim('.') is { Length: > 0 } kept ? kept[^Math.Min(kept.Length, 100)..] : "upload.csv";
    }
}

/// <summary>An upload that is not taken; the problem says what to do instead.</summary>
public sealed class UploadTooLargeException(Problem problem) : ProblemException(problem);

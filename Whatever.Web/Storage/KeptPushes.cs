using System.Globalization;
using System.Text.Json;
using Whatever.Model.Files;
using Whatever.Model.Problems;

namespace Whatever.Web.Storage;

/// <summary>A push as it came, without its body.</summary>
/// <param name="SensorId">Null for readings of many sensors.</param>
/// <param name="Query">With its question mark; empty where there was none.</param>
/// <param name="ContentType">Null where none was said.</param>
/// <param name="KeyDigest">Of the key that came with it; null for who sat at the machine of a station that asks nobody.</param>
/// <param name="At">When it came.</param>
public sealed record KeptPush(string? SensorId, string Query, string? ContentType, string? KeyDigest, DateTimeOffset At);

/// <summary>
/// Pushes that came while there was no database to store them in, as files, in the order in which they came. One is on the disk before it
/// is answered for.
/// </summary>
public sealed class KeptPushes(DataFolder folder)
{
    /// <summary>Days of a thousand sensors; more is not accepted, so that its sender keeps it.</summary>
    public const long MostBytes = 256L << 20;

    private const int BlockBytes = 1 << 16;

    /// <summary>What a file takes at least, and is rounded up to, whatever it holds.</summary>
    private const int DiskBlock = 4096;

    /// <summary>Of the disk beside the largest backup, which a restore copies: what is kept must not stand in its way.</summary>
    private const long LeftFree = 40L << 20;

    private const string Head = ".json";
    private const string Body = ".body";
    private readonly Lock gate = new();
    private int last = -1;
    private int count;
    private long bytes;
    private long floor;

    private string Refused => RefusedOf(folder);

    /// <summary>Where those are that could not be stored.</summary>
    public static string RefusedOf(DataFolder folder) => Path.Combine(folder.Kept, "Refused");

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                Begin();
                return count;
            }
        }
    }

    /// <summary>How many of those there are.</summary>
    public static int CountRefused(DataFolder folder) =>
        Directory.Exists(RefusedOf(folder)) ? Directory.EnumerateFiles(RefusedOf(folder), "*" + Head).Count() : 0;

    /// <param name="push">What is known of it.</param>
    /// <param name="body">Is read to its end.</param>
    /// <param name="most">Bytes that it may have.</param>
    /// <param name="cancellation">Of the request; nothing is kept.</param>
    /// <returns>Whether there was room for it.</returns>
    /// <exception cref="KeptPushTooLargeException">It has more; nothing of it is kept.</exception>
    /// <exception cref="IOException">It cannot be written, or broke off; nothing of it is kept.</exception>
    public async Task<bool> KeepAsync(KeptPush push, Stream body, long most, CancellationToken cancellation)
    {
        if (Next() is not { } path)
        {
            return false;
        }

        var (isKept, before) = (false, 2L * DiskBlock);
        Interlocked.Add(ref bytes, before);
        try
        {
            await using (var file = new FileStream(path + Body, FileMode.CreateNew, FileAccess.Write))
            {
                var block = new byte[BlockBytes];
                while (await body.ReadAsync(block, cancellation) is var read and > 0)
                {
                    if (file.Position + read > most)
                    {
                        throw new KeptPushTooLargeException(new Problem("request.too-large", most >> 20));
                    }

                    before += read;
                    if (Interlocked.Add(ref bytes, read) > MostBytes)
                    {
                        return false;
                    }

                    await file.WriteAsync(block.AsMemory(0, read), cancellation);
                }

                file.Flush(flushToDisk: true);
            }

            // Whoever looks sees it from here on.
            AtomicFile.WriteBytes(path + Head, JsonSerializer.SerializeToUtf8Bytes(push));
            AtomicFile.Settle(path + Head);
            Interlocked.Increment(ref count);
            isKept = true;
            return true;
        }
        finally
        {
            if (!isKept)
            {
                File.Delete(path + Head);
                File.Delete(path + Body);
                Interlocked.Add(ref bytes, -before);
            }
        }
    }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<string> List() => !Directory.Exists(folder.Kept)
        ? []
        : [
            .. Directory.EnumerateFiles(folder.Kept, "*" + Head).Select(file => file[..^Head.Length])
                .Where(file => NumberOf(file) is not null).Order(StringComparer.Ordinal),
        ];

    public KeptPush Read(string kept) => JsonSerializer.Deserialize<KeptPush>(File.ReadAllBytes(kept + Head))!;

    public Stream OpenBody(string kept) => File.OpenRead(kept + Body);

    /// <summary>It was stored.</summary>
    public void Remove(string kept)
    {
        // What has no head was not answered for.
        File.Delete(kept + Head);
        File.Delete(kept + Body);
        Interlocked.Decrement(ref count);
    }

    /// <summary>It cannot be stored: it stays, with the reason beside it.</summary>
    public void Refuse(string kept, string reason)
    {
        PrivateFiles.CreateFolder(Refused);
        var beside = Path.Combine(Refused, $"{Path.GetFileName(kept)}-{File.GetLastWriteTimeUtc(kept + Head):yyyyMMddHHmmssfff}");
        AtomicFile.WriteText(beside + ".txt", reason);
        File.Move(kept + Body, beside + Body, overwrite: true);
        File.Move(kept + Head, beside + Head, overwrite: true);
        Interlocked.Decrement(ref count);
    }

    /// <summary>What a kill left of one that was on its way.</summary>
    public void RemoveUnfinished()
    {
        foreach (
            var body in Directory.Exists(folder.Kept) ? Directory.EnumerateFiles(folder.Kept, "*" + Body).ToList() : [])
        {
            if (!File.Exists(body[..^Body.Length] + Head))
            {
                File.Delete(body);
            }
        }
    }

    /// <summary>A refusal that was broken off between its two files.</summary>
    /// <returns>Whether it was one.</returns>
    public bool FinishRefusal(string kept)
    {
        if (File.Exists(kept + Body))
        {
            return false;
        }

        PrivateFiles.CreateFolder(Refused);
        File.Move(kept + Head, Path.Combine(Refused, Path.GetFileName(kept) + Head), overwrite: true);
        return true;
    }

    /// <returns>Where the next one belongs; null where there is no room for it.</returns>
    private string? Next()
    {
        lock (gate)
        {
            PrivateFiles.CreateFolder(folder.Kept);
            Begin();
            return Interlocked.Read(ref bytes) < MostBytes && new DriveInfo(folder.Root).AvailableFreeSpace >= floor
                ? Path.Combine(folder.Kept, (++last).ToString("D9", CultureInfo.InvariantCulture))
                : null;
        }
    }

    private void Begin()
    {
        if (last >= 0)
        {
            return;
        }

        RemoveUnfinished();
        var known = List();
        (last, count) = (known is [.., var newest] ? NumberOf(newest) ?? 0 : 0, known.Count);
        bytes = FilesOf(folder.Kept).Sum(file => ((file.Length / DiskBlock) + 1) * DiskBlock);
        floor = LeftFree + FilesOf(folder.Backups).Select(file => file.Length).DefaultIfEmpty(0).Max();
    }

    private static IEnumerable<FileInfo> FilesOf(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles() : [];

    private static int? NumberOf(string kept) =>
        int.TryParse(Path.GetFileName(kept), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A push that is larger than one may be.</summary>
public sealed class KeptPushTooLargeException(Problem problem) : ProblemException(problem);

using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>
/// Rejected rows and uploaded files: kept for looking up, up to a size. And what a process that was killed left unfinished.
/// </summary>
internal static class KeptFiles
{
    private const long MostRejects = 1L << 30;
    private const long MostUploads = 4L << 30;

    /// <summary>Nothing is written for longer than this before it gets its name.</summary>
    private static readonly TimeSpan Unfinished = TimeSpan.FromHours(6);

    /// <summary>The oldest first.</summary>
    public static IEnumerable<FileInfo> Of(DataFolder folder) => OldestOf(folder.Rejects).Concat(OldestOf(folder.Uploads));

    /// <summary>Those beyond the size that is kept, the oldest first.</summary>
    public static IEnumerable<FileInfo> Beyond(DataFolder folder) =>
        BeyondOf(folder.Rejects, MostRejects).Concat(BeyondOf(folder.Uploads, MostUploads));

    /// <summary>What was written beside its place and never put there, and what was unpacked for an import that did not end.</summary>
    public static int RemoveUnfinished(DataFolder folder, DateTime now)
    {
        var removed = 0;
        var before = now - Unfinished;
        foreach (var file in new DirectoryInfo(folder.Root).EnumerateFiles("*.tmp", Everywhere)
            .Where(file => file.LastWriteTimeUtc < before && !file.FullName.StartsWith(folder.Inbox, StringComparison.Ordinal)))
        {
            file.Delete();
            removed++;
        }

        foreach (var unpacked in Directory.Exists(folder.Uploads)
            ? new DirectoryInfo(folder.Uploads).EnumerateDirectories("unpacked-*").Where(one => one.LastWriteTimeUtc < before).ToList()
            : [])
        {
            unpacked.Delete(recursive: true);
            removed++;
        }

        return removed;
    }

    private static EnumerationOptions Everywhere { get; } = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        RecurseSubdirectories = true,
    };

    private static List<FileInfo> OldestOf(string path) => Directory.Exists(path)
        ? [.. new DirectoryInfo(path).EnumerateFiles("*", Everywhere).OrderBy(file => file.LastWriteTimeUtc)]
        : [];

    private static IEnumerable<FileInfo> BeyondOf(string path, long most)
    {
        var files = OldestOf(path);
        var total = files.Sum(file => file.Length);
        foreach (var file in files.TakeWhile(_ => total > most))
        {
            total -= file.Length;
            yield return file;
        }
    }
}

using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>
/// Where a command is to write. Asked before it does anything: after hours of work a place that cannot be written loses them.
/// </summary>
internal static class OutputPlace
{
    /// <summary>What stands there are the machine's own parts.</summary>
    private static readonly string[] Devices = ["/dev/", "/proc/", "/sys/"];

    /// <summary>Memory that is used as a disk.</summary>
    private const string MemoryDisk = "/dev/shm/";

    /// <returns>The whole path of a file that can be written.</returns>
    /// <exception cref="CommandFailedException">It cannot.</exception>
    public static string OfFile(string option, string given)
    {
        var path = Whole(option, given);
        if (Path.EndsInDirectorySeparator(given))
        {
            throw new CommandFailedException(new Problem("file.folder", given));
        }

        RequireFile(path);
        return path;
    }

    /// <returns>The whole path of a folder, without a separator at its end.</returns>
    /// <exception cref="CommandFailedException">It is no path.</exception>
    public static string OfFolder(string option, string given) => Path.TrimEndingDirectorySeparator(Whole(option, given));

    /// <exception cref="CommandFailedException">No file can be written there.</exception>
    public static void RequireFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CommandFailedException(new Problem("file.folder", path));
        }

        RequireReplaceable(path);
        RequireWritable(path);
    }

    /// <summary>Where a path really leads, through links on the way and at its end.</summary>
    public static string Real(string path)
    {
        var whole = Path.GetFullPath(path);
        var real = Path.GetPathRoot(whole)!;
        foreach (var part in whole[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                real = target.FullName;
            }
        }

        return real;
    }

    /// <exception cref="CommandFailedException">No folder can be made there, or it cannot be written.</exception>
    public static void RequireFolder(string path)
    {
        if (File.Exists(path))
        {
            throw new CommandFailedException(new Problem("file.file", path));
        }

        RequireWritable(path);
    }

    private static string Whole(string option, string given) =>
        given.Trim().Length > 0 && !given.Contains('\0', StringComparison.Ordinal)
            ? Path.GetFullPath(given)
            : throw new CommandFailedException(
                new Problem("option.value", option, $"\"{given}\"", new Phrase("expected.path")), isUsage: true);

    /// <summary>What is written takes the place of what was there: never of a database with all readings, nor of a device.</summary>
    private static void RequireReplaceable(string path)
    {
        var real = Real(path);
        if (Path.GetFileName(real).StartsWith(DataFolder.DatabaseName, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailedException(new Problem("file.database", path), isUsage: true);
        }

        if (
            Devices.Any(folder => real.StartsWith(folder, StringComparison.Ordinal))
                && !real.StartsWith(MemoryDisk, StringComparison.Ordinal))
        {
            throw new CommandFailedException(new Problem("file.device", path), isUsage: true);
        }
    }

    /// <summary>Tries it in the nearest folder that is there: rights are not all that can stand against it.</summary>
    private static void RequireWritable(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            if (File.Exists(folder))
            {
                throw new CommandFailedException(new Problem("file.file", folder));
            }

            folder = parent;
        }

        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $"{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                new Problem("file.unwritable", path, problem is UnauthorizedAccessException or DirectoryNotFoundException
                    ? new Phrase("file.no-rights")
                    : FileProblems.Reason(problem, path)));
        }
    }
}

using Whatever.Model.Problems;

namespace Whatever.Web.Commands;

/// <summary>
/// Where a command is to write. Asked before it does anything: after hours of work a place that cannot be written loses them.
/// </summary>
internal static class OutputPlace
{
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

        RequireWritable(path);
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

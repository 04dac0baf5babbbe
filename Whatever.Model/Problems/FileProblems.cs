using System.Text.RegularExpressions;

namespace Whatever.Model.Problems;

/// <summary>Says in plain words why a file cannot be read or written.</summary>
public static partial class FileProblems
{
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = 112;

    /// <summary>Why, as a part of a sentence, without a period.</summary>
    /// <param name="exception">Of the system.</param>
    /// <param name="path">Of the file.</param>
    public static Phrase Reason(Exception exception, string path) =>
        Directory.Exists(path) ? new Phrase("file.is-folder")
        : exception is FileNotFoundException or DirectoryNotFoundException ? new Phrase("file.is-missing")
        : exception is UnauthorizedAccessException ? new Phrase("file.no-rights")
        : IsDiskFull(exception) ? new Phrase("file.disk-full")
        : new Phrase("file.system", Clause(exception.Message));

    /// <summary>A whole sentence about a file that could not be opened.</summary>
    /// <param name="exception">Of the system.</param>
    /// <returns>Null where it is about something else.</returns>
    public static Problem? Explain(Exception exception)
    {
        var path = (exception as FileNotFoundException)?.FileName
            ?? (Quoted().Match(exception.Message) is { Success: true } quoted ? quoted.Groups[1].Value : null);
        return path is null || exception is not (FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException) ? null
            : Directory.Exists(path) ? new Problem("file.folder", path)
            : exception is FileNotFoundException ? new Problem("file.none", path)
            : exception is DirectoryNotFoundException ? new Problem("file.no-folder", path)
            : new Problem("file.denied", path);
    }

    /// <summary>Whether nothing could be written because the disk is full.</summary>
    /// <param name="exception">Of the system.</param>
    public static bool IsDiskFull(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? DiskFullOnWindows : DiskFullOnUnix);

    /// <summary>What another program's sentence says, in one line and without its period, to stand within a sentence.</summary>
    /// <param name="message">Of an exception.</param>
    public static string Clause(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    [GeneratedRegex("'(.+)'")]
    private static partial Regex Quoted();
}

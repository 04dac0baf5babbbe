using Microsoft.Data.Sqlite;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;

namespace Whatever.Web;

/// <summary>What can go wrong outside this program.</summary>
internal static class Failure
{
    /// <returns>What went wrong outside this program; null for a bug, which keeps its stack trace.</returns>
    public static Problem? Explain(Exception failure) => failure switch
    {
        ProblemException refused => refused.Problem,
        OperationCanceledException => new Problem("work.cancelled"),
        FolderOccupiedException occupied => occupied.Problem,
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
            FileProblems.Explain(failure) ?? new Problem("system.says", Sentence(failure)),
        IOException when FileProblems.IsDiskFull(failure) => new Problem("database.disk-full"),
        IOException => new Problem("system.says-kept", Sentence(failure)),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => new Problem("database.disk-full"),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY } => new Problem("database.busy"),
        SqliteException sqlite => new Problem("database.answered", FileProblems.Clause(sqlite.Message)),
        Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    /// <summary>What to say of anything that ended some work; of a bug what it says itself.</summary>
    public static Problem Of(Exception failure) => failure switch
    {
        ProblemException refused => refused.Problem,
        FolderOccupiedException occupied => occupied.Problem,
        SqliteException or Microsoft.EntityFrameworkCore.DbUpdateException when Explain(failure) is { } known => known,
        _ when FileProblems.IsDiskFull(failure) => new Problem("database.disk-full"),
        _ => FileProblems.Explain(failure) ?? new Problem("system.says", Sentence(failure)),
    };

    /// <summary>A refusal, which was said to who caused it: no fault of the program, and nothing to trace.</summary>
    public static bool IsRefusal(Exception failure) => failure is ProblemException or FolderOccupiedException;

    /// <summary>What the system says is one line and ends with one period, as what the program says.</summary>
    private static string Sentence(Exception failure) => FileProblems.Clause(failure.Message) + ".";
}

using Microsoft.Data.Sqlite;
using Whatever.Model.Forecasting;
using Whatever.Model.Training;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web;

/// <summary>Puts into words what can go wrong outside this program.</summary>
internal static class Failure
{
    /// <returns>The sentence for something that can go wrong outside this program; null for a bug, which keeps its stack trace.</returns>
    public static string? Explain(Exception failure) => failure switch
    {
        UnreadableCsvException or UnusableModelException or TrainingDataException or StationDataException => failure.Message,
        OperationCanceledException => "Cancelled; what was committed before is kept.",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => failure.Message,
        IOException => $"{failure.Message} What was committed before is kept.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } =>
            "The disk is full. Nothing of this step was stored; what was stored before is kept. Free some space and try again.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY } =>
            "The database is busy with another program's transaction; nothing of this step was stored. Try again.",
        SqliteException sqlite => $"The database answered: {sqlite.Message}",
        Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}

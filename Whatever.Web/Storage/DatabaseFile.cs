using Microsoft.Data.Sqlite;

namespace Whatever.Web.Storage;

/// <summary>A database as a file: whether it is whole, and a copy of one that is in use.</summary>
public static class DatabaseFile
{
    private const string Whole = "ok";

    /// <summary>SQLITE_IOERR_CORRUPTFS, which the library does not name.</summary>
    private const int CorruptFileSystem = 10 | (33 << 8);

    /// <summary>Files that SQLite keeps beside a database.</summary>
    public static IReadOnlyList<string> Beside(string path) => [path + "-wal", path + "-shm", path + "-journal"];

    /// <summary>Looks at each page, and at whether the tables agree with each other's rules.</summary>
    /// <returns>The first thing that is wrong, in SQLite's words; null where the file is whole.</returns>
    public static string? Check(string path) => Ask(path, "PRAGMA quick_check(1);");

    /// <summary>Whether it can be read from end to end, whatever keeps it from that.</summary>
    public static bool IsWhole(string path)
    {
        try
        {
            return Check(path) is null;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>The same and whether each index agrees with its table, which takes several times as long.</summary>
    /// <inheritdoc cref="Check"/>
    public static string? CheckWhole(string path) => Ask(path, "PRAGMA integrity_check(1);");

    /// <summary>
    /// Writes a copy as of one moment, whoever writes meanwhile, into one file that is on the disk when this ends. It is not looked at.
    /// </summary>
    /// <param name="path">Of the database.</param>
    /// <param name="copy">Must not be there.</param>
    public static void Copy(string path, string copy)
    {
        using (var source = Open(path, SqliteOpenMode.ReadWrite))
        using (var target = Open(copy, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(target);
        }

        Settle(copy);
    }

    /// <summary>Makes it one file that is on the disk.</summary>
    public static void Settle(string path)
    {
        using (var connection = Open(path, SqliteOpenMode.ReadWrite))
        {
            Say(connection, "PRAGMA journal_mode=DELETE;");
        }

        using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    /// <summary>Of databases that nobody uses any more connections are kept open, for who comes next.</summary>
    public static void LetGo() => SqliteConnection.ClearAllPools();

    /// <summary>With the files beside it.</summary>
    public static void Delete(string path)
    {
        foreach (var file in Beside(path).Append(path))
        {
            File.Delete(file);
        }
    }

    /// <summary>Moves a database with the files beside it into a folder.</summary>
    public static void Move(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Beside(path).Append(path).Where(File.Exists))
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>The migrations that were applied to it; none where it is no station's.</summary>
    public static IReadOnlyList<string> Migrations(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1;""";
        try
        {
            using var reader = command.ExecuteReader();
            var found = new List<string>();
            while (reader.Read())
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            return [];
        }
    }

    /// <summary>
    /// It is made anew with the next start: a copy that goes on beside the original, or after it, must not speak as the same.
    /// </summary>
    /// <param name="path">Of the copy.</param>
    /// <param name="who">Put it in place; null where nobody is known.</param>
    public static void ForgetIdentity(string path, string? who)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        Say(connection, $"DELETE FROM settings WHERE name IN ('station_identity', '{StationIdentity.RestoredBy}');");
        if (who is not null)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"INSERT INTO settings (name, value) VALUES ('{StationIdentity.RestoredBy}', $who);";
            command.Parameters.AddWithValue("$who", who);
            command.ExecuteNonQuery();
        }
    }

    private static string? Ask(string path, string question)
    {
        try
        {
            using var connection = Open(path, SqliteOpenMode.ReadWrite);
            var answer = Say(connection, question);
            return answer == Whole ? null : answer;
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            return exception.Message;
        }
    }

    /// <summary>The file is not what was written, or cannot be read any more: the most usual end of a memory card.</summary>
    public static bool IsDamage(SqliteException exception) =>
        exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB
        || exception.SqliteExtendedErrorCode is SQLitePCL.raw.SQLITE_IOERR_READ or SQLitePCL.raw.SQLITE_IOERR_SHORT_READ
            or CorruptFileSystem;

    /// <summary>Whether what was found may pass: a disk that could not be read once, and not a file that holds something else.</summary>
    /// <param name="said">By SQLite, which says it in English.</param>
    public static bool MayPass(string said) => said.Contains("disk I/O error", StringComparison.Ordinal);

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static string? Say(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>Reads a copy of a database that is not the station's, and changes nothing of it.</summary>
public static class DatabaseCopy
{
    /// <returns>Nothing where it cannot be read, or is of a program that did not know what is asked for.</returns>
    public static async Task<T?> AskAsync<T>(string path, Func<StationDbContext, Task<T>> ask)
    {
        var place = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var db = new StationDbContext(new DbContextOptionsBuilder<StationDbContext>().UseSqlite(place.ToString()).Options);
        try
        {
            return await ask(db);
        }
        catch (SqliteException)
        {
            return default;
        }
    }
}

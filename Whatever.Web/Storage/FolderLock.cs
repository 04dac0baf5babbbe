namespace Whatever.Web.Storage;

/// <summary>
/// One station a data folder: two would both run every job. The system lets go of the lock when the process ends, however it ends.
/// </summary>
public sealed class FolderLock : IDisposable
{
    /// <summary>Held by the station that runs.</summary>
    public const string Station = "station.lock";

    /// <summary>Held while the schema is changed.</summary>
    public const string Schema = "schema.lock";

    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <param name="folder">Of the station.</param>
    /// <param name="name">What is held.</param>
    /// <returns>Null where another process holds it.</returns>
    public static FolderLock? TryTake(DataFolder folder, string name = Station)
    {
        var path = Path.Combine(folder.Root, name);
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}

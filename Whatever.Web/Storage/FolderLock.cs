namespace Whatever.Web.Storage;

/// <summary>
/// One station a data folder: two would both run every job. The system lets go of the lock when the process ends, however it ends.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <returns>Null where another station holds the folder.</returns>
    public static FolderLock? TryTake(DataFolder folder)
    {
        var path = Path.Combine(folder.Root, "station.lock");
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

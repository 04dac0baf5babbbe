using System.Runtime.InteropServices;

namespace Whatever.Web.Storage;

/// <summary>
/// Only the account that runs the station looks into its data folder. Windows inherits the rights of the folder above.
/// </summary>
public static partial class FolderRights
{
    private const int OfOthers = 0b000_111_111;

    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>What this process makes from now on others have no rights to, whatever makes it.</summary>
    public static void KeepToOwner()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetUserMask(OfOthers);
        }
    }

    /// <summary>Makes a folder that is its owner's, where there is none.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnFolder);
        }
    }

    /// <summary>
    /// Takes the rights of others away. The inbox keeps its own: a logger may write into it under another account, if somebody has opened
    /// it to it; then the folder above can be gone through, and not looked into.
    /// </summary>
    /// <returns>How many files and folders others had rights to.</returns>
    public static int Mend(DataFolder folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return 0;
        }

        var isInboxOpen = Directory.Exists(folder.Inbox)
            && (File.GetUnixFileMode(folder.Inbox) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;
        var above = isInboxOpen ? OwnFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : OwnFolder;
        var mended = Set(folder.Root, above);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder.Root, "*", Everything))
        {
            if (!isInboxOpen || !IsIn(path, folder.Inbox))
            {
                mended += Set(path, Directory.Exists(path) ? OwnFolder : OwnFile);
            }
        }

        return mended;
    }

    /// <summary>A file that others have no rights to from now on; what SQLite puts beside its database has the rights of that.</summary>
    public static void Own(string file) => Set(file, OwnFile);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int SetUserMask(int mask);

    private static bool IsIn(string path, string parent) =>
        path == parent || path.StartsWith(parent + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static int Set(string path, UnixFileMode wanted)
    {
        if (OperatingSystem.IsWindows())
        {
            return 0;
        }

        try
        {
            var found = File.GetUnixFileMode(path);
            if ((found & Others & ~wanted) == 0)
            {
                return 0;
            }

            File.SetUnixFileMode(path, wanted);
            return 1;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It is another's, or was removed meanwhile; the folder above keeps others out all the same.
            return 0;
        }
    }
}

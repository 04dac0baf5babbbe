using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>What is free on the disk of the data folder, bytes.</summary>
/// <param name="Free">For the user that the station runs as.</param>
/// <param name="Total">Of the disk.</param>
public readonly record struct DiskState(long Free, long Total)
{
    private const double LowShare = 0.15;
    private const double CriticalShare = 0.05;
    private const long LowBytes = 5L << 30;
    private const long CriticalBytes = 1L << 30;

    /// <summary>A person has to do something in the coming weeks.</summary>
    public bool IsLow => Free < Math.Min(LowBytes, Total * LowShare);

    /// <summary>The station helps itself: what is kept for looking up goes.</summary>
    public bool IsCritical => Free < Critical;

    /// <summary>Below this it is critical.</summary>
    public double Critical => Math.Min(CriticalBytes, Total * CriticalShare);
}

/// <summary>Measures the disk.</summary>
public class DiskSpace(DataFolder folder)
{
    protected DataFolder Folder => folder;

    public virtual DiskState Measure()
    {
        var drive = new DriveInfo(Folder.Root);
        return new DiskState(drive.AvailableFreeSpace, drive.TotalSize);
    }
}

using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>
/// A few megabytes that are given back when the disk is full: to remove something, a database has to write first.
/// </summary>
public sealed class DiskReserve(DataFolder folder)
{
    private const long Largest = 16L << 20;
    private const double ShareOfDisk = 0.02;
    private const int BlockBytes = 1 << 20;

    private string Place => Path.Combine(folder.Root, "reserve.bin");

    /// <returns>Whether there was something to give back.</returns>
    public bool Release()
    {
        var wasThere = File.Exists(Place);
        File.Delete(Place);
        return wasThere;
    }

    /// <summary>Written out, for a file of holes reserves nothing.</summary>
    public void Take(DiskState disk)
    {
        var bytes = (long)Math.Min(Largest, disk.Total * ShareOfDisk);
        if (File.Exists(Place) || disk.IsLow || disk.Free < 2 * bytes)
        {
            return;
        }

        try
        {
            using var file = new FileStream(Place, FileMode.CreateNew, FileAccess.Write);
            for (var block = new byte[BlockBytes]; file.Length < bytes;)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            File.Delete(Place);
        }
    }
}

using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>A file in the inbox that can be taken now.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">As it was dropped.</param>
/// <param name="Sensor">Whose it is; null where none goes by its name or folder.</param>
/// <param name="Refusal">Why it is not taken; null where it is.</param>
internal sealed record InboxFile(string Path, string Name, Sensor? Sensor, Problem? Refusal);

/// <summary>
/// Finds what lies in the inbox and is done: a file that is still being written is left, one that grew after it was taken comes again, and
/// nothing stays without a word.
/// </summary>
internal sealed class InboxFiles(DataFolder folder, TimeProvider time)
{
    public const string Done = "Done";
    public const string Refused = "Refused";

    /// <summary>A file still being copied keeps changing; it is left for the next minute.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(10);

    /// <summary>A text whose last line has no end is usually not at its end: its writer pauses.</summary>
    private static readonly TimeSpan SettledInTheMiddleAfter = TimeSpan.FromMinutes(15);

    /// <summary>Names that programs give to what they have not finished.</summary>
    private static readonly TimeSpan UnfinishedAfter = TimeSpan.FromDays(1);

    /// <summary>So long after it was taken, a file is looked at for more.</summary>
    private static readonly TimeSpan WatchedFor = TimeSpan.FromDays(2);

    private static readonly string[] UnfinishedEndings = [".part", ".tmp", ".temp", ".filepart", ".crdownload", ".partial"];

    /// <summary>20240709-000000-000-a1b2c3-</summary>
    private const int StampLength = 27;
    private const int MomentLength = 19;

    private const char SensorMark = '~';

    /// <summary>Who may drop a file may not point at another one: what a link leads to is no file of the inbox.</summary>
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly EnumerationOptions NoLinksBelow = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        RecurseSubdirectories = true,
    };

    private readonly Dictionary<string, FileState> taken = new(StringComparer.Ordinal);

    public List<InboxFile> Find(List<Sensor> sensors)
    {
        var found = new List<InboxFile>();
        foreach (var path in Directory.EnumerateFiles(folder.Inbox).Order(StringComparer.Ordinal).Where(IsSettled))
        {
            found.Add(OfName(path, sensors));
        }

        var directories = Directory.EnumerateDirectories(folder.Inbox, "*", NoLinks).Where(IsForFiles);
        foreach (var directory in directories.Order(StringComparer.Ordinal))
        {
            var sensor = sensors.Find(sensor => sensor.Id == Path.GetFileName(directory));
            var links = Directory.EnumerateFiles(directory).Where(IsLink);
            found.AddRange(Directory.EnumerateFiles(directory, "*", NoLinksBelow).Concat(links).Order(StringComparer.Ordinal)
                .Where(IsSettled).Select(path => OfFolder(path, directory, sensor)));
        }

        return [.. found, .. FindGrown(sensors)];
    }

    /// <summary>What a file is like now; it is compared with what it is like later.</summary>
    public static FileState Look(string path)
    {
        var file = new FileInfo(path);
        return new FileState(file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Puts it away, and remembers what it was like when it was read.</summary>
    public string Keep(InboxFile file, FileState read)
    {
        var target = Move(Done, file.Path, $"{file.Sensor!.Id}{SensorMark}{StampedName.Shorten(file.Name)}");
        taken[target] = read;
        return target;
    }

    public string Refuse(InboxFile file) => Move(Refused, file.Path, StampedName.Shorten(file.Name));

    private static bool IsForFiles(string directory) => Path.GetFileName(directory) is var name
        && !name.Equals(Done, StringComparison.OrdinalIgnoreCase) && !name.Equals(Refused, StringComparison.OrdinalIgnoreCase);

    private string Move(string kind, string path, string name)
    {
        var directory = Path.Combine(folder.Inbox, kind);
        Directory.CreateDirectory(directory);
        var target = Path.Combine(directory, StampedName.Create(time.GetUtcNow(), "") + name);
        File.Move(path, target);
        return target;
    }

    private InboxFile OfName(string path, List<Sensor> sensors)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        name = Path.GetExtension(name).Length > 0 && FilePackage.Takes(name) ? Path.GetFileNameWithoutExtension(name) : name;
        var sensor = sensors.OrderByDescending(sensor => sensor.Id.Length)
            .FirstOrDefault(sensor => name == sensor.Id || name.StartsWith(sensor.Id + "_", StringComparison.Ordinal));
        var refusal = sensor is null
            ? new Problem("inbox.name", Path.GetFileName(path), Path.Combine(folder.Inbox, "{sensor}"))
            : RefusalOf(path);
        return new InboxFile(path, Path.GetFileName(path), sensor, refusal);
    }

    private InboxFile OfFolder(string path, string directory, Sensor? sensor)
    {
        var refusal = sensor is null ? new Problem("inbox.no-sensor", Path.GetFileName(path), Path.GetFileName(directory))
            : Path.GetDirectoryName(path) != directory ? new Problem("inbox.subfolder", Path.GetRelativePath(folder.Inbox, path), directory)
            : RefusalOf(path);
        return new InboxFile(path, Path.GetFileName(path), sensor, refusal);
    }

    private static Problem? RefusalOf(string path) => IsLink(path) ? new Problem("inbox.link", Path.GetFileName(path))
        : HoldsNothing(path) ? new Problem("inbox.empty", Path.GetFileName(path))
        : FilePackage.Takes(path) ? null
        : new Problem("inbox.kind", Path.GetFileName(path), string.Join(", ", FilePackage.Endings));

    internal static bool IsLink(string path) => (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    /// <summary>An empty file, or a pipe or a device, which have no length and are never opened: who opens a pipe waits for its writer.
    /// </summary>
    internal static bool HoldsNothing(string path) => new FileInfo(path).Length == 0;

    private bool IsSettled(string path)
    {
        if (IsLink(path))
        {
            return true;
        }

        var age = time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(path);
        if (HoldsNothing(path))
        {
            return age >= SettledAfter;
        }

        var isUnfinished = Path.GetFileName(path).StartsWith('.')
            || UnfinishedEndings.Any(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        return isUnfinished
            ? age >= UnfinishedAfter
            : age >= SettledAfter && (age >= SettledInTheMiddleAfter || EndsWithItsLine(path));
    }

    /// <summary>Of packed files the end says nothing here.</summary>
    private static bool EndsWithItsLine(string path)
    {
        if (!new[] { ".csv", ".txt", ".tsv", ".dat" }.Any(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        using var stream = CsvFile.OpenStream(path);
        stream.Position = Math.Max(0, stream.Length - 2);
        return stream.ReadByte() is '\n' or '\r' || stream.ReadByte() is '\n' or '\r';
    }

    /// <summary>A writer that paused goes on in the file that was moved; its rows are read with the next look.</summary>
    private List<InboxFile> FindGrown(List<Sensor> sensors)
    {
        var done = Path.Combine(folder.Inbox, Done);
        var since = time.GetUtcNow() - WatchedFor;
        var found = new List<InboxFile>();
        foreach (var path in Directory.Exists(done) ? Directory.GetFiles(done).Order(StringComparer.Ordinal).ToArray() : [])
        {
            var name = Path.GetFileName(path);
            if (StampOf(name) is not { } stamp || stamp < since || name.IndexOf(SensorMark, StringComparison
                .Ordinal) is not (> 0 and var mark))
            {
                continue;
            }

            var now = Look(path);
            var hasGrown = taken.TryGetValue(path, out var before) ? now != before : now.WrittenAt > stamp.UtcDateTime;
            var sensor = sensors.Find(sensor => sensor.Id == name[StampLength..mark]);
            if (hasGrown && sensor is not null && time.GetUtcNow().UtcDateTime - now.WrittenAt >= SettledAfter)
            {
                found.Add(new InboxFile(path, name[(mark + 1)..], sensor, null));
            }
        }

        return found;
    }

    /// <summary>The name as it was dropped, of one that was moved.</summary>
    public static string WithoutStamp(string name) => StampOf(name) is null ? name : name[StampLength..];

    private static DateTimeOffset? StampOf(string name) => name.Length > StampLength && DateTimeOffset.TryParseExact(
        name.AsSpan(0, MomentLength), "yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp)
        ? stamp
        : null;
}

/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">Last.</param>
internal readonly record struct FileState(long Length, DateTime WrittenAt);

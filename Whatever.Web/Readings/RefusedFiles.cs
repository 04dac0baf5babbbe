using System.Text.Json;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// What the inbox did not take: the file, a note beside it for who looks into the folder, and the same as data for who looks at the page
/// in another language.
/// </summary>
public sealed class RefusedFiles(DataFolder folder)
{
    /// <summary>What was refused stays on the page so long.</summary>
    private const int Shown = 20;

    private const string Note = ".why.txt";
    private const string Data = ".why.json";

    private string Folder => Path.Combine(folder.Inbox, InboxFiles.Refused);

    /// <summary>The newest ones.</summary>
    public IReadOnlyList<RefusedFile> List() => !Directory.Exists(Folder) ? [] :
    [
        .. new DirectoryInfo(Folder).EnumerateFiles("*" + Note).OrderByDescending(note => note.Name, StringComparer.Ordinal).Take(Shown)
            .Select(Read),
    ];

    /// <summary>The file was given to its sensor after all: it lies where the others do.</summary>
    public void Settle(RefusedFile file)
    {
        Directory.CreateDirectory(Path.Combine(folder.Inbox, InboxFiles.Done));
        File.Move(file.Path, Path.Combine(folder.Inbox, InboxFiles.Done, file.Name));
        File.Delete(file.Path + Note);
        File.Delete(file.Path + Data);
    }

    internal static void Explain(string path, Sensor? sensor, Problem reason)
    {
        AtomicFile.WriteText(path + Data, JsonSerializer.Serialize(new Written(sensor?.Id, StoredPhrase.Write(reason))));
        AtomicFile.WriteText(path + Note, ProblemTexts.English(reason) + "\n");
    }

    private static RefusedFile Read(FileInfo note)
    {
        var path = note.FullName[..^Note.Length];
        var words = File.ReadAllText(note.FullName).Trim();
        var data = File.Exists(path + Data) ? JsonSerializer.Deserialize<Written>(File.ReadAllText(path + Data)) : null;
        return new RefusedFile(
            path, note.LastWriteTimeUtc, data?.Sensor, StoredPhrase.ReadOwn(data?.Reason ?? words),
            File.Exists(path) && !InboxFiles.IsLink(path) && !InboxFiles.HoldsNothing(path));
    }

    private sealed record Written(string? Sensor, string Reason);
}

/// <param name="Path">Where it lies.</param>
/// <param name="At">When it was refused.</param>
/// <param name="SensorId">Whose it was meant to be; null where none was found.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsThere">Nobody has taken it away.</param>
public sealed record RefusedFile(string Path, DateTime At, string? SensorId, Phrase Reason, bool IsThere)
{
    /// <summary>With the moment in front.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>As it was dropped.</summary>
    public string GivenName => InboxFiles.WithoutStamp(Name);
}

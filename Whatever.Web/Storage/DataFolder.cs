using Whatever.Model.Problems;

namespace Whatever.Web.Storage;

/// <summary>The one folder that holds all that the station keeps: database, files in and out, keys, trained models.</summary>
public sealed class DataFolder
{
    /// <summary>Of the database; the files beside it begin with it.</summary>
    public const string DatabaseName = "whatever.db";

    public const string EnvironmentVariable = "WHATEVER_DATA";

    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        if (File.Exists(Root))
        {
            throw new StationDataException(new Problem("database.folder-is-file", Root));
        }

        FolderRights.Create(Root);
    }

    public string Root { get; }
    public string Database => DatabaseOf(Root);
    public string Inbox => Path.Combine(Root, "Inbox");
    public string Uploads => Path.Combine(Root, "Uploads");
    public string Rejects => Path.Combine(Root, "Rejects");
    public string Backups => Path.Combine(Root, "Backups");

    /// <summary>Databases that a backup took the place of.</summary>
    public string Replaced => Path.Combine(Root, "Replaced");

    /// <summary>A backup on its way to be the database.</summary>
    public string Restoring => Database + ".restoring";

    /// <summary>Pushes that came while the database was damaged.</summary>
    public string Kept => Path.Combine(Root, "Kept");

    /// <summary>What the station said.</summary>
    public string Logs => Path.Combine(Root, "Logs");

    public string Keys => Path.Combine(Root, "Keys");
    public string Models => ModelsOf(Root);

    /// <summary>What a station makes once its database is there.</summary>
    internal bool HasBeenUsed => new[] { "Input", "Output", "Sent" }.Select(name => Path.Combine(Root, name))
        .Append(Backups).Append(Replaced).Any(Directory.Exists) || (Directory.Exists(Keys) && Directory.EnumerateFiles(Keys).Any());

    /// <summary>Which instructions run a network fastest on this machine; measured anew where it is missing.</summary>
    public string Kernels => Path.Combine(Root, "kernels.json");

    public string Input(string sensorId) => Path.Combine(Root, "Input", sensorId);

    public string Prediction(string sensorId) => Path.Combine(Root, "Output", sensorId, "Prediction");

    public string Sent(string sensorId, DateOnly baseDay) =>
        Path.Combine(Root, "Sent", sensorId, Domain.WireTime.WriteDay(baseDay));

    public static string DatabaseOf(string root) => Path.Combine(root, DatabaseName);

    public static string ModelsOf(string root) => Path.Combine(root, "Models");

    /// <summary>The folder asked for on the command line, else the environment's, else <c>./data</c>.</summary>
    public static DataFolder Resolve(string? asked) => new(Locate(asked));

    /// <summary>Where it is, or would be.</summary>
    public static string Locate(string? asked) => Path.GetFullPath(
        !string.IsNullOrWhiteSpace(asked) ? asked
        : Environment.GetEnvironmentVariable(EnvironmentVariable) is { } named && !string.IsNullOrWhiteSpace(named) ? named
        : "data");
}

namespace Whatever.Web.Storage;

/// <summary>The one folder that holds all that the station keeps: database, files in and out, keys, trained models.</summary>
public sealed class DataFolder
{
    public const string EnvironmentVariable = "WHATEVER_DATA";

    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }
    public string Database => Path.Combine(Root, "whatever.db");
    public string Inbox => Path.Combine(Root, "Inbox");
    public string Uploads => Path.Combine(Root, "Uploads");
    public string Rejects => Path.Combine(Root, "Rejects");
    public string Keys => Path.Combine(Root, "Keys");
    public string Models => Path.Combine(Root, "Models");

    public string Input(string sensorId) => Path.Combine(Root, "Input", sensorId);

    public string Prediction(string sensorId) => Path.Combine(Root, "Output", sensorId, "Prediction");

    public string Sent(string sensorId, DateOnly baseDay) =>
        Path.Combine(Root, "Sent", sensorId, Domain.SeedTime.WriteDay(baseDay));

    /// <summary>The folder asked for on the command line, else the environment's, else <c>./data</c>.</summary>
    public static DataFolder Resolve(string? asked) => new(
        !string.IsNullOrWhiteSpace(asked) ? asked
        : Environment.GetEnvironmentVariable(EnvironmentVariable) is { } named && !string.IsNullOrWhiteSpace(named) ? named
        : "data");
}

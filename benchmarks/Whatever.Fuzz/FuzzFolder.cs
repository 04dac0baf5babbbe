namespace Whatever.Fuzz;

/// <summary>Where cases lie that a reader wants as files; in memory where the machine has a place for that.</summary>
internal sealed class FuzzFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    public FuzzFolder() => Path = Directory.CreateDirectory(System.IO.Path.Combine(
        Directory.Exists(InMemory) ? InMemory : System.IO.Path.GetTempPath(), $"whatever-fuzz-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using Microsoft.Data.Sqlite;

namespace Whatever.Tests.Support;

/// <summary>A folder of its own that goes with the test.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("whatever-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();

        // Kernels are measured for the whole process: what another test measures may be kept here while the folder goes.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 10 && Directory.Exists(Path))
            {
            }
        }
    }
}

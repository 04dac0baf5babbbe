namespace Whatever.Fuzz;

/// <summary>Small good files of the repository, found from where the program was built.</summary>
internal static class Seeds
{
    private static readonly string Golden = Path.Combine(FindRoot(), "Whatever.Tests", "Golden");

    /// <summary>Files below a folder of the golden files, the smallest first.</summary>
    /// <param name="folder">Its name; empty for all.</param>
    /// <param name="ending">Of their names.</param>
    /// <param name="largest">Bytes at most.</param>
    public static IReadOnlyList<byte[]> Read(string folder, string ending, int largest) =>
    [
        .. new DirectoryInfo(Path.Combine(Golden, folder)).EnumerateFiles("*" + ending, SearchOption.AllDirectories)
            .Where(file => file.Length <= largest).OrderBy(file => file.Length).ThenBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => File.ReadAllBytes(file.FullName)),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Whatever.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Whatever.sln above {AppContext.BaseDirectory}: cases begin with files of the repository.");
    }
}

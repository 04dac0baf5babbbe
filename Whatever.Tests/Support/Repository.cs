namespace Whatever.Tests.Support;

/// <summary>The source files, found from where the tests were built.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "lib"];

    public static string Root { get; } = FindRoot();

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    /// <summary>Files under a folder, without what a build makes.</summary>
    /// <returns>Never empty: a rule about no file at all would keep nothing.</returns>
    public static IReadOnlyList<SourceFile> Files(string folder, params string[] extensions)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(
                path =>
                    extensions.Any(extension => path.EndsWith(extension, StringComparison.Ordinal))
                        && !path.Split('/').Any(Skipped.Contains))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, Read(path)))
            .ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Whatever.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Whatever.sln above {AppContext.BaseDirectory}.");
    }
}

/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Text">What it holds.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public IReadOnlyList<string> Lines { get; } = Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public bool IsMigration => Path.Contains("/Migrations/", StringComparison.Ordinal);

    /// <summary>Lines that match, as "path:line: text".</summary>
    public IEnumerable<string> Matches(System.Text.RegularExpressions.Regex pattern) =>
        Lines.Select((line, index) => (line, index)).Where(pair => pattern.IsMatch(pair.line))
            .Select(pair => $"{Path}:{pair.index + 1}: {pair.line.Trim()}");
}

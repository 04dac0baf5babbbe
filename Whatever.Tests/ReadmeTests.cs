using System.Diagnostics;
using System.Text.RegularExpressions;
using Whatever.Tests.Support;

namespace Whatever.Tests;

/// <summary>What the README and the pages of docs show works as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private const string Prefix = "dotnet run --project Whatever.Web -- ";

    public static TheoryData<string> Pages =>
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Append(Path.Combine(Repository.Root, "README.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Commands_InTheirOrder_Succeed(string page)
    {
        using var folder = new TestFolder();
        foreach (var command in CommandsOf(page))
        {
            var start = new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "Whatever.Web.dll"), .. command.Split(' '), "--data", folder.File("data")])
            {
                WorkingDirectory = folder.Path,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestStation.Cancellation);
            var error = await process.StandardError.ReadToEndAsync(TestStation.Cancellation);
            await process.WaitForExitAsync(TestStation.Cancellation);
            Assert.True(process.ExitCode == 0, $"{page}: {command}: exit {process.ExitCode}\n{error}\n{await output}");
        }
    }

    [Fact]
    public void Commands_OnTheirPage_AreThere() => Assert.True(CommandsOf("docs/commands.md").Count >= 10);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_ToFiles_LeadSomewhere(string page) => Assert.All(
        FileLink().Matches(TextOf(page))
            .Select(match => Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, match.Groups[1].Value)),
        path => Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} names {path}, which is not there."));

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    private static List<string> CommandsOf(string page) =>
        [
            .. TextOf(page).Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(line => line[Prefix.Length..])];

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex FileLink();
}

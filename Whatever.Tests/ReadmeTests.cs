using System.Diagnostics;
using System.Text.RegularExpressions;
using Whatever.Tests.Support;

namespace Whatever.Tests;

/// <summary>What the README shows works as it stands there.</summary>
public sealed partial class ReadmeTests
{
    private const string Prefix = "dotnet run --project Whatever.Web -- ";
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public async Task Commands_InTheirOrder_Succeed()
    {
        using var folder = new TestFolder();
        var commands = Text.Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(line => line[Prefix.Length..]).ToList();
        Assert.True(commands.Count >= 6, $"The README shows {commands.Count} commands.");
        foreach (var command in commands)
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Whatever.Web.dll"), .. command.Split(' '), "--data", folder.File("data")])
            {
                WorkingDirectory = folder.Path, RedirectStandardError = true, RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestStation.Cancellation);
            var error = await process.StandardError.ReadToEndAsync(TestStation.Cancellation);
            await process.WaitForExitAsync(TestStation.Cancellation);
            Assert.True(process.ExitCode == 0, $"{command}: exit {process.ExitCode}\n{error}\n{await output}");
        }
    }

    [Fact]
    public void Links_ToFiles_LeadSomewhere() => Assert.All(
        FileLink().Matches(Text).Select(match => match.Groups[1].Value),
        path => Assert.True(File.Exists(Path.Combine(Repository.Root, path)), $"README.md names {path}, which is not there."));

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex FileLink();
}

using System.Text.Json;
using Whatever.Tests.Support;
using Whatever.Tests.Web.Readings;

namespace Whatever.Tests.Web.Commands;

/// <summary>The same files and choices as for page and inbox, on the command line.</summary>
[Collection("Commands")]
public sealed class ImportExportsCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public static TheoryData<string> Cases() => [.. ExportCase.All.Select(one => one.Title)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Import_ExportOfAnotherProgram_IsReadOrAskedAbout(string title)
    {
        var one = ExportCase.Of(title);
        var run = await CommandRun.RunAsync(
            folder.Path, ["import", one.Path, "--sensor", "p1", "--json", .. one.Options]);
        if (one.Question is { } question)
        {
            Assert.Equal(1, run.ExitCode);
            Assert.Contains($"Choose it with --{question.Replace('_', '-')}.", run.Error, StringComparison.Ordinal);
            return;
        }

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            (one.Rows.Length, one.Rejected, one.Fields),
            (Number(run, "inserted"), Number(run, "rejected"), Number(run, "unreadable_fields")));
        var export = await CommandRun.RunAsync(folder.Path, "export", "--sensor", "p1", "--out", "out.csv");
        Assert.True(export.ExitCode == 0, export.Error);
        var rows = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "out.csv"), TestStation.Cancellation);
        Assert.Equal(one.Rows, rows.Skip(1).Select(ToRow));
    }

    private static int Number(CommandRun run, string name) => run.Json.GetProperty(name).GetInt32();

    /// <summary>2024-07-09 0:00+09:00,224,45,, as 2024-07-09 0:00 224 45</summary>
    private static string ToRow(string line)
    {
        var fields = line.Split(',');
        return $"{fields[0].Replace("+09:00", "", StringComparison.Ordinal)} {Value(fields[1])} {Value(fields[2])}";
    }

    private static string Value(string field) => field.Length == 0 ? "-" : field;
}

using System.CommandLine;
using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Looks whether what was noted is as it was, and writes it out.</summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Head = new("--head")
    {
        Description = "A row and its digest that were written down, as verify prints them (17:9f86d0…): is the row still that one",
    };

    private static readonly Option<string> Out = new("--out") { Description = "The CSV file", Required = true };

    public static Command Create()
    {
        var verify = new Command("verify", "Goes through the whole chain of digests") { Head };
        verify.SetAction(VerifyAsync);
        var export = new Command("export", "Writes all of it as CSV, oldest first") { Out };
        export.SetAction(ExportAsync);
        return new Command("audit", "Who did what") { verify, export };
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var check = await scope.Get<AuditLog>().VerifyAsync(cancellation: cancellation);
        if (check.BrokenAt is { } broken)
        {
            throw new CommandFailedException(new Problem("audit.broken", broken));
        }

        if (parsed.GetValue(Head) is { } head && !await scope.Get<AuditLog>().HoldsAsync(head, cancellation))
        {
            throw new CommandFailedException(new Problem("audit.head", head));
        }

        parsed.Print(
            new { Rows = check.Rows, Head = $"{check.Rows}:{check.Head}" },
            $"{check.Rows} rows, each behind the one before it. Write this down elsewhere: {check.Rows}:{check.Head}");
        return 0;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var path = Path.GetFullPath(parsed.GetValue(Out)!);
        int rows;
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write))
        {
            rows = await scope.Get<AuditQueries>().WriteCsvAsync(new AuditFilter(), file, cancellation);
        }

        parsed.Print(new { File = path, Rows = rows }, $"{path}: {rows} rows.");
        return 0;
    }
}

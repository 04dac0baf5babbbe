using System.CommandLine;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Api;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Web.Commands;

/// <summary>Writes the seed's five columns to a file.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> SensorId = CommonOptions.Sensor();
    private static readonly Option<string?> From = CommonOptions.From();
    private static readonly Option<string?> To = CommonOptions.To();
    private static readonly Option<string> Out = CommonOptions.Out("File to write");

    public static Command Create()
    {
        var command = new Command("export", $"Writes {ReadingExport.Header} of a span to a CSV file") { SensorId, From, To, Out };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = OutputPlace.OfFile(Out.Name, parsed.GetValue(Out)!);
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var sensor = await scope.SensorAsync(parsed.GetValue(SensorId)!, cancellation);
        if (TimeRange.TryRead(parsed.GetValue(From), parsed.GetValue(To), sensor.Clock, out var range) is { Count: > 0 } problems)
        {
            throw new CommandFailedException(Problem.All(problems), isUsage: true);
        }

        var rows = await WriteAsync(scope, sensor, range, path, cancellation);
        parsed.Print(new { Sensor = sensor.Id, Rows = rows, File = path }, $"{sensor.Id}: {Counted.Say(rows, "row")} written to {path}.");
        return 0;
    }

    private static async Task<int> WriteAsync(
        StationScope scope, Domain.Sensor sensor, MinuteSpan range, string path, CancellationToken cancellation)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            int rows;
            await using (var db = await scope.OpenDatabaseAsync(cancellation))
            await using (var stream = new FileStream(beside, FileMode.CreateNew))
            {
                rows = await ReadingExport.WriteCsvAsync(db, sensor, range, stream, cancellation);
            }

            AtomicFile.Publish(beside, path);
            return rows;
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}

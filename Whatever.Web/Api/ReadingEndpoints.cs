using System.Net.Mime;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

internal static class ReadingEndpoints
{
    private const int SampleDays = 14;

    public static void MapReadings(this RouteGroupBuilder api)
    {
        api.MapGet("/sensors/{id}/readings", ReadAsync).RequireRight(Right.Read)
            .WithSummary("Readings of a span, as JSON or CSV, at a resolution in minutes");
        api.MapGet("/imports/{id:long}/rejects", RejectsAsync).RequireRight(Right.Read).WithSummary("The rejected rows of an import");
        api.MapGet("/sample.csv", Sample).RequireRight(Right.Read).WithSummary("Two weeks of simulated water in the format that is read");
    }

    private static async Task<IResult> ReadAsync(
        string id, string? from, string? to, int? resolution, string? format, IDbContextFactory<StationDbContext> contexts,
        CancellationToken cancellation)
    {
        var db = await contexts.CreateDbContextAsync(cancellation);
        await using var disposing = db;
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        var problems = TimeRange.TryRead(from, to, sensor.Clock, out var range);
        if (resolution is < 1 or > 7 * MinutesPer.Day)
        {
            problems.Add(new Problem("reading.resolution", resolution, 1, 7 * MinutesPer.Day).At("resolution"));
        }

        if (format is not (null or "json" or "csv"))
        {
            problems.Add(new Problem("value.unexpected", "format", format, Expected.OneOf("json", "csv")).At("format"));
        }

        return problems.Count > 0 ? ProblemAnswers.BadRequest(problems)
            : format == "csv" ? Csv(contexts, sensor, range)
            : Results.Ok(ReadingExport.ReadPoints(db, sensor, range, resolution ?? 1));
    }

    private static IResult Csv(IDbContextFactory<StationDbContext> contexts, Sensor sensor, MinuteSpan range) => Results.Stream(
        async stream =>
        {
            await using var db = await contexts.CreateDbContextAsync();
            await ReadingExport.WriteCsvAsync(db, sensor, range, stream, CancellationToken.None);
        },
        MediaTypeNames.Text.Csv,
        $"{sensor.Id}.csv");

    private static async Task<IResult> RejectsAsync(long id, IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var import = await db.Imports.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation);
        return import?.RejectsFile is { } path && File.Exists(path)
            ? Results.File(path, MediaTypeNames.Text.Csv, Path.GetFileName(path))
            : ProblemAnswers.NotFound(new Problem("reading.no-rejects", id));
    }

    private static IResult Sample(TimeProvider time)
    {
        var today = StationClock.For(Sensor.DefaultTimeZone).DayOf(time.GetUtcNow());
        var minutes = new WaterSimulator(new SimulationOptions { Seed = 1 })
            .Generate(today.AddDays(-SampleDays).ToDateTime(TimeOnly.MinValue), SampleDays * MinutesPer.Day);
        return Results.File(Encoding.UTF8.GetBytes(SampleCsv.Write(minutes)), MediaTypeNames.Text.Csv, SampleCsv.FileName);
    }
}

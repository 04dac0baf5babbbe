using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

internal static class ReadingEndpoints
{
    private const int SampleDays = 14;
    public static void MapReadings(this RouteGroupBuilder api)
    {
        api.MapGet("/sensors/{id}/readings", ReadAsync).WithSummary("Readings of a span, as JSON or CSV, at a resolution in minutes");
        api.MapPost("/sensors/{id}/readings", PushAsync)
            .WithSummary("Takes readings: a JSON array of {time, flow_rate, pressure}, or text/csv")
            .Accepts<JsonElement[]>(MediaTypeNames.Application.Json, MediaTypeNames.Text.Csv)
            .WithMetadata(new RequestSizeLimitAttribute(UploadStore.LargestBytes));
        api.MapGet("/imports/{id:long}/rejects", RejectsAsync).WithSummary("The rejected rows of an import");
        api.MapGet("/sample.csv", Sample).WithSummary("Two weeks of simulated water in the format that is read");
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

        if (TimeRange.TryRead(from, to, sensor.Clock, out var range) is { } problem)
        {
            return ProblemAnswers.BadRequest(problem);
        }

        if (resolution is < 1 or > 7 * MinutesPer.Day)
        {
            return ProblemAnswers.BadRequest(new Problem("reading.resolution", resolution, 1, 7 * MinutesPer.Day).At("resolution"));
        }

        return format switch
        {
            null or "json" => Results.Ok(ReadingExport.ReadPoints(db, sensor, range, resolution ?? 1)),
            "csv" => Csv(contexts, sensor, range),
            _ => ProblemAnswers.BadRequest(new Problem("value.unexpected", "format", format, Expected.OneOf("json", "csv")).At("format")),
        };
    }

    private static IResult Csv(IDbContextFactory<StationDbContext> contexts, Sensor sensor, MinuteSpan range) => Results.Stream(
        async stream =>
        {
            await using var db = await contexts.CreateDbContextAsync();
            await ReadingExport.WriteCsvAsync(db, sensor, range, stream, CancellationToken.None);
        },
        MediaTypeNames.Text.Csv,
        $"{sensor.Id}.csv");

    private static async Task<IResult> PushAsync(
        string id, HttpRequest request, IDbContextFactory<StationDbContext> contexts, PushedReadings pushed, ReadingImporter importer,
        UploadStore uploads,
        [FromQuery] string? quantity, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        return type?.MediaType.Value?.ToLowerInvariant() switch
        {
            MediaTypeNames.Application.Json => await PushJsonAsync(sensor, request, pushed, cancellation),
            MediaTypeNames.Text.Csv => await PushCsvAsync(sensor, request, importer, uploads, quantity, cancellation),
            _ => ProblemAnswers.UnsupportedType(
                new Problem(
                    "value.unexpected", "Content-Type", request.ContentType, Expected.OneOf("application/json", "text/csv"))),
        };
    }

    private static async Task<IResult> PushJsonAsync(
        Sensor sensor, HttpRequest request, PushedReadings pushed, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? Results.Ok(await pushed.TakeAsync(sensor, [.. document.RootElement.EnumerateArray()], cancellation))
                : ProblemAnswers.BadRequest(
                    new Problem("reading.no-array", document.RootElement.ValueKind));
        }
        catch (JsonException problem)
        {
            return ProblemAnswers.BadRequest(new Problem("request.no-json", problem.Message));
        }
    }

    private static async Task<IResult> PushCsvAsync(
        Sensor sensor, HttpRequest request, ReadingImporter importer, UploadStore uploads, string? quantity, CancellationToken cancellation)
    {
        string? path = null;
        try
        {
            path = await uploads.SaveAsync(request.Body, $"{sensor.Id}-push.csv", cancellation: cancellation);
            var choices = new CsvChoices { ValueQuantity = Model.Series.QuantityNames.TryParse(quantity, out var known) ? known : null };
            return Results.Text(
                (await importer.ImportAsync(sensor, path, Path.GetFileName(path), choices, cancellation: cancellation)).ToJson(),
                MediaTypeNames.Application.Json, Encoding.UTF8);
        }
        catch (ProblemException refused) when (refused is UnreadableCsvException or UploadTooLargeException)
        {
            return ProblemAnswers.BadRequest(refused.Problem);
        }
        finally
        {
            // Its rows are stored or answered for; a gateway that pushes every minute would fill the disk with copies.
            if (path is not null)
            {
                File.Delete(path);
            }
        }
    }

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

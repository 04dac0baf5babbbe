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
using Whatever.Web.Readings.Plans;
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
                new Problem("request.type", request.ContentType, Expected.OneOf(MediaTypeNames.Application.Json, MediaTypeNames.Text.Csv))),
        };
    }

    private static async Task<IResult> PushJsonAsync(
        Sensor sensor, HttpRequest request, PushedReadings pushed, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request.Body, cancellation);
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? Results.Ok(await pushed.TakeAsync(sensor, [.. document.RootElement.EnumerateArray()], cancellation))
                : ProblemAnswers.BadRequest(new Problem("reading.no-array", JsonProblems.Found(document.RootElement)));
        }
        catch (JsonException problem)
        {
            return ProblemAnswers.BadRequest(JsonProblems.OfBody(problem, body));
        }
    }

    private static async Task<IResult> PushCsvAsync(
        Sensor sensor, HttpRequest request, ReadingImporter importer, UploadStore uploads, string? quantity, CancellationToken cancellation)
    {
        var known = default(Quantity);
        if (quantity is not null && !QuantityNames.TryParse(quantity, out known))
        {
            return ProblemAnswers.BadRequest(
                new Problem("value.unexpected", "quantity", quantity, Expected.OneOf("flow_rate", "pressure")).At("quantity"));
        }

        string? path = null;
        try
        {
            path = await uploads.SaveAsync(request.Body, $"{sensor.Id}-push.csv", cancellation: cancellation);
            var choices = new PlanChoices { ValueQuantity = quantity is null ? null : known };
            return Results.Ok(new PushedCsvAnswer(
                await importer.ImportAsync(sensor, path, Path.GetFileName(path), choices, cancellation: cancellation)));
        }
        catch (ProblemException refused) when (refused is UnreadableCsvException or UploadTooLargeException)
        {
            return refused.Problem.Code == "csv.value-of-what"
                ? ProblemAnswers.BadRequest(refused.Problem.At("quantity"), new Problem("csv.value-parameter"))
                : ProblemAnswers.BadRequest(refused.Problem);
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

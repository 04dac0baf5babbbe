using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>
/// Readings as gateways push them: JSON of one row, many rows or a row a line; a text or a packed file as the body or in a form. 422 where
/// no row at all was taken, so that a gateway which forgets what was answered with 200 does not forget them.
/// </summary>
internal static class PushEndpoints
{
    /// <summary>Who stores what is pushed.</summary>
    internal sealed record Takers(IDbContextFactory<StationDbContext> Contexts, PushedReadings Rows, PushedFiles Files);


    private const string JsonLines = "application/x-ndjson";
    private const string Form = "multipart/form-data";

    /// <summary>Rows are held in memory until all are looked at, so a body of them is no file.</summary>
    private const int LargestJson = 8 << 20;

    /// <summary>Above what a file may have, so that it is the file that is refused.</summary>
    private const long LargestBody = UploadStore.LargestPushedBytes + (1 << 20);

    public static void MapPushes(this RouteGroupBuilder api)
    {
        api.MapPost("/sensors/{id}/readings", PushAsync).RequireRight(Right.Push)
            .WithSummary("Takes readings: JSON rows {time, flow_rate, pressure}, a CSV or packed file as the body, or files in a form")
            .Accepts<JsonElement[]>(MediaTypeNames.Application.Json, JsonLines, Form, MediaTypeNames.Text.Csv)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody)).DisableAntiforgery();
        api.MapPost("/readings", PushManyAsync).RequireRight(Right.Push, checksSensors: true)
            .WithSummary("Takes readings of many sensors: JSON rows {sensor_id, time, flow_rate, pressure}")
            .Accepts<JsonElement[]>(MediaTypeNames.Application.Json, JsonLines)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    private static Task<IResult> PushAsync(
        string id, HttpRequest request, IDbContextFactory<StationDbContext> contexts, PushedReadings pushed, PushedFiles files,
        CancellationToken cancellation) => TakeAsync(id, request, new Takers(contexts, pushed, files), null, cancellation);

    private static Task<IResult> PushManyAsync(HttpRequest request, PushedReadings pushed, CancellationToken cancellation) =>
        TakeManyAsync(request, pushed, null, cancellation);

    /// <param name="id">Of the sensor.</param>
    /// <param name="request">With the rows, or files of them.</param>
    /// <param name="takers">Who stores them.</param>
    /// <param name="at">When it came; null for now.</param>
    /// <param name="cancellation">Of the request.</param>
    internal static async Task<IResult> TakeAsync(
        string id, HttpRequest request, Takers takers, DateTimeOffset? at, CancellationToken cancellation)
    {
        var (contexts, pushed, files) = takers;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        if (EncodingProblem(request) is { } problem)
        {
            return ProblemAnswers.UnsupportedType(problem);
        }

        return TypeOf(request) switch
        {
            MediaTypeNames.Application.Json or JsonLines =>
                await PushJsonAsync(request, items => pushed.TakeAsync(sensor, items, at, cancellation), cancellation),
            Form => await files.TakeFormAsync(sensor, request, at, cancellation),
            MediaTypeNames.Text.Csv => await files.TakeBodyAsync(sensor, request, at, cancellation),
            _ => ProblemAnswers.UnsupportedType(
                request, Expected.OneOf(MediaTypeNames.Application.Json, JsonLines, MediaTypeNames.Text.Csv, Form)),
        };
    }

    /// <inheritdoc cref="TakeAsync"/>
    internal static async Task<IResult> TakeManyAsync(
        HttpRequest request, PushedReadings pushed, DateTimeOffset? at, CancellationToken cancellation) =>
        EncodingProblem(request) is { } problem ? ProblemAnswers.UnsupportedType(problem)
        : TypeOf(request) is MediaTypeNames.Application.Json or JsonLines
            ? await PushJsonAsync(request, items => pushed.TakeManyAsync(
                items, id => Identities.Reaches(request.HttpContext.User, id), at, cancellation), cancellation)
        : ProblemAnswers.UnsupportedType(request, Expected.OneOf(MediaTypeNames.Application.Json, JsonLines));

    /// <summary>What can be said against a push without its body, and how much that may hold.</summary>
    /// <param name="request">Of one sensor or of many.</param>
    /// <param name="isMany">Of many.</param>
    /// <param name="most">Bytes.</param>
    internal static IResult? Refuse(HttpRequest request, bool isMany, out long most)
    {
        var type = TypeOf(request);
        var isJson = type is MediaTypeNames.Application.Json or JsonLines;
        most = isJson ? LargestJson : LargestBody;
        return EncodingProblem(request) is { } problem ? ProblemAnswers.UnsupportedType(problem)
            : isJson || (!isMany && type is Form or MediaTypeNames.Text.Csv) ? null
            : ProblemAnswers.UnsupportedType(
                request, Expected.OneOf(MediaTypeNames.Application.Json, JsonLines, MediaTypeNames.Text.Csv, Form));
    }

    private static string? TypeOf(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        ? type.MediaType.Value?.ToLowerInvariant()
        : null;

    /// <summary>What is packed was unpacked on the way here, and its header is gone with it.</summary>
    private static Problem? EncodingProblem(HttpRequest request) => request.Headers.ContentEncoding is { Count: > 0 } packed
        && !packed.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase)
        ? new Problem("request.encoding", packed.ToString(), Expected.OneOf("gzip", "deflate", "br"))
        : null;

    private static async Task<IResult> PushJsonAsync(
        HttpRequest request, Func<IReadOnlyList<PushedItem>, Task<PushAnswer>> take, CancellationToken cancellation)
    {
        if (request.ContentLength > LargestJson)
        {
            return ProblemAnswers.TooLarge(new Problem("request.too-large", LargestJson >> 20));
        }

        ReadOnlyMemory<byte> body;
        try
        {
            body = await JsonBody.ReadAsync(request.Body, LargestJson, cancellation);
        }
        catch (InvalidDataException)
        {
            return ProblemAnswers.BadRequest(new Problem("request.packed"));
        }
        catch (BodyTooLargeException tooLarge)
        {
            return ProblemAnswers.TooLarge(tooLarge.Problem);
        }

        using var items = new PushedBody(body, TypeOf(request) == JsonLines);
        if (items.Problem is { } problem)
        {
            return ProblemAnswers.BadRequest(problem);
        }

        PushAnswer answer;
        try
        {
            answer = await take(items.Items);
        }
        catch (ClockDoubtException doubted)
        {
            return ProblemAnswers.AskAgain(doubted.Problem);
        }

        return answer.TookNothing ? Results.Json(answer, statusCode: StatusCodes.Status422UnprocessableEntity) : Results.Ok(answer);
    }
}

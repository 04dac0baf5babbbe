using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A minute that was found not to be normal, on the wire; the quantity is null where it is about both or neither.</summary>
public sealed record FindingAnswer(string Time, JudgementKind Kind, AlarmCause Cause, string? Quantity, double Score, int Stage);

internal static class FindingEndpoints
{
    private const int MostRows = 100_000;

    public static void MapFindings(this RouteGroupBuilder api) => api.MapGet("/sensors/{id}/findings", ListAsync)
        .RequireRight(Right.Read)
        .WithSummary("Minutes of a span that the kinds system, forecast and night_flow found not to be normal");

    private static async Task<IResult> ListAsync(
        string id, string? from, string? to, IDbContextFactory<StationDbContext> contexts, FindingQueries queries,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        if (TimeRange.TryRead(from, to, sensor.Clock, out var range) is { Count: > 0 } problems)
        {
            return ProblemAnswers.BadRequest(problems);
        }

        var rows = await queries.ListAsync(sensor.Key, range.From, range.To, MostRows, cancellation);
        return Results.Ok(rows.Select(row => new FindingAnswer(
            WireTime.Write(sensor.Clock.ToLocal(row.Minute)), row.Cause.KindOf(), row.Cause, row.Quantity?.ToWireName(), row.Score,
            (int)row.Stage)));
    }
}

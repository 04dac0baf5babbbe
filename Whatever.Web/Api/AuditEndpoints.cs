using System.Net.Mime;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api) => api.MapGet("/audit.csv", Export).RequireRight(Right.ReadAudit)
        .WithSummary("Who did what, oldest first, by who, act, from and to (times in UTC), with the digests of the chain");

    private static IResult Export(string? who, string? act, string? from, string? to, AuditQueries queries)
    {
        var problems = TimeRange.TryRead(from, to, StationClock.For("Etc/UTC"), out var range);
        if (problems.Count > 0)
        {
            return ProblemAnswers.BadRequest(problems);
        }

        var filter = new AuditFilter(
            who, act, from is null ? null : StationClock.InstantOf(range.From), to is null ? null : StationClock.InstantOf(range.To));
        return Results.Stream(
            async stream => await queries.WriteCsvAsync(filter, stream), MediaTypeNames.Text.Csv, "audit.csv");
    }
}

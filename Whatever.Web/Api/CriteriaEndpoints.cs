using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>
/// A version of normal criteria on the wire. The span is null where they come from data given at set-up; without own percentiles the normal
/// distribution counts, whatever the thresholds say.
/// </summary>
public sealed record CriteriaAnswer(
    string Quantity, int Version, CriteriaStanding State, CriteriaContext Context, CriteriaOrigin Origin, double Mean,
    double StandardDeviation, int Count,
    string? FromTime, string? ToTime, DateTimeOffset BuiltAt, string? DecidedBy, DateTimeOffset? DecidedAt, int? CopyOf,
    bool OwnPercentiles);

/// <summary>What a person decides about a proposal. Versions are counted per quantity.</summary>
public sealed record CriteriaCommand(string? Who, string? Quantity) : ISignedCommand
{
    public object SignedBy(string? who) => this with { Who = who };
}

internal static class CriteriaEndpoints
{
    private delegate Task<Problem?> Decision(
        int sensorKey, Quantity quantity, int version, string? who, CancellationToken cancellation);

    public static void MapCriteria(this RouteGroupBuilder api)
    {
        api.MapGet("/sensors/{id}/criteria", ListAsync).RequireRight(Right.Read)
            .WithSummary("Versions of the normal criteria of both quantities, newest first");
        api.MapPost("/sensors/{id}/criteria/{version:int}/approve",
            (
                string id, int version, CriteriaCommand command, CriteriaApproval approval, IDbContextFactory<StationDbContext> contexts,
                CancellationToken cancellation) =>
                DecideAsync(
                    id, version, command, approval.ApproveAsync, contexts,
                    cancellation)).RequireRight(Right.SetThresholds).WithSummary("Puts a proposal in force: {who, quantity}");
        api.MapPost("/sensors/{id}/criteria/{version:int}/reject",
            (
                string id, int version, CriteriaCommand command, CriteriaApproval approval, IDbContextFactory<StationDbContext> contexts,
                CancellationToken cancellation) =>
                DecideAsync(
                    id, version, command, approval.RejectAsync, contexts,
                    cancellation)).RequireRight(Right.SetThresholds).WithSummary("Decides against a proposal: {who, quantity}");
    }

    private static async Task<IResult> ListAsync(
        string id, IDbContextFactory<StationDbContext> contexts, CriteriaApproval approval, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        var answers = new List<CriteriaAnswer>();
        foreach (var quantity in QuantityNames.All)
        {
            var history = await approval.HistoryAsync(sensor.Key, quantity, cancellation);
            answers.AddRange(history.Select(version => new CriteriaAnswer(
                quantity.ToWireName(), version.Version, CriteriaRules.StandingOf(history, version), version.Context, version.Origin,
                version.Mean, version.StandardDeviation,
                version.Count, Show(sensor, version.FromMinute), Show(sensor, version.ToMinute), version.BuiltAt, version.DecidedBy,
                version.DecidedAt,
                CriteriaRules.OriginalOf(history, version)?.Version, version.ToCriteria().Empirical is not null)));
        }

        return Results.Ok(answers);
    }

    private static async Task<IResult> DecideAsync(
        string id, int version, CriteriaCommand command, Decision decide, IDbContextFactory<StationDbContext> contexts,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        var problems = new List<Problem>();
        if (!QuantityNames.TryParse(command.Quantity, out var quantity))
        {
            problems.Add(
                new Problem("value.unexpected", "quantity", command.Quantity, Expected.OneOf("flow_rate", "pressure")).At("quantity"));
        }

        if (Signatory.Refuse(command.Who) is { } wrong)
        {
            problems.Add(wrong);
        }

        if (problems.Count > 0)
        {
            return ProblemAnswers.BadRequest(problems);
        }

        if (
            !await db.Criteria.AnyAsync(
                row => row.SensorKey == sensor.Key && row.Quantity == quantity && row.Version == version, cancellation))
        {
            return ProblemAnswers.NotFound(new Problem("criteria.unknown-version-listed", version, id).At("version"));
        }

        return await decide(sensor.Key, quantity, version, command.Who, cancellation) is { } problem
            ? ProblemAnswers.Conflict(problem)
            : Results.NoContent();
    }

    private static string? Show(Sensor sensor, int? minute) => minute is { } known ? WireTime.Write(sensor.Clock.ToLocal(known)) : null;
}

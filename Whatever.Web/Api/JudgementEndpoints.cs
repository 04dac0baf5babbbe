using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A judged minute on the wire; null where there was no value or no criteria.</summary>
public sealed record JudgementAnswer(
    string Time, double? FlowRatePercentile, int? FlowRateStage, double? PressurePercentile, int? PressureStage);

internal static class JudgementEndpoints
{
    private const int MostRows = 100_000;

    public static void MapJudgements(this RouteGroupBuilder api) =>
        api.MapGet("/sensors/{id}/judgements", ListAsync).RequireRight(Right.Read).WithSummary("Judged minutes of a span, from a stage on");

    private static async Task<IResult> ListAsync(
        string id, string? from, string? to, int? minStage, IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        var problems = TimeRange.TryRead(from, to, sensor.Clock, out var range);
        if (minStage is < 0 or > 4)
        {
            problems.Add(new Problem("value.out-of-range", "minStage", minStage, 0, 4).At("minStage"));
        }

        if (problems.Count > 0)
        {
            return ProblemAnswers.BadRequest(problems);
        }

        var stage = (OutlierStage)(minStage ?? 0);
        var rows = await db.Judgements.AsNoTracking()
            .Where(row => row.SensorKey == sensor.Key && row.Minute >= range.From && row.Minute <= range.To
                && (stage == OutlierStage.Normal || row.FlowRateStage >= stage || row.PressureStage >= stage))
            .OrderBy(row => row.Minute).Take(MostRows).ToListAsync(cancellation);
        return Results.Ok(rows.Select(row => new JudgementAnswer(
            WireTime.Write(sensor.Clock.ToLocal(row.Minute)), row.FlowRatePercentile, (int?)row.FlowRateStage, row.PressurePercentile,
            (int?)row.PressureStage)));
    }
}

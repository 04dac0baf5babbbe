using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>
/// A forecast on the wire, as issued. Between p10 and p90 lie eight of ten values; both are null where the model gives no band.
/// </summary>
public sealed record ForecastAnswer(
    string Quantity, string BaseDay, int Step, string Time, double Value, double? P10, double? P90, bool LowConfidence, string ModelVersion,
    DateTimeOffset IssuedAt);

internal static class ForecastEndpoints
{
    public static void MapForecasts(this RouteGroupBuilder api)
    {
        api.MapGet("/sensors/{id}/forecasts", ListAsync).RequireRight(Right.Read)
            .WithSummary("Forecasts of a base day (default: the newest), as issued");
        api.MapPost("/sensors/{id}/forecasts", RunAsync).RequireRight(Right.RunJobs).WithSummary("Forecasts from a base day now");
    }

    private static async Task<IResult> ListAsync(
        string id, string? baseDay, string? quantity, IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        var wanted = default(Quantity);
        if (quantity is not null && !QuantityNames.TryParse(quantity, out wanted))
        {
            return ProblemAnswers.BadRequest(
                new Problem("value.unexpected", "quantity", quantity, Expected.OneOf("flow_rate", "pressure")).At("quantity"));
        }

        if (!TryReadDay(baseDay, out var asked))
        {
            return ProblemAnswers.BadRequest(
                new Problem("value.unexpected", "baseDay", baseDay, new Phrase("expected.day", "2024-07-09")).At("baseDay"));
        }

        var forecasts = db.Forecasts.AsNoTracking().Where(forecast => forecast.SensorKey == sensor.Key);
        var day = asked ?? await forecasts.MaxAsync(forecast => (DateOnly?)forecast.BaseDay, cancellation);
        var rows = await forecasts
            .Where(forecast => forecast.BaseDay == day && (quantity == null || forecast.Quantity == wanted))
            .OrderBy(forecast => forecast.Quantity).ThenBy(forecast => forecast.Step).ThenBy(forecast => forecast.Hour)
                .ToListAsync(cancellation);
        return Results.Ok(rows.Select(row => ToAnswer(sensor, row)));
    }

    private static async Task<IResult> RunAsync(
        string id, string? day, IDbContextFactory<StationDbContext> contexts, ForecastRunner runner, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        if (!TryReadDay(day, out var asked))
        {
            return ProblemAnswers.BadRequest(
                new Problem("value.unexpected", "day", day, new Phrase("expected.day", "2024-07-09")).At("day"));
        }

        var report = await runner.RunAsync(sensor, asked, cancellation);
        return report.Refusal is { } problem
            ? ProblemAnswers.Unprocessable(problem)
            : Results.Ok(report);
    }

    private static bool TryReadDay(string? text, out DateOnly? day)
    {
        day = WireTime.TryReadDay(text, out var read) ? read : null;
        return text is null || day is not null;
    }

    private static ForecastAnswer ToAnswer(Sensor sensor, StoredForecast row) => new(
        row.Quantity.ToWireName(), WireTime.WriteDay(row.BaseDay), row.Step, WireTime.Write(sensor.Clock.ToLocal(row.TargetMinute)),
        row.Value, row.P10, row.P90, row.LowConfidence, row.ModelVersion, row.IssuedAt);
}

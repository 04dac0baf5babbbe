using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Whatever.Web.Health;

public static class HealthRegistration
{
    public const string Live = "/healthz/live";
    public const string Ready = "/healthz/ready";
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static IServiceCollection AddStationHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<SchedulerCheck>("scheduler")
            .AddCheck<DiskCheck>("disk");
        services.AddHostedService<Watchdog>();
        return services;
    }

    /// <summary>For whoever watches over the process: nothing in the answers is a secret, and nobody signs in to ask.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods(Live, Methods, () => Results.Json(new HealthAnswer("live", null))).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods(Ready, Methods, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(HealthCheckService checks, HttpResponse response, CancellationToken cancellation)
    {
        var report = await checks.CheckHealthAsync(cancellation);
        var isReady = report.Status == HealthStatus.Healthy;
        response.Headers.CacheControl = "no-store";
        return Results.Json(
            new HealthAnswer(
                isReady ? "ready" : "not_ready",
                report.Entries.ToDictionary(
                    entry => entry.Key, entry => entry.Value.Status == HealthStatus.Healthy ? "ok" : "failed", StringComparer.Ordinal)),
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>The answer on the wire.</summary>
/// <param name="Status">live, ready or not_ready.</param>
/// <param name="Checks">ok or failed, by what was looked at.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string>? Checks);

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Health;

/// <summary>The database opens, can be written, and has the schema of this program.</summary>
internal sealed class DatabaseCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.IsGoodAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}

/// <summary>The scheduler has looked at its table within three minutes.</summary>
internal sealed class SchedulerCheck(SchedulerPulse pulse) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(pulse.IsAlive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}

/// <summary>There is room for some more hours of readings.</summary>
internal sealed class DiskCheck(StationFigures figures) : IHealthCheck
{
    /// <summary>Less holds neither the next backup nor the write-ahead log of a large import.</summary>
    public const long FewestBytes = 64 * 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(figures.DiskFree() is >= FewestBytes or null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}

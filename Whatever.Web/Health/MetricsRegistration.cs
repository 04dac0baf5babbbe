using OpenTelemetry;
using OpenTelemetry.Metrics;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Health;

public static class MetricsRegistration
{
    public const string Path = "/metrics";

    /// <summary>Where one of these names a collector, metrics go there as well, as these and the other standard variables say.</summary>
    private static readonly string[] CollectorVariables = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    /// <summary>Of jobs, which take from milliseconds to an hour.</summary>
    private static readonly double[] JobSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];

    public static IServiceCollection AddStationMetrics(this IServiceCollection services)
    {
        services.AddSingleton<StationGauges>();
        services.AddSingleton<MetricsPage>();
        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(StationMeters.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");
            metrics.AddView("whatever.job.duration", new ExplicitBucketHistogramConfiguration { Boundaries = JobSeconds });
            metrics.AddReader(services => services.GetRequiredService<MetricsPage>().Reader);
            if (CollectorVariables.Any(name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))))
            {
                metrics.AddOtlpExporter();
            }
        });
        services.AddHostedService<FigureLoop>();
        return services;
    }

    /// <summary>For Prometheus, and whoever reads its format.</summary>
    public static IEndpointConventionBuilder MapMetrics(this WebApplication app) =>
        app.MapGet(Path, async (MetricsPage page, CancellationToken cancellation) =>
            Results.Text(await page.ReadAsync(cancellation), PrometheusText.ContentType)).ExcludeFromDescription();
}

/// <summary>Gives what is measured at this moment, to one reader at a time.</summary>
public sealed class MetricsPage(StationFigures figures) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly TextExporter exporter = new();
    private BaseExportingMetricReader? reader;

    internal MetricReader Reader => reader ??= new BaseExportingMetricReader(exporter)
    {
        TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
    };

    public async Task<string> ReadAsync(CancellationToken cancellation = default)
    {
        await figures.RefreshAsync(cancellation);
        await turn.WaitAsync(cancellation);
        try
        {
            exporter.Text = "";
            exporter.Collect!(Timeout.Infinite);
            return exporter.Text;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The reader goes with those who were given it.</summary>
    public void Dispose() => turn.Dispose();

    [ExportModes(ExportModes.Pull)]
    private sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public Func<int, bool>? Collect { get; set; }

        public string Text { get; set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var metrics = new List<Metric>();
            foreach (var metric in batch)
            {
                metrics.Add(metric);
            }

            Text = PrometheusText.Write(metrics);
            return ExportResult.Success;
        }
    }
}

/// <summary>Measures once a minute what a collector is sent, and makes the instruments.</summary>
internal sealed class FigureLoop(StationFigures figures, StationGauges gauges, TimeProvider time, ILogger<FigureLoop> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Made with the host, so that they are there before anybody asks.
        GC.KeepAlive(gauges);
        using var timer = new PeriodicTimer(StationFigures.Apart, time);
        try
        {
            do
            {
                await RefreshAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The station is stopping.
        }
    }

    private async Task RefreshAsync(CancellationToken stopping)
    {
        try
        {
            await figures.RefreshAsync(stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning("What is measured of the station could not be read, tried again in a minute: {Reason}", exception.Message);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Demo;

/// <summary>
/// What a station shows that has no sensor yet: simulated water of the last days, judged and forecast with the same parts that serve a real
/// sensor.
/// </summary>
public sealed class DemoStation(
    IDbContextFactory<StationDbContext> contexts, StationEditor stations, ReadingStore readings, MonitoringPass monitoring,
    ForecastRunner forecasts,
    DeliveryControl deliveries, TimeProvider time, ILogger<DemoStation> logger)
{
    public const string SensorId = "sensor_01";
    private const int HistoryDays = 28;

    /// <summary>Past days that get a forecast too, so that the page can set forecasts against what came.</summary>
    private const int ForecastDays = 7;

    /// <summary>Finishes what an earlier start may have been killed in; does nothing where a person has set up a sensor.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Sensors.AnyAsync(cancellation))
        {
            await AddAsync(cancellation);
        }

        var sensor = await db.Sensors.AsNoTracking().FirstOrDefaultAsync(row => row.Source == ReadingSource.Simulator, cancellation);
        if (sensor is not null)
        {
            await FillAsync(db, sensor, cancellation);
        }
    }

    private async Task AddAsync(CancellationToken cancellation) => await stations.AddSensorAsync(
        new SensorDraft { Id = SensorId, Name = "Demo sensor", StationName = "Demo station" }, ReadingSource.Simulator, cancellation);

    private async Task FillAsync(StationDbContext db, Sensor sensor, CancellationToken cancellation)
    {
        var now = StationClock.MinuteOf(time.GetUtcNow());
        if (!await db.Readings.AnyAsync(reading => reading.SensorKey == sensor.Key, cancellation))
        {
            var firstDay = sensor.Clock.DayOf(time.GetUtcNow()).AddDays(-HistoryDays);
            var rows = DemoWater.Generate(sensor, sensor.Clock.StartOfDay(firstDay), now - LiveSources.DemoLeadMinutes);
            await readings.StoreAsync(sensor.Key, rows, cancellation: cancellation);
            logger.LogInformation("Demo station: {Days} days of simulated water", HistoryDays);

            // Only of what was made here: on a later start the sensors of others may have readings on their way that the server has yet to
            // take in.
            await monitoring.RunAsync(cancellation);
        }

        if (!await db.Forecasts.AnyAsync(forecast => forecast.SensorKey == sensor.Key, cancellation))
        {
            await ForecastAsync(sensor, cancellation);
        }
    }

    private async Task ForecastAsync(Sensor sensor, CancellationToken cancellation)
    {
        var yesterday = sensor.Clock.DayOf(time.GetUtcNow()).AddDays(-1);
        for (var back = ForecastDays - 1; back >= 0; back--)
        {
            await forecasts.RunAsync(sensor, yesterday.AddDays(-back), cancellation);
        }

        // A person who looks for the first time need not wait until 01:00 to see files arrive.
        await deliveries.ReleaseForecastsAsync([sensor.Id], cancellation);
    }
}

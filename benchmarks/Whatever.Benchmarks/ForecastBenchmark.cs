using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>The daily forecast of many sensors, day after day: what each sensor of a station without trained models gets.</summary>
internal static class ForecastBenchmark
{
    private static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static async Task RunAsync(int sensors, int days, int repeats, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("whatever-benchmark-");
        try
        {
            var water = new WaterSimulator(new SimulationOptions()).Generate(Start, (days + repeats) * MinutesPer.Day).ToArray();
            var clock = new Clock();
            await using var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
                .AddStation(new DataFolder(folder.FullName)).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
            await services.PrepareStationAsync(withDemo: false, cancellation);
            await AddSensorsAsync(services, sensors, cancellation);
            await StoreAsync(services, water, 0, days, cancellation);
            var daily = new Measure($"forecast of {sensors} sensors with {days} days");
            for (var round = 0; round < repeats; round++)
            {
                await StoreAsync(services, water, days + round, 1, cancellation);
                clock.Now = new DateTimeOffset(Start.AddDays(days + round + 1).AddMinutes(5), TimeSpan.Zero);
                await daily.TimeAsync(() => ForecastAsync(services, cancellation));
            }

            daily.Print();
            await using var db = await OpenAsync(services, cancellation);
            var (values, files) = (await db.Forecasts.CountAsync(cancellation), await db.Deliveries.CountAsync(cancellation));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"values stored: {values}, files queued: {files}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ForecastAsync(ServiceProvider services, CancellationToken cancellation)
    {
        await services.GetRequiredService<JobRunner>().RunAsync(JobNames.ForecastDays, RunTrigger.Person);
        await using var db = await OpenAsync(services, cancellation);
        var run = await db.JobRuns.OrderByDescending(row => row.Id).FirstAsync(cancellation);
        if (run.Outcome != RunOutcome.Succeeded)
        {
            throw new InvalidOperationException(run.Message?.ToString());
        }
    }

    private static async Task AddSensorsAsync(ServiceProvider services, int sensors, CancellationToken cancellation)
    {
        await using var db = await OpenAsync(services, cancellation);
        var station = new Station { Name = "Many" };
        station.Sensors.AddRange(Enumerable.Range(1, sensors)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"sensor_{number:0000}"))
            .Select(id => new Sensor { Id = id, Name = id, TimeZone = "UTC" }));
        db.Stations.Add(station);
        await db.SaveChangesAsync(cancellation);
        await ZoneOffsets.EnsureAsync(db, "UTC", cancellation);
    }

    /// <summary>The same day for all of them, each at a level of its own: no forecast of one is that of another.</summary>
    private static async Task StoreAsync(
        ServiceProvider services, SimulatedMinute[] water, int day, int days, CancellationToken cancellation)
    {
        await using var db = await OpenAsync(services, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (from, count) = (day * MinutesPer.Day, days * MinutesPer.Day);
        int[] minutes = [.. Enumerable.Range((int)(Start - DateTime.UnixEpoch).TotalMinutes + from, count)];
        var span = water.AsMemory(from, count);
        foreach (var key in await db.Sensors.Select(sensor => sensor.Key).ToListAsync(cancellation))
        {
            var level = 1 + (key / 1000.0);
            var columns = new ReadingColumns(
                minutes, [.. span.ToArray().Select(minute => level * minute.FlowRate)],
                [.. span.ToArray().Select(minute => level * minute.Pressure)]);
            ReadingWriter.Write(db, key, columns, History.EverythingIsTold, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static Task<StationDbContext> OpenAsync(ServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(Start, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Model.Simulation;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>
/// The whole import path (CSV to committed and validated rows with roll-ups) against <c>sqlite3 .import</c> of the same readings, in two
/// forms: the same file into a table of its three columns, and a file of ready-made keys into the very table that the station uses. All
/// commit with synchronous=FULL into a fresh write-ahead-log database.
/// </summary>
internal static class StorageBenchmark
{
    private const int ReadsPerRound = 50;

    public static async Task<int> RunAsync(int rows, int repeats, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("whatever-benchmark-");
        try
        {
            var (csv, keyed) = WriteFiles(folder.FullName, rows);
            Console.WriteLine(
                $"{rows} rows, {new FileInfo(csv).Length / 1e6:0.0} MB of CSV, {repeats} rounds, {Environment.ProcessorCount} cores");
            await ImportAsync(folder.FullName, csv, keyed, rows, repeats, cancellation);
            await ReadAsync(folder.FullName, csv, rows, repeats, cancellation);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string Csv, string Keyed) WriteFiles(string folder, int rows)
    {
        var start = new DateTime(2024, 1, 1);
        var minutes = new WaterSimulator(new SimulationOptions()).Generate(start, rows).ToList();
        var csv = Path.Combine(folder, "year.csv");
        File.WriteAllText(csv, SampleCsv.Write(minutes));
        var text = new StringBuilder("sensor_key,minute,flow_rate,pressure\n");
        foreach (var minute in minutes)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"1,{StationClock.For("UTC").ToMinute(minute.Time)},{minute.FlowRate:R},{minute.Pressure:R}\n");
        }

        var keyed = Path.Combine(folder, "keyed.csv");
        File.WriteAllText(keyed, text.ToString());
        return (csv, keyed);
    }

    private static async Task ImportAsync(string folder, string csv, string keyed, int rows, int repeats, CancellationToken cancellation)
    {
        var (ours, same, own) = (
            new Measure("Whatever import"), new Measure("sqlite3 .import, three columns as text and REAL"),
            new Measure("sqlite3 .import, the station's table, keys given"));
        for (var round = 0; round <= repeats; round++)
        {
            // The first round warms caches and the JIT and does not count.
            var counted = round > 0;
            await ImportOnceAsync(Discard(counted, ours), Path.Combine(folder, $"ours-{round}"), csv, rows, cancellation);
            await Discard(counted, same).TimeAsync(() => SqliteImportAsync(
                Path.Combine(folder, $"same-{round}.db"),
                "CREATE TABLE readings (time TEXT NOT NULL PRIMARY KEY, flow_rate REAL, pressure REAL) WITHOUT ROWID;", csv, rows));
            await Discard(counted, own).TimeAsync(() => SqliteImportAsync(
                Path.Combine(folder, $"own-{round}.db"),
                "CREATE TABLE readings (sensor_key INTEGER NOT NULL, minute INTEGER NOT NULL, flow_rate REAL, pressure REAL, PRIMARY KEY "
                    + "(sensor_key, minute)) WITHOUT ROWID;",
                keyed, rows));
        }

        ours.Print(rows);
        same.Print(rows);
        own.Print(rows);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ratio to .import: {same.Median / ours.Median:0.00} (same file), {own.Median / ours.Median:0.00} (keys given)"));
    }

    private static Measure Discard(bool counted, Measure measure) => counted ? measure : new Measure("warm-up");

    private static async Task ImportOnceAsync(Measure measure, string folder, string csv, int rows, CancellationToken cancellation)
    {
        await using var services = await StartAsync(folder, cancellation);
        var (importer, sensor) = (services.GetRequiredService<ReadingImporter>(), await SensorAsync(services, cancellation));
        var inserted = 0;
        await measure.TimeAsync(
            async () =>
                inserted = (await importer.ImportAsync(sensor, csv, "year.csv", new PlanChoices(), cancellation: cancellation)).Inserted);
        Expect(rows, inserted);
    }

    private static async Task ReadAsync(string folder, string csv, int rows, int repeats, CancellationToken cancellation)
    {
        await using var services = await StartAsync(Path.Combine(folder, "read"), cancellation);
        var sensor = await SensorAsync(services, cancellation);
        var report = await services.GetRequiredService<ReadingImporter>()
            .ImportAsync(sensor, csv, "year.csv", new PlanChoices(), cancellation: cancellation);
        Expect(rows, report.Inserted);
        var series = services.GetRequiredService<SeriesQueries>();
        var last = sensor.Clock.ToMinute(new DateTime(2024, 1, 1)) + rows - 1;
        var (day, year) = (new Measure("24 h of a sensor, minute by minute"), new Measure("a year from the roll-ups"));
        var (dayPoints, yearPoints) = (0, 0);
        for (var round = 0; round < repeats * ReadsPerRound; round++)
        {
            await day.TimeAsync(async () => dayPoints = (await series.ReadAsync(sensor.Key, last - 1439, last, cancellation)).Points.Count);
            await year.TimeAsync(
                async () => yearPoints = (await series.ReadAsync(sensor.Key, last - rows + 1, last, cancellation)).Points.Count);
        }

        day.Print();
        year.Print();
        Console.WriteLine($"points: {dayPoints} and {yearPoints}");
    }

    private static async Task<ServiceProvider> StartAsync(string folder, CancellationToken cancellation)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddStation(new DataFolder(folder));
        collection.AddSingleton<SeriesQueries>();
        var services = collection.BuildServiceProvider();
        await services.PrepareStationAsync(withDemo: false, cancellation);
        await services.GetRequiredService<StationEditor>().AddSensorAsync(new SensorDraft { Id = "sensor_01" }, cancellation: cancellation);
        return services;
    }

    private static async Task<Sensor> SensorAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        return await db.Sensors.AsNoTracking().SingleAsync(cancellation);
    }

    private static async Task SqliteImportAsync(string database, string schema, string csv, int rows)
    {
        var start = new ProcessStartInfo("sqlite3", [database]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("sqlite3 did not start.");
        await process.StandardInput.WriteAsync(
            $"PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\nPRAGMA cache_size=-32768;\n{schema}\n.mode csv\n.import --skip 1 {csv} "
                + "readings\nSELECT count(*) FROM readings;\n");
        process.StandardInput.Close();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Expect(rows, int.Parse(lines[^1], CultureInfo.InvariantCulture));
    }

    private static void Expect(int rows, int found)
    {
        if (rows != found)
        {
            throw new InvalidOperationException($"{found} rows arrived, expected {rows}.");
        }
    }
}

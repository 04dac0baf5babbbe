using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Tests.Support;

/// <summary>What tests do with a station again and again.</summary>
public static class StationActions
{
    public static Task<ImportReport> ImportAsync(
        this TestStation station, Sensor sensor, string csv, PlanChoices? choices = null, string name = "readings.csv") =>
        station.ImportAsync(sensor, Encoding.UTF8.GetBytes(csv), choices, name);

    public static async Task<ImportReport> ImportAsync(
        this TestStation station, Sensor sensor, byte[] csv, PlanChoices? choices = null, string name = "readings.csv")
    {
        var path = Path.Combine(station.Folder.Root, "given.csv");
        await File.WriteAllBytesAsync(path, csv, TestStation.Cancellation);
        return await station.Get<ReadingImporter>()
            .ImportAsync(sensor, path, name, choices ?? new PlanChoices(), cancellation: TestStation.Cancellation);
    }

    /// <summary>What is stored, as lines <c>2024-07-09 0:00 224 45</c> with - for a missing value.</summary>
    public static async Task<string[]> StoredAsync(this TestStation station, Sensor sensor) =>
        [.. (await station.ReadingsAsync(sensor)).Select(row => $"{sensor.Local(row.Minute)} {Show(row.FlowRate)} {Show(row.Pressure)}")];

    public static async Task<List<Reading>> ReadingsAsync(this TestStation station, Sensor sensor)
    {
        await using var db = await station.OpenAsync();
        return await db.Readings.AsNoTracking().Where(row => row.SensorKey == sensor.Key).OrderBy(row => row.Minute)
            .ToListAsync(TestStation.Cancellation);
    }

    /// <summary>As if they were of now: of none of them it is said that it is history.</summary>
    public static Task<WriteCounts> StoreAsync(this TestStation station, Sensor sensor, ReadingColumns rows) =>
        station.Get<ReadingStore>().StoreAsync(
            sensor.Key, rows, toldFromMinute: History.EverythingIsTold, cancellation: TestStation.Cancellation);

    public static Task<WriteCounts> StoreAsync(
        this TestStation station, Sensor sensor, int from, IReadOnlyList<double> flowRate, IReadOnlyList<double>? pressure = null) =>
        station.StoreAsync(sensor, Columns(from, flowRate, pressure));

    /// <summary>A row a minute from <paramref name="from"/> on.</summary>
    public static ReadingColumns Columns(int from, IReadOnlyList<double> flowRate, IReadOnlyList<double>? pressure = null) => new(
        [.. Enumerable.Range(from, flowRate.Count)],
        [.. flowRate],
        pressure is null ? [.. flowRate.Select(_ => double.NaN)] : [.. pressure]);

    /// <summary>Believable water from the first minute of a local day on.</summary>
    public static Task<WriteCounts> FillAsync(this TestStation station, Sensor sensor, DateOnly firstDay, int days, int seed = 1)
    {
        var minutes = new WaterSimulator(new SimulationOptions { Seed = seed })
            .Generate(firstDay.ToDateTime(TimeOnly.MinValue), days * 1440).ToList();
        return station.StoreAsync(
            sensor, sensor.Clock.StartOfDay(firstDay), [.. minutes.Select(minute => minute.FlowRate)],
            [.. minutes.Select(minute => minute.Pressure)]);
    }

    /// <summary>The minute of a local time such as <c>2024-07-09 0:00</c>.</summary>
    public static int At(this Sensor sensor, string local) =>
        sensor.Clock.ToMinute(DateTime.ParseExact(local, WireTime.Format, CultureInfo.InvariantCulture));

    public static string Local(this Sensor sensor, int minute) => WireTime.Write(sensor.Clock.ToLocal(minute));

    public static async Task<T> QueryAsync<T>(this TestStation station, Func<StationDbContext, Task<T>> query)
    {
        await using var db = await station.OpenAsync();
        return await query(db);
    }

    public static async Task ExecuteAsync(this TestStation station, string sql)
    {
        await using var db = await station.OpenAsync();
        await db.Database.ExecuteSqlRawAsync(sql, TestStation.Cancellation);
    }

    private static string Show(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "-";
}

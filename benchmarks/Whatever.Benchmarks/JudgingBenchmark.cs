using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>How long a year of minutes takes to judge by all kinds, and the minute job of many sensors.</summary>
internal static class JudgingBenchmark
{
    private const int Year = 365 * MinutesPer.Day;
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static async Task RunAsync(int sensors, int repeats, CancellationToken cancellation)
    {
        var minutes = new WaterSimulator(new SimulationOptions()).Generate(Start, Year).ToArray();
        var (flow, pressure) = (Array.ConvertAll(minutes, minute => minute.FlowRate), Array.ConvertAll(minutes, minute => minute.Pressure));
        var start = (int)(Start - DateTime.UnixEpoch).TotalMinutes;
        var cells = new HourCells(StationClock.For(Sensor.DefaultTimeZone).ToLocal, KoreanHolidays.Official);
        SensorProfile profile = SensorProfile.Empty;
        var (fit, judge, trial) = (
            new Measure("fit criteria and behaviour to a quarter"), new Measure("judge a year by all kinds, both quantities"),
            new Measure("try thresholds on 90 days, both quantities"));
        for (var round = 0; round < repeats; round++)
        {
            fit.Time(
                () =>
                    profile = SensorProfile.Fit(
                        start, 1, flow[..(91 * MinutesPer.Day)], pressure[..(91 * MinutesPer.Day)], CriteriaContext.HourOfWeek,
                        CriteriaContext.HourOfWeek, cells));
            judge.Time(() => JudgeYear(profile, start, flow, pressure, cells));
            trial.Time(() => TryThresholds(profile, start, flow, pressure, cells));
        }

        fit.Print();
        judge.Print();
        trial.Print();
        await TickAsync(sensors, repeats, profile, minutes, cancellation);
    }

    private static void JudgeYear(SensorProfile profile, int start, double[] flow, double[] pressure, HourCells cells)
    {
        var outliers = 0;
        for (var i = 0; i < flow.Length; i++)
        {
            outliers += JudgeValue(profile.FlowRate!, Tail.Upper, start + i, flow[i], cells) + JudgeValue(
                profile.Pressure!, Tail.Both, start + i, pressure[i], cells);
        }

        // A band of a forecast for every hour, so that this kind has its work too.
        var input = new MonitorInput(
            start, flow, pressure, cells,
            (quantity, minute) => Band(quantity == Quantity.FlowRate ? flow : pressure, (minute - start) / 60 * 60));
        var result = new SensorMonitor(profile, new MonitorSettings()).Run(new MonitorState(), input, start + flow.Length - 1);
        if (outliers == 0 || result.Findings.Count == 0)
        {
            throw new InvalidOperationException("A year without an outlier minute was not judged.");
        }
    }

    private static ForecastBand Band(double[] values, int index) => new(values[index], values[index] * 0.9, values[index] * 1.1);

    private static int JudgeValue(QuantityProfile profile, Tail tail, int minute, double value, HourCells cells) =>
        ValueJudge.Judge(value, profile.Criteria.At(cells, minute), tail, OutlierThresholds.Default).Stage == OutlierStage.Normal ? 0 : 1;

    private static void TryThresholds(SensorProfile profile, int start, double[] flow, double[] pressure, HourCells cells)
    {
        foreach (var quantity in QuantityNames.All)
        {
            var values = (quantity == Quantity.FlowRate ? flow : pressure)[..(90 * MinutesPer.Day)];
            var result = new ValueTrial(start, 1, values, profile.Of(quantity)!.Criteria, cells).Run(OutlierSettings.Default(quantity), []);
            if (result.Judged != values.Length)
            {
                throw new InvalidOperationException("Not all values were judged.");
            }
        }
    }

    private static async Task TickAsync(
        int sensors, int ticks, SensorProfile profile, SimulatedMinute[] minutes, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("whatever-benchmark-");
        try
        {
            var clock = new SettableTime(new DateTimeOffset(Start.AddDays(1), TimeSpan.Zero));
            var counter = new StatementCounter();
            await using var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
                .AddStation(new DataFolder(folder.FullName)).AddSingleton<TimeProvider>(clock)
                .ConfigureDbContext<StationDbContext>(options => options.AddInterceptors(counter)).BuildServiceProvider();
            await services.PrepareStationAsync(withDemo: false, cancellation);
            await AddSensorsAsync(services, sensors, profile, cancellation);
            var now = StationClock.MinuteOf(clock.GetUtcNow());
            await StoreAsync(services, now - MinutesPer.Day, MinutesPer.Day, minutes, cancellation);
            await RunJobAsync(services, cancellation);

            // The first time a sensor is watched its history is, in portions: the minute job of a running station has that behind it.
            while (await AreWaitingAsync(services, cancellation))
            {
                await RunJobAsync(services, cancellation);
            }

            var statements = 0L;
            var tick = new Measure($"minute job of {sensors} sensors");
            for (var i = 0; i < ticks; i++)
            {
                await StoreAsync(services, now, 1, minutes, cancellation);
                clock.Now = StationClock.InstantOf(++now);
                var before = counter.Total;
                await tick.TimeAsync(() => RunJobAsync(services, cancellation));
                statements = counter.Total - before;
            }

            tick.Print();
            Console.WriteLine($"SQL statements of the last one: {statements}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> AreWaitingAsync(ServiceProvider services, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        return await db.StaleSpans.AnyAsync(cancellation);
    }

    private static Task<PassReport> RunJobAsync(ServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<MonitoringPass>().RunAsync(cancellation);

    private static async Task AddSensorsAsync(ServiceProvider services, int sensors, SensorProfile profile, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        var station = new Station { Name = "Many" };
        for (var i = 1; i <= sensors; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"sensor_{i:0000}");
            station.Sensors.Add(new Sensor { Id = id, Name = id });
        }

        db.Stations.Add(station);
        await db.SaveChangesAsync(cancellation);
        foreach (var sensor in station.Sensors)
        {
            foreach (var quantity in QuantityNames.All)
            {
                db.Criteria.Add(new CriteriaVersion
                {
                    SensorKey = sensor.Key,
                    Quantity = quantity,
                    Version = 1,
                    Count = 91 * MinutesPer.Day,
                    Context = CriteriaContext.HourOfWeek,
                    Profile = StoredJson.Write(profile.Of(quantity)),
                    Relation = quantity == Quantity.Pressure && profile.Relation is { } relation ? StoredJson.Write(relation) : null,
                });
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The same water for all of them.</summary>
    private static async Task StoreAsync(
        ServiceProvider services, int from, int count, SimulatedMinute[] water, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var first = from - (int)(Start - DateTime.UnixEpoch).TotalMinutes;
        var part = Enumerable.Range(first, count).Select(index => water[Math.Max(0, index)]).ToArray();
        var columns = new ReadingColumns(
            [.. Enumerable.Range(from, count)], Array.ConvertAll(part, minute => minute.FlowRate),
            Array.ConvertAll(part, minute => minute.Pressure));
        foreach (var key in await db.Sensors.Select(sensor => sensor.Key).ToListAsync(cancellation))
        {
            ReadingWriter.Write(db, key, columns, History.EverythingIsTold, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private sealed class SettableTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>A station whose simulated sensors are watched round by round, as the minute job does it.</summary>
public abstract class MonitoredStation : IAsyncLifetime
{
    protected const int HistoryDays = 20;
    protected const int MinutesPerDay = 1440;

    /// <summary>m³/h above what flows otherwise; the pressure knows nothing of it.</summary>
    protected const double High = 120;
    private const double Low = 90;

    private readonly Dictionary<int, SimulatedEvent[]> happening = [];

    protected TestStation Station { get; set; } = null!;

    /// <summary>Minutes since 1970-01-01T00:00Z.</summary>
    protected int Now { get; set; }

    /// <summary>From which minute on the flow is higher.</summary>
    protected int? LowFrom { get; set; }

    public async ValueTask InitializeAsync()
    {
        Station = await TestStation.StartAsync();
        Now = StationClock.MinuteOf(Station.Time.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Station.DisposeAsync();
    }

    protected async Task<Sensor> AddAsync(string id, params SimulatedEvent[] events)
    {
        var sensor = await Station.AddSensorAsync(new() { Id = id });
        happening[sensor.Key] = events;
        await StoreAsync(sensor, Now - (HistoryDays * MinutesPerDay), Now - 1);
        await Station.DetectNewAsync(sensor);
        await RoundAsync();
        await using var db = await Station.OpenAsync();
        if (events.Length == 0 || events[0].Start >= LocalAt(0))
        {
            await db.Alarms.ExecuteDeleteAsync(TestStation.Cancellation);
        }

        return sensor;
    }

    /// <summary>Minutes go by; with a sensor its readings come.</summary>
    protected async Task TickAsync(Sensor? sensor, int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            if (sensor is not null)
            {
                await StoreAsync(sensor, Now, Now);
            }

            Now++;
            Station.Time.SetUtcNow(StationClock.InstantOf(Now));
            await RoundAsync();
        }
    }

    protected Task<PassReport> RoundAsync() => Station.Get<MonitoringPass>().RunAsync(TestStation.Cancellation);

    protected async Task<Alarm> SingleAsync()
    {
        await using var db = await Station.OpenAsync();
        return Assert.Single(await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation));
    }

    protected DateTime LocalAt(int minutesFromNow) => StationClock.For(Sensor.DefaultTimeZone).ToLocal(Now + minutesFromNow);

    protected Task<WriteCounts> StoreAsync(Sensor sensor, int from, int to, double offset = 0)
    {
        var simulator = new WaterSimulator(new SimulationOptions { Seed = sensor.Key, Events = happening[sensor.Key] });
        var minutes = simulator.Generate(sensor.Clock.ToLocal(from), to - from + 1).ToArray();
        var columns = new ReadingColumns(
            [.. Enumerable.Range(from, minutes.Length)],
            Array.ConvertAll(minutes, minute => minute.FlowRate + offset),
            [.. minutes.Select((minute, index) => minute.Pressure - (from + index >= LowFrom ? Low : 0))]);
        return Station.Get<ReadingStore>().StoreAsync(sensor.Key, columns, cancellation: TestStation.Cancellation);
    }
}

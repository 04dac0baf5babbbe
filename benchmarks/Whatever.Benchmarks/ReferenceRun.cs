using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Model.Alarms;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web;
using Whatever.Web.Alarms;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Scheduling;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>
/// Lives some days of a station on simulated water with everything that happens to one: each kind of event, late, repeated and corrected
/// rows, an outage of all, people who judge alarms and change thresholds, criteria rebuilt, forecasts. What it leaves is written out as
/// text, so that two versions of the program can be compared byte for byte: a change of structure leaves it as it is.
/// </summary>
internal sealed class ReferenceRun : IAsyncDisposable
{
    private const int Sensors = 9;
    private const int HistoryDays = 100;
    private static readonly DateOnly FirstDay = new(2024, 1, 4);
    private static readonly string[] Zones = ["Asia/Seoul", "Asia/Seoul", "Europe/Rome"];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("whatever-reference-");
    private readonly SettableTime clock;
    private readonly ServiceProvider services;
    private readonly int days;
    private readonly CancellationToken cancellation;
    private readonly List<(Sensor Sensor, ReferenceWater Water)> sensors = [];

    private ReferenceRun(int days, CancellationToken cancellation)
    {
        (this.days, this.cancellation) = (days, cancellation);
        clock = new SettableTime(StationClock.For(Zones[0]).ToMinute(LiveDay.ToDateTime(TimeOnly.MinValue)));
        services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddStation(new DataFolder(folder.FullName)).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
    }

    private static DateOnly LiveDay => FirstDay.AddDays(HistoryDays);

    /// <param name="seed">Another seed, another water.</param>
    /// <param name="policy">How often alerts are sent.</param>
    /// <param name="days">Days that are lived minute by minute.</param>
    /// <param name="target">Folder that the text is written to.</param>
    /// <param name="cancellation">Looked at between steps.</param>
    public static async Task RunAsync(int seed, AlertPolicy policy, int days, string target, CancellationToken cancellation)
    {
        await using var run = new ReferenceRun(days, cancellation);
        await run.PrepareAsync(seed, policy);
        await run.LiveAsync();
        await ReferenceDump.WriteAsync(run.services, run.folder.FullName, target, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    private Task<StationDbContext> OpenAsync() => Get<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);

    private async Task PrepareAsync(int seed, AlertPolicy policy)
    {
        await services.PrepareStationAsync(withDemo: false, cancellation);
        await Get<TargetEditor>().SaveAsync(new TargetDraft { AlertPolicy = policy }, cancellation);
        for (var number = 0; number < Sensors; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"sensor_{number:00}");
            var problems = await Get<StationEditor>().AddSensorAsync(
                new SensorDraft
                {
                    Id = id,
                    Name = id,
                    StationName = $"Station {number % 2}",
                    TimeZone = Zones[number % Zones.Length],
                    SamplingIntervalMinutes = number == 7 ? 5 : 1,
                },
                cancellation: cancellation);
            if (problems.Count > 0)
            {
                throw new InvalidOperationException(problems[0].ToString());
            }
        }

        await using var db = await OpenAsync();
        foreach (var sensor in await db.Sensors.AsNoTracking().OrderBy(sensor => sensor.Key).ToListAsync(cancellation))
        {
            var water = new ReferenceWater(sensor, sensors.Count, seed, FirstDay, LiveDay, days);
            sensors.Add((sensor, water));
            await StoreAsync(sensor, water.History());
        }

        await RunJobAsync(JobNames.DetectOutliers);
    }

    private async Task LiveAsync()
    {
        for (var day = 0; day < days; day++)
        {
            for (var minute = 0; minute < MinutesPer.Day;)
            {
                // Mostly every ten minutes, some hours minute by minute.
                var step = minute / 60 is 3 or 14 ? 1 : 10;
                await StepAsync((day * MinutesPer.Day) + minute, step);
                minute += step;
                if (minute % 60 == 0)
                {
                    await PeopleAsync(day, minute / 60);
                }
            }
        }
    }

    private async Task StepAsync(int from, int step)
    {
        foreach (var (sensor, water) in sensors)
        {
            foreach (var rows in water.Arrivals(water.LiveFrom + from, water.LiveFrom + from + step))
            {
                await StoreAsync(sensor, rows);
            }
        }

        clock.Minute += step;
        await RunJobAsync(JobNames.DetectOutliers);
        if (from % MinutesPer.Day == 10)
        {
            await RunJobAsync(JobNames.ForecastDays);
        }
    }

    /// <summary>What the people of the station do, by day and hour.</summary>
    private async Task PeopleAsync(int day, int hour)
    {
        await Get<AlarmEditor>().EndShelvesAsync(cancellation);
        switch (hour)
        {
            case 8:
                await OnAlarmsAsync(
                    alarm => alarm.State == AlarmState.Raised, take: 2,
                    id => Get<AlarmEditor>().AcknowledgeAsync(id, "Kim", "seen", cancellation));
                break;
            case 9 when day % 2 == 0:
                await OnAlarmsAsync(
                    alarm => alarm.State != AlarmState.Shelved && alarm.Ended == AlarmEnd.None, take: 1,
                    id => Get<AlarmEditor>().ShelveAsync(id, "Lee", TimeSpan.FromHours(5), null, cancellation));
                break;
            case 11:
                var verdict = (AlarmVerdict)(day % 3);
                await OnAlarmsAsync(
                    alarm => alarm.Verdict == null, take: 2,
                    id => Get<AlarmEditor>().JudgeAsync(id, "Park", verdict, "looked", cancellation));
                break;
            case 16 when day == 2:
                await ChangeThresholdsAsync(0, Quantity.FlowRate, 3);
                await ChangeThresholdsAsync(4, Quantity.Pressure, -2);
                break;
            case 17 when day == 3:
                await RunJobAsync(JobNames.RebuildCriteria);
                break;
        }
    }

    private async Task OnAlarmsAsync(
        System.Linq.Expressions.Expression<Func<Alarm, bool>> which, int take, Func<long, Task<Problem?>> act)
    {
        await using var db = await OpenAsync();
        foreach (
            var id in await db.Alarms.Where(which).OrderBy(alarm => alarm.Id).Take(take).Select(alarm => alarm.Id)
                .ToListAsync(cancellation))
        {
            await act(id);
        }
    }

    private async Task ChangeThresholdsAsync(int number, Quantity quantity, double by)
    {
        var editor = Get<ThresholdEditor>();
        var current = await editor.CurrentAsync(sensors[number].Sensor.Key, quantity, cancellation);
        var draft = ThresholdEditor.DraftOf(current);
        var changed = draft.With(settings => settings with
        {
            Interest = settings.Interest + (by / 4),
            Serious = settings.Serious + (by / 8),
            AlarmAt = settings.AlarmAt - 1,
            OnDelayMinutes = 7,
        });
        var problems = await editor.SaveAsync(changed with { Reason = "reference", Who = "Choi" }, cancellation);
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(problems[0].ToString());
        }
    }

    private Task StoreAsync(Sensor sensor, ReadingColumns rows) =>
        rows.Count == 0 ? Task.CompletedTask : Get<ReadingStore>().StoreAsync(sensor.Key, rows, cancellation: cancellation);

    private async Task RunJobAsync(string job)
    {
        await Get<JobRunner>().RunAsync(job, RunTrigger.Person);
        cancellation.ThrowIfCancellationRequested();
    }

    private sealed class SettableTime(int minute) : TimeProvider
    {
        public int Minute { get; set; } = minute;

        public override DateTimeOffset GetUtcNow() => StationClock.InstantOf(Minute);
    }
}

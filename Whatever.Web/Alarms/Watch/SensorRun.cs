using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms.Watch;

/// <summary>What watching one sensor came to; nothing of it is stored yet.</summary>
/// <param name="FromMinute">The first minute that was watched.</param>
/// <param name="Before">Of a span watched again: the state before the readings that came late.</param>
/// <param name="IsAgain">Whether minutes were watched before: then all of the span is said anew.</param>
public sealed record SensorRun(WatchedSensor Sensor, MonitorState State, bool IsLive, int FromMinute, bool IsAgain, List<AlarmChange> Changes, IReadOnlyList<MinuteFinding> Findings, WatchRequest? Request, MonitorState? Before = null)
{
    public int ThroughMinute => State.ThroughMinute ?? FromMinute;

    /// <summary>The events that go on after it, and when each began.</summary>
    public Dictionary<AlarmChannel, int> Open => AlarmChannel.All.Where(State.IsOpen).ToDictionary(channel => channel, channel => State.Timers[channel.Name].SinceMinute ?? ThroughMinute);
}

/// <summary>Watches one sensor from where it was left, or from before the readings that came late.</summary>
public sealed class SensorRunner(StationDbContext db, ForecastReader forecasts, ILookup<int, DisprovedEvent> disproved, int now)
{
    private const int MinutesPerHour = 60;
    private const int MinutesPerDay = 1440;

    /// <summary>The first time a sensor is watched, at most so much of its history is.</summary>
    private const int HistoryMinutes = 90 * MinutesPerDay;

    /// <summary>Without a snapshot, so much is gone through first to know the nights.</summary>
    private const int WarmUpMinutes = 35 * MinutesPerDay;

    /// <summary>A reading that is not there yet may be on its way for so long.</summary>
    private const int GraceMinutes = 2;

    /// <summary>Readings this young come from a meter, not from an archive or from a queue that is being caught up with.</summary>
    private const int LiveMinutes = 30;
    private const int LiveIntervals = 3;

    /// <summary>Minutes of long runs in one round: the round is one transaction, and others want to write, too. What is left keeps its request.</summary>
    private const int MinutesPerRound = 300_000;

    private int minutesLeft = MinutesPerRound;

    /// <summary>Minutes judged at once: what is read of a year must not be held at once.</summary>
    private const int LongestStep = 45 * MinutesPerDay;

    /// <returns>Null where there is nothing to do.</returns>
    public SensorRun? Run(WatchedSensor watched, WatchRequest? request)
    {
        var position = WatchList.PositionOf(db, watched);
        if (request is null && position is not { IsLive: true })
        {
            return null;
        }

        var newest = Newest(watched.Sensor.Key) ?? 0;
        var isLive = position is { IsLive: true } || now - newest <= Math.Max(LiveMinutes, LiveIntervals * watched.Interval);
        var to = isLive ? Math.Max(Math.Min(newest, now), now - Math.Max(GraceMinutes, watched.Interval)) : newest;
        var through = position?.State.ThroughMinute;
        if (request is not null && (through is null || AlignDown(request.FromMinute, watched.Interval) <= through))
        {
            return minutesLeft <= 0 ? null : Again(watched, request, through, isLive, to, newest);
        }

        if (through is null)
        {
            return null;
        }

        var from = through.Value + watched.Interval;
        return to < from && request is null ? null : Collect(watched, position!.State, from, to, isLive, isAgain: false, request, newest);
    }

    /// <summary>From a state before the minute from which on readings changed.</summary>
    private SensorRun? Again(WatchedSensor watched, WatchRequest request, int? through, bool isLive, int to, int newest)
    {
        var key = watched.Sensor.Key;
        var first = db.Readings.Where(reading => reading.SensorKey == key).Min(reading => (int?)reading.Minute);
        if (first is null)
        {
            return null;
        }

        // Readings of before the span that is watched at all change nothing that is told.
        var from = AlignDown(Math.Max(request.FromMinute, Math.Max(first.Value, to - HistoryMinutes)), watched.Interval);
        var snapshot = through is null ? null : db.WatchSnapshots.AsNoTracking().Where(row => row.SensorKey == key && row.Minute < from).OrderByDescending(row => row.Minute).FirstOrDefault();
        var state = snapshot is not null ? StoredJson.Read<MonitorState>(snapshot.State)
            : StoredEvents.Resume(db, key, WarmUp(watched, Math.Max(first.Value, from - WarmUpMinutes), from - 1), from, watched.Sensor.Clock);
        var begin = state.ThroughMinute is { } known ? known + watched.Interval : from;
        minutesLeft -= (to - begin) / watched.Interval;

        // Up to the late readings all is as it was: from there the next late ones are watched, not from hours ago.
        var before = begin < from ? Collect(watched, state, begin, from - 1, isLive: false, isAgain: false, null, newest).State : state;
        var run = Collect(watched, before, Math.Max(begin, from), Math.Max(to, through ?? to), isLive, through is not null, request, newest);
        return run with { Before = before };
    }

    /// <summary>Nobody is told what a warm-up finds.</summary>
    private MonitorState WarmUp(WatchedSensor watched, int from, int to)
    {
        var start = AlignUp(from, watched.Interval);
        return to < start ? new MonitorState() : Collect(watched, new MonitorState(), start, to, isLive: false, isAgain: false, null, to).State;
    }

    private SensorRun Collect(WatchedSensor watched, MonitorState state, int from, int to, bool isLive, bool isAgain, WatchRequest? request, int newest)
    {
        var (changes, findings) = (new List<AlarmChange>(), new List<MinuteFinding>());
        var first = state.ThroughMinute is null ? AlignUp(from, watched.Interval) : from;
        for (var start = first; start <= to; start += LongestStep / watched.Interval * watched.Interval)
        {
            var end = Math.Min(to, start + (LongestStep / watched.Interval * watched.Interval) - 1);
            var result = watched.Monitor.Run(state, Read(watched, start, end, newest), end);
            state = result.State;
            changes.AddRange(result.Changes);
            findings.AddRange(result.Findings);
        }

        return new SensorRun(watched, state, isLive, first, isAgain, changes, findings, request);
    }

    private MonitorInput Read(WatchedSensor watched, int from, int to, int newest)
    {
        var readings = DenseReadings.Read(db, watched.Sensor.Key, from - (MonitorInput.LookBack * watched.Interval), to, watched.Interval);
        var bands = forecasts.Read(watched.Sensor.Key, from, to);
        return new MonitorInput(
            readings.StartMinute, readings.FlowRate, readings.Pressure, watched.Cells,
            bands.Count == 0 ? null : (quantity, minute) => bands.GetValueOrDefault((quantity, watched.Sensor.Clock.StartOfHour(minute)), ForecastBand.None),
            newest - now) { Disproved = [.. disproved[watched.Sensor.Key]] };
    }

    private int? Newest(int sensorKey) => db.Readings.Where(reading => reading.SensorKey == sensorKey).Max(reading => (int?)reading.Minute);

    private static int AlignDown(int minute, int interval) => (int)Math.Floor(minute / (double)interval) * interval;

    private static int AlignUp(int minute, int interval) => (int)Math.Ceiling(minute / (double)interval) * interval;
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>What one sensor's minutes came to, by the kinds that look at more than one of them; nothing of it is stored yet.</summary>
/// <param name="State">At the end.</param>
/// <param name="IsLive">See <see cref="SensorState.IsLive"/>.</param>
/// <param name="FromMinute">The first minute that was judged.</param>
/// <param name="IsAgain">Whether minutes were judged before: then all of the span is said anew.</param>
/// <param name="Changes">Of alarms, in ascending order of minutes.</param>
/// <param name="Findings">Minutes that were not normal.</param>
/// <param name="Before">Of a span that is judged again: the state before the readings that came late.</param>
/// <param name="Rest">What is left of a long history for the passes to come; null where all is judged.</param>
/// <param name="TakenBackFrom">How far the sensor had been judged while the clock was ahead; null where it was not.</param>
internal sealed record EventOutcome(
    MonitorState State, bool IsLive, int FromMinute, bool IsAgain, IReadOnlyList<AlarmChange> Changes,
    IReadOnlyList<MinuteFinding> Findings, MonitorState? Before = null, MinuteSpan? Rest = null,
    int? TakenBackFrom = null)
{
    public int ThroughMinute => State.ThroughMinute ?? FromMinute;

    /// <summary>The events that go on after it, and when each began.</summary>
    public Dictionary<AlarmChannel, int> Open =>
        AlarmChannel.All.Where(State.IsOpen)
            .ToDictionary(channel => channel, channel => State.Timers[channel.Name].SinceMinute ?? ThroughMinute);
}

/// <summary>Goes on with a sensor's alarms from where they were left, or from before the readings that came late.</summary>
/// <param name="db">Read from.</param>
/// <param name="forecasts">Minutes are judged by them, too.</param>
/// <param name="words">What people said of alarms.</param>
/// <param name="now">The station's clock.</param>
/// <param name="mayBeBehind">Whether that clock may be the one that is wrong.</param>
internal sealed class EventStage(
    StationDbContext db, ForecastReader forecasts, ILookup<int, AlarmWord> words, int now, bool mayBeBehind)
{
    /// <summary>
    /// Readings that come late are looked at this far back: an old file, or a meter whose clock was wrong, does not take back alarms of
    /// years whose readings are gone. A history that was never gone through is, to its beginning.
    /// </summary>
    private const int LateMinutes = 90 * MinutesPer.Day;

    /// <summary>Without a snapshot, so much is gone through first to know the nights.</summary>
    private const int WarmUpMinutes = 35 * MinutesPer.Day;

    /// <summary>A reading that is not there yet may be on its way for so long.</summary>
    internal const int GraceMinutes = 2;

    /// <summary>Readings this young come from a meter, not from an archive or from a queue that is being caught up with.</summary>
    private const int LiveMinutes = 30;
    private const int LiveIntervals = 3;

    /// <summary>Readings of long runs in one pass: others want to write, too. What is left keeps its span.</summary>
    private const int ReadingsPerPass = 300_000;

    /// <summary>Of a history that is gone through for the first time, as much in one pass; the next one goes on from there.</summary>
    private const int LongestPortion = 2 * LongestStep;

    /// <summary>Minutes judged at once: what is read of a year must not be held at once.</summary>
    private const int LongestStep = 45 * MinutesPer.Day;

    /// <summary>Readings that are held for a sensor, at most.</summary>
    private const int MostHeld = LongestStep;

    private int left = ReadingsPerPass;

    /// <summary>Whether this pass has done as much as one does: something may wait for the next one.</summary>
    public bool IsSpent => left <= 0;

    /// <summary>
    /// Reads what the minute job needs of a sensor in one go: from the look-back before what is new, or the oldest late row, to the newest.
    /// </summary>
    /// <param name="sensor">Whose.</param>
    /// <param name="staleFrom">The first minute that changed; null where none did.</param>
    public SensorReadings Open(SensorContext sensor, int? staleFrom)
    {
        var readings = new SensorReadings(db, sensor.Sensor.Key);
        var next = sensor.Position?.State.ThroughMinute + sensor.Interval;
        if (Earliest(next, staleFrom) is { } first && first >= now - MostHeld)
        {
            readings.HoldFrom(Grid(first, sensor.Interval) - (MonitorInput.LookBack * sensor.Interval));
        }

        return readings;
    }

    /// <summary>Judges what is new of a sensor: also where nothing came, for that is what some alarms are about.</summary>
    /// <param name="sensor">What it is judged by, and where it stands.</param>
    /// <param name="readings">Its readings.</param>
    /// <param name="staleFrom">The first minute that changed; null where none did.</param>
    /// <returns>Null where there is nothing to do.</returns>
    public EventOutcome? Run(SensorContext sensor, SensorReadings readings, int? staleFrom)
    {
        var position = sensor.Position;
        if (staleFrom is null && position is not { IsLive: true })
        {
            return null;
        }

        var newest = readings.NewestHeld ?? Newest(sensor.Sensor.Key) ?? 0;
        var isLive = position is { IsLive: true } || now - newest <= Math.Max(LiveMinutes, LiveIntervals * sensor.Interval);
        var to = isLive ? Math.Max(Math.Min(newest, now), now - Math.Max(GraceMinutes, sensor.Interval)) : newest;
        var through = position?.State.ThroughMinute;
        var run = new Span(sensor, readings, isLive, newest);
        if (through > now + GraceMinutes)
        {
            // A clock that was ahead has left minutes of its own; more than a day of readings beyond now are no mistake of it, but of the
            // clock of now: an alarm must not be taken back because a box woke up in the past.
            return mayBeBehind && CountBeyond(sensor) > MinutesPer.Day / sensor.Interval
                ? null
                : TakeBack(run, through.Value, staleFrom, to);
        }

        if (staleFrom is { } stale && (through is null || Grid(stale, sensor.Interval) <= through))
        {
            return IsSpent ? null : Again(run, stale, through, to);
        }

        if (through is null)
        {
            return null;
        }

        var from = through.Value + sensor.Interval;
        return to < from && staleFrom is null ? null
            : IsSpent && to - from > LongestPortion ? null
            : CollectPortion(run, position!.State, from, to);
    }

    private int CountBeyond(SensorContext sensor) => db.Readings
        .Where(reading => reading.SensorKey == sensor.Sensor.Key && reading.Minute > now + GraceMinutes)
        .OrderBy(reading => reading.Minute).Take((MinutesPer.Day / sensor.Interval) + 1).Count();

    /// <summary>From a state before the minute from which on readings changed.</summary>
    private EventOutcome? Again(Span run, int staleFrom, int? through, int to)
    {
        var (key, interval) = (run.Sensor.Sensor.Key, run.Sensor.Interval);
        var first = db.Readings.Where(reading => reading.SensorKey == key).Min(reading => (int?)reading.Minute);
        if (first is null)
        {
            return null;
        }

        var from = Grid(Math.Max(staleFrom, through is null ? first.Value : Math.Max(first.Value, through.Value - LateMinutes)), interval);
        var snapshot = through is null ? null
            : db.StateSnapshots.AsNoTracking().Where(row => row.SensorKey == key && row.Minute < from).OrderByDescending(row => row.Minute)
                .FirstOrDefault();
        var state = snapshot is not null ? StoredJson.Read<MonitorState>(snapshot.State)
            : StateRecovery.WithOpen(
                WarmUp(run, Math.Max(first.Value, from - WarmUpMinutes), from - 1), OpenAt(key, from), run.Sensor.Cells);
        var begin = state.ThroughMinute is { } known ? known + interval : from;
        if (through is null)
        {
            return CollectPortion(run, state, begin, to);
        }

        // What was gone through is, once more; a long history that waits behind it goes on waiting.
        var end = to - through.Value > LongestPortion ? through.Value : Math.Max(to, through.Value);
        left -= (end - begin) / interval;

        // Up to the late readings all is as it was: from there the next late ones are judged, not from hours ago.
        var before = begin < from ? Collect(run with { IsLive = false }, state, begin, from - 1, isAgain: false).State : state;
        return Collect(run with { IsLive = run.IsLive && end >= to }, before, Math.Max(begin, from), end, isAgain: true) with
        {
            Before = before,
            Rest = end < to ? new MinuteSpan(end + interval, to) : null,
        };
    }

    /// <summary>
    /// The clock was ahead: what was judged of minutes that are still to come is taken back, with its alarms, and they are judged when they
    /// have come.
    /// </summary>
    private EventOutcome? TakeBack(Span run, int through, int? staleFrom, int to) =>
        Again(run, Math.Min(staleFrom ?? to, to), to, to) is { } outcome
            ? outcome with { IsAgain = true, TakenBackFrom = through }
            : null;

    /// <summary>As much of a history as one pass goes through: nothing of it is of now while some of it is left.</summary>
    private EventOutcome CollectPortion(Span run, MonitorState state, int from, int to)
    {
        var interval = run.Sensor.Interval;
        var end = Grid(from, interval) + (LongestPortion / interval * interval) - 1;
        if (to <= end)
        {
            return Collect(run, state, from, to, isAgain: false);
        }

        left -= LongestPortion / interval;
        return Collect(run with { IsLive = false }, state, from, end, isAgain: false) with { Rest = new MinuteSpan(end + 1, to) };
    }

    /// <summary>Nobody is told what a warm-up finds.</summary>
    private MonitorState WarmUp(Span run, int from, int to)
    {
        var start = GridUp(from, run.Sensor.Interval);
        return to < start
            ? new MonitorState()
            : Collect(run with { IsLive = false, Newest = to }, new MonitorState(), start, to, isAgain: false).State;
    }

    private EventOutcome Collect(Span run, MonitorState state, int from, int to, bool isAgain)
    {
        var (changes, findings) = (new List<AlarmChange>(), new List<MinuteFinding>());
        var interval = run.Sensor.Interval;
        var first = state.ThroughMinute is null ? GridUp(from, interval) : from;
        for (var start = first; start <= to; start += LongestStep / interval * interval)
        {
            var end = Math.Min(to, start + (LongestStep / interval * interval) - 1);
            var result = run.Sensor.Monitor.Run(state, Read(run, start, end), end);
            state = result.State;
            changes.AddRange(result.Changes);
            findings.AddRange(result.Findings);
        }

        return new EventOutcome(state, run.IsLive, first, isAgain, changes, findings);
    }

    private MonitorInput Read(Span run, int from, int to)
    {
        var sensor = run.Sensor;
        var grid = run.Readings.Grid(from - (MonitorInput.LookBack * sensor.Interval), to, sensor.Interval);
        var bands = forecasts.Read(sensor.Sensor.Key, from, to);
        return new MonitorInput(
            grid.StartMinute, grid.FlowRate, grid.Pressure, sensor.Cells,
            bands.Count == 0 ? null : (quantity, minute) =>
                bands.GetValueOrDefault((quantity, sensor.Sensor.Clock.StartOfHour(minute)), ForecastBand.None),
            run.Newest - now)
        { Words = [.. words[sensor.Sensor.Key]] };
    }

    private int? Newest(int sensorKey) => db.Readings.Where(reading => reading.SensorKey == sensorKey).Max(reading => (int?)reading.Minute);

    private List<Model.Alarms.Reconciling.StoredAlarm> OpenAt(int sensorKey, int minute) =>
    [
        .. db.Alarms.AsNoTracking()
            .Where(
                alarm =>
                    alarm.SensorKey == sensorKey && alarm.Ended != AlarmEnd.Withdrawn && alarm.RaisedMinute < minute
                        && (alarm.ClearedMinute == null || alarm.ClearedMinute >= minute))
            .AsEnumerable().Select(alarm => alarm.ToStored()),
    ];

    private static int? Earliest(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private static int Grid(int minute, int interval) => DenseReadings.StartOf(minute, interval);

    private static int GridUp(int minute, int interval) => (int)Math.Ceiling(minute / (double)interval) * interval;

    /// <summary>What stays the same while a sensor is gone through.</summary>
    private sealed record Span(SensorContext Sensor, SensorReadings Readings, bool IsLive, int Newest);
}

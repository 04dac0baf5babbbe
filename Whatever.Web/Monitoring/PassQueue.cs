using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Reads what a pass has to look at.</summary>
internal sealed class PassQueue(SensorContexts sensors, ILogger logger)
{
    /// <summary>So many sensors are judged at once when they arrive together; the others are next.</summary>
    public const int MostArrived = 4 * PassStore.SensorsPerGroup;

    /// <summary>What has just arrived is judged at once up to this; a history is the minute job's.</summary>
    private const int MostMinutes = MinutesPer.Day;

    /// <summary>Sensors with what they are judged by and where they stand, and what waits of each.</summary>
    /// <param name="db">Read from.</param>
    /// <param name="problems">Gets one of each sensor that failed.</param>
    /// <param name="cancellation">Of the pass.</param>
    public async Task<(List<SensorContext> Sensors, ILookup<int, StaleSpan> Stale)> ReadAsync(
        StationDbContext db, List<Problem> problems, CancellationToken cancellation)
    {
        var stale = await ReadStaleAsync(db, cancellation);
        return (await ReadSensorsAsync(db, null, problems, cancellation), stale);
    }

    /// <summary>
    /// The same of those alone of which a little waits. A minute that is not over is judged once: what comes of it every few seconds is
    /// looked at when it is complete, by the minute job, and is one message and not twelve.
    /// </summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<(List<SensorContext> Sensors, ILookup<int, StaleSpan> Stale)> ReadArrivedAsync(
        StationDbContext db, int now, List<Problem> problems, CancellationToken cancellation)
    {
        var stale = await ReadStaleAsync(db, cancellation);
        var keys = ArrivedOf(stale, now);
        var found = keys.Count == 0 ? [] : await ReadSensorsAsync(db, keys, problems, cancellation);
        found.RemoveAll(sensor => sensor.Position?.State.ThroughMinute >= now
            && stale[sensor.Sensor.Key].Where(span => span.Needs(StaleWork.Events)).All(span => span.FromMinute >= now));
        return (found, stale);
    }

    private static async Task<ILookup<int, StaleSpan>> ReadStaleAsync(StationDbContext db, CancellationToken cancellation) =>
        (await db.StaleSpans.AsNoTracking().ToListAsync(cancellation)).ToLookup(span => span.SensorKey);

    private async Task<List<SensorContext>> ReadSensorsAsync(
        StationDbContext db, List<int>? keys, List<Problem> problems, CancellationToken cancellation)
    {
        var found = new List<SensorContext>();
        var revisions = await db.SensorStates.AsNoTracking().Where(row => keys == null || keys.Contains(row.SensorKey))
            .ToDictionaryAsync(row => row.SensorKey, row => row.Revision, cancellation);
        var wanted = db.Sensors.AsNoTracking().Where(row => keys == null || keys.Contains(row.Key));
        foreach (var sensor in await wanted.ToListAsync(cancellation))
        {
            await EachSensor.TryAsync(sensor, async () =>
            {
                var context = await sensors.LoadAsync(sensor, cancellation);
                if (context.Position?.Revision != Known(revisions, sensor.Key))
                {
                    // Also where another process made a pass in between, such as a command beside the running station.
                    var stored = await db.SensorStates.AsNoTracking().FirstOrDefaultAsync(row => row.SensorKey == sensor.Key, cancellation);
                    context.Position = stored is null
                        ? null
                        : new SensorPosition(StoredJson.Read<MonitorState>(stored.State), stored.IsLive, stored.Revision);
                }

                found.Add(context);
            }, problems, logger);
        }

        return found;
    }

    /// <summary>
    /// A history waits for the minute job: of those that have just a little, as many as one pass takes, and first those that have a minute
    /// that is over.
    /// </summary>
    private static List<int> ArrivedOf(ILookup<int, StaleSpan> stale, int now) =>
    [
        .. stale.Where(spans => spans.Any(span => span.Needs(StaleWork.Events))
                && spans.Sum(span => 1L + span.ToMinute - span.FromMinute) <= MostMinutes)
            .OrderBy(spans => spans.Where(span => span.Needs(StaleWork.Events)).All(span => span.FromMinute >= now))
            .Select(spans => spans.Key).Take(MostArrived),
    ];

    private static int? Known(Dictionary<int, int> revisions, int key) => revisions.TryGetValue(key, out var revision) ? revision : null;
}

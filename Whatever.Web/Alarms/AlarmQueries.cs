using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>Which alarms are wanted; null for any.</summary>
/// <param name="SensorKey">With it the alarms of many sensors are left in: they concern every one.</param>
/// <param name="FromMinute">The first minute an alarm may have been raised in; open ones are there whenever they were raised.</param>
/// <param name="IsOpen">False for those that are over: cleared, or withdrawn.</param>
public sealed record AlarmFilter(
    int? SensorKey = null, AlarmState? State = null, AlarmCause? Cause = null, int? FromMinute = null, int? ToMinute = null,
    bool? IsOpen = null);

/// <summary>What the header says. What is on the shelf is out of the way, and is not among them.</summary>
/// <param name="Highest">Null where none is open.</param>
public sealed record AlarmCounts(int Open, int Unacknowledged, int Shelved, OutlierStage? Highest);

/// <summary>An alarm with its log, oldest line first.</summary>
public sealed record AlarmDetail(Alarm Alarm, IReadOnlyList<AlarmEntry> Entries);

/// <summary>What pages and API show of alarms.</summary>
public sealed class AlarmQueries(IDbContextFactory<StationDbContext> contexts)
{
    /// <summary>Open first, then what is shelved, then the rest; of each the newest first.</summary>
    public async Task<(IReadOnlyList<Alarm> Rows, int Total)> ListAsync(
        AlarmFilter filter, int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var wanted = Narrow(db.Alarms.AsNoTracking(), filter);
        var rows = await wanted.OrderBy(alarm => alarm.State >= AlarmState.Cleared ? 2 : alarm.State == AlarmState.Shelved ? 1 : 0)
            .ThenByDescending(alarm => alarm.RaisedMinute).ThenByDescending(alarm => alarm.Id)
            .Take(take).ToListAsync(cancellation);
        return (rows, rows.Count < take ? rows.Count : await wanted.CountAsync(cancellation));
    }

    /// <summary>
    /// What a banner is for: the highest stage first, of these what nobody has taken on, then the newest. A serious one that somebody has
    /// taken on stays, and no lesser one takes its place.
    /// </summary>
    public async Task<Alarm?> WorstAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Narrow(db.Alarms.AsNoTracking(), new AlarmFilter(sensorKey, IsOpen: true))
            .Where(alarm => alarm.State == AlarmState.Raised
                || (alarm.State == AlarmState.Acknowledged && alarm.Stage == OutlierStage.Serious))
            .OrderByDescending(alarm => alarm.Stage).ThenBy(alarm => alarm.State == AlarmState.Raised ? 0 : 1)
            .ThenByDescending(alarm => alarm.RaisedMinute).FirstOrDefaultAsync(cancellation);
    }

    public async Task<AlarmDetail?> FindAsync(long id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Alarms.AsNoTracking().SingleOrDefaultAsync(alarm => alarm.Id == id, cancellation) is { } alarm
            ? new AlarmDetail(
                alarm,
                await db.AlarmEntries.AsNoTracking().Where(entry => entry.AlarmId == id).OrderBy(entry => entry.Id)
                    .ToListAsync(cancellation))
            : null;
    }

    public Task<AlarmCounts> CountAsync(CancellationToken cancellation = default) => CountAsync(null, cancellation);

    /// <param name="sensorKey">Null for all; with it those of many sensors count, too.</param>
    /// <param name="cancellation">Asked for now and then.</param>
    public async Task<AlarmCounts> CountAsync(int? sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await Narrow(db.Alarms, new AlarmFilter(sensorKey, IsOpen: true)).Select(alarm => new { alarm.State, alarm.Stage })
            .ToListAsync(cancellation);
        var shown = open.Where(alarm => alarm.State != AlarmState.Shelved).ToList();
        return new AlarmCounts(
            shown.Count, shown.Count(alarm => alarm.State == AlarmState.Raised), open.Count - shown.Count,
            shown.Count == 0 ? null : shown.Max(alarm => alarm.Stage));
    }

    private static IQueryable<Alarm> Narrow(IQueryable<Alarm> alarms, AlarmFilter filter) => alarms
        .Where(alarm => filter.SensorKey == null || alarm.SensorKey == filter.SensorKey || alarm.SensorKey == null)
        .Where(alarm => filter.State == null || alarm.State == filter.State)
        .Where(alarm => filter.Cause == null || alarm.Cause == filter.Cause)
        .Where(alarm => filter.IsOpen == null || (alarm.State < AlarmState.Cleared) == filter.IsOpen)
        .Where(alarm => filter.FromMinute == null || alarm.RaisedMinute >= filter.FromMinute || alarm.State < AlarmState.Cleared)
        .Where(alarm => filter.ToMinute == null || alarm.RaisedMinute <= filter.ToMinute);
}

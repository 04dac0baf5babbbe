using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>An alarm that a person confirmed.</summary>
/// <param name="Id">Of the alarm.</param>
public sealed record KnownEvent(long Id, AlarmCause Cause, MinuteSpan Span);

/// <summary>The readings that thresholds are tried on, and the events that are known to have been real.</summary>
/// <param name="Criteria">What they are judged by.</param>
/// <param name="Known">Confirmed alarms of high or low values and bursts.</param>
public sealed record TrialBase(CriteriaVersion Criteria, ValueTrial Trial, IReadOnlyList<KnownEvent> Known)
{
    /// <summary>What settings would have meant; milliseconds, so it can be asked while a handle is dragged.</summary>
    /// <returns>Null where the draft is not valid.</returns>
    public TrialResult? Run(ThresholdDraft draft) =>
        draft.Validate().Count > 0 ? null : Trial.Run(draft.Settings, [.. Known.Select(known => known.Span)]);

    /// <summary>The confirmed events that the settings of a result would have missed.</summary>
    public IReadOnlyList<KnownEvent> MissedBy(TrialResult result) => [.. Known.Where(known => result.Missed.Contains(known.Span))];
}

/// <summary>Answers "what if" while a person edits thresholds; nothing is stored.</summary>
public sealed class ThresholdPreview(IDbContextFactory<StationDbContext> contexts, CriteriaBuilder criteria, ISensorHolidays holidays)
{
    /// <summary>Reads the last days once; a page keeps what it gets while it is open.</summary>
    /// <returns>Null where there are no criteria yet.</returns>
    public Task<TrialBase?> LoadAsync(int sensorKey, Quantity quantity, int days, CancellationToken cancellation = default) =>
        Task.Run(() => LoadCurrentAsync(sensorKey, quantity, days, cancellation), cancellation);

    /// <summary>The same for criteria that are not in force.</summary>
    public Task<TrialBase?> LoadAsync(CriteriaVersion version, int days, CancellationToken cancellation = default) =>
        Task.Run(() => LoadVersionAsync(version, days, cancellation), cancellation);

    /// <summary>SQLite answers on the thread that asks, and ninety days take a while: not on that of a page.</summary>
    private async Task<TrialBase?> LoadCurrentAsync(int sensorKey, Quantity quantity, int days, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().FirstOrDefaultAsync(row => row.Key == sensorKey, cancellation);
        if (sensor is null || await criteria.CurrentAsync(sensorKey, quantity, cancellation) is not { } current)
        {
            return null;
        }

        return await LoadAsync(db, sensor, current, days, cancellation);
    }

    private async Task<TrialBase?> LoadVersionAsync(CriteriaVersion version, int days, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().FirstOrDefaultAsync(row => row.Key == version.SensorKey, cancellation);
        return sensor is null ? null : await LoadAsync(db, sensor, version, days, cancellation);
    }

    private async Task<TrialBase> LoadAsync(
        StationDbContext db, Sensor sensor, CriteriaVersion version, int days, CancellationToken cancellation)
    {
        var newest = await db.Readings.Where(reading => reading.SensorKey == sensor.Key)
            .MaxAsync(reading => (int?)reading.Minute, cancellation)
            ?? 0;
        var first = newest - (days * MinutesPer.Day) + 1;
        var readings = DenseReadings.Read(db, sensor.Key, first, newest, sensor.SamplingIntervalMinutes);
        var cells = new HourCells(sensor.Clock.ToLocal, await holidays.LoadAsync(sensor.Key, cancellation));
        var trial = new ValueTrial(
            readings.StartMinute, readings.IntervalMinutes, readings.Of(version.Quantity), version.ToCriteria(), cells);
        return new TrialBase(version, trial, await KnownAsync(db, sensor.Key, version.Quantity, first, newest, cancellation));
    }

    private static async Task<IReadOnlyList<KnownEvent>> KnownAsync(
        StationDbContext db, int sensorKey, Quantity quantity, int first, int newest, CancellationToken cancellation)
    {
        var real = await db.Alarms.AsNoTracking()
            .Where(
                alarm =>
                    alarm.SensorKey == sensorKey && alarm.Verdict == AlarmVerdict.Real && alarm.SinceMinute <= newest
                        && (alarm.ClearedMinute == null || alarm.ClearedMinute >= first))
            .Where(
                alarm =>
                    alarm.Cause == AlarmCause.Burst
                        || (alarm.Quantity == quantity && (alarm.Cause == AlarmCause.High || alarm.Cause == AlarmCause.Low)))
            .ToListAsync(cancellation);
        return [
            .. real.OrderBy(alarm => alarm.SinceMinute)
                .Select(alarm => new KnownEvent(alarm.Id, alarm.Cause, new MinuteSpan(alarm.SinceMinute, alarm.ClearedMinute ?? newest)))];
    }
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>What was fitted, and to which readings.</summary>
/// <param name="Relation">Of the pressure, where it follows the flow rate.</param>
public sealed record FittedHistory(QuantityProfile Profile, FlowPressureRelation? Relation, int FromMinute, int ToMinute);

/// <summary>
/// Learns what is normal from stored readings: those of confirmed alarms and of shelved spans are left out, for they are known not to be.
/// (Readings are stored as measured: repaired values are for models alone.)
/// </summary>
public sealed class CriteriaHistory(IDbContextFactory<StationDbContext> contexts, ISensorHolidays holidays)
{
    /// <summary>
    /// Without a context all seasons count; with one, the hours of a quarter of a year are alike enough, and the year's are not.
    /// </summary>
    private const int YearMinutes = 365 * 1440;
    private const int QuarterMinutes = 91 * 1440;

    /// <summary>Usable stored values of the last year, from the roll-ups: this is asked every minute.</summary>
    public async Task<int> CountAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = await db.Readings.Where(reading => reading.SensorKey == sensorKey)
            .MaxAsync(reading => (int?)reading.Minute, cancellation)
            ?? 0;
        var firstHour = (newest - YearMinutes) / 60;
        var rollups = db.HourlyRollups.Where(rollup => rollup.SensorKey == sensorKey && rollup.Hour >= firstHour);
        return quantity == Quantity.FlowRate
            ? await rollups.SumAsync(rollup => rollup.FlowRateCount, cancellation)
            : await rollups.SumAsync(rollup => rollup.PressureCount, cancellation);
    }

    /// <returns>Null where fewer than <see cref="NormalCriteria.MinimumReadings"/> usable readings are stored.</returns>
    public async Task<FittedHistory?> FitAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().FirstOrDefaultAsync(row => row.Key == sensorKey, cancellation);
        var stored = db.Readings.Where(reading => reading.SensorKey == sensorKey);
        if (sensor is null || await stored.MaxAsync(reading => (int?)reading.Minute, cancellation) is not { } newest)
        {
            return null;
        }

        var context = (await db.EffectiveThresholdsAsync(sensorKey, quantity, cancellation)).Settings.Context;
        var length = context == CriteriaContext.AllHours ? YearMinutes : QuarterMinutes;
        var first = Math.Max(newest - length, await stored.MinAsync(reading => reading.Minute, cancellation));
        var readings = DenseReadings.Read(db, sensorKey, first, newest, sensor.SamplingIntervalMinutes);
        await RemoveAbnormalAsync(db, sensorKey, readings, cancellation);
        var cells = new HourCells(sensor.Clock.ToLocal, await holidays.LoadAsync(sensorKey, cancellation));
        var profile = QuantityProfile.Fit(readings.StartMinute, readings.IntervalMinutes, readings.Of(quantity), context, cells);
        return profile is null
            ? null
            : new FittedHistory(
                profile,
                quantity == Quantity.Pressure
                    ? SensorProfile.FitRelation(readings.IntervalMinutes, readings.FlowRate, readings.Pressure)
                    : null,
                first, newest);
    }

    private static async Task RemoveAbnormalAsync(
        StationDbContext db, int sensorKey, DenseReadings readings, CancellationToken cancellation)
    {
        var end = readings.EndMinute;
        var alarms = db.Alarms.AsNoTracking().Where(alarm => alarm.SensorKey == sensorKey && alarm.SinceMinute <= end);
        var confirmed = await alarms.Where(alarm => (alarm.Verdict == AlarmVerdict.Real || alarm.Verdict == AlarmVerdict.Maintenance)
            && (alarm.ClearedMinute == null || alarm.ClearedMinute >= readings.StartMinute)).ToListAsync(cancellation);
        foreach (var alarm in confirmed)
        {
            readings.Remove(alarm.SinceMinute, alarm.ClearedMinute ?? end);
        }

        var ids = await alarms.Select(alarm => alarm.Id).ToListAsync(cancellation);
        var entries = await db.AlarmEntries.AsNoTracking().Where(entry => ids.Contains(entry.AlarmId)
            && (entry.Kind == AlarmEntryKind.Shelved || entry.Kind == AlarmEntryKind.Unshelved)).ToListAsync(cancellation);
        foreach (var shelf in entries.Where(entry => entry.Kind == AlarmEntryKind.Shelved))
        {
            // A person may take it back before its time.
            var takenBack = entries.Where(
                entry => entry.Kind == AlarmEntryKind.Unshelved && entry.AlarmId == shelf.AlarmId && entry.At >= shelf.At)
                .Min(entry => (DateTimeOffset?)entry.At);
            var until = takenBack < shelf.Until ? takenBack : shelf.Until;
            readings.Remove(StationClock.MinuteOf(shelf.At), until is { } known ? StationClock.MinuteOf(known) : end);
        }
    }
}

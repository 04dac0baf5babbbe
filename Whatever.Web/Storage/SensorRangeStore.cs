using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Keeps the physical ranges of sensors, and with each change of one the roll-ups in step. What a person said of the meter comes first,
/// then what is learned, then what the unit says. The caller owns the transaction.
/// </summary>
public static class SensorRangeStore
{
    /// <summary>As much as criteria learn from.</summary>
    private const int LearnedMinutes = 91 * MinutesPer.Day;

    /// <summary>A day may have been an odd one.</summary>
    private const int FewestLearnedMinutes = 2 * MinutesPer.Day;

    /// <summary>Read and written a thousand times a minute.</summary>
    public static SensorRanges Read(StationDbContext db, int sensorKey)
    {
        db.Database.OpenConnection();
        try
        {
            using var statement = new SqliteStatement(
                (SqliteConnection)db.Database.GetDbConnection(), "SELECT quantity, low, high FROM sensor_ranges WHERE sensor_key = ?1");
            statement.Bind(1, sensorKey);
            var ranges = new List<SensorRange>();
            while (statement.Read())
            {
                ranges.Add(new SensorRange
                {
                    Quantity = (Quantity)statement.Int(0),
                    Low = statement.Number(1),
                    High = statement.Number(2),
                });
            }

            return SensorRanges.From(ranges);
        }
        finally
        {
            db.Database.CloseConnection();
        }
    }

    /// <summary>Sensors of earlier versions have none: they begin with what their unit says, in transactions of their own.</summary>
    public static async Task EnsureAsync(StationDbContext db, CancellationToken cancellation = default)
    {
        foreach (var sensor in await db.Sensors.Where(sensor => sensor.Ranges.Count == 0).ToListAsync(cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            foreach (var quantity in QuantityNames.All)
            {
                await SetAsync(db, sensor, quantity, null, cancellation);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether any value of a span lies outside, both ends inclusive.</summary>
    public static bool HasOutside(StationDbContext db, int sensorKey, int fromMinute, int toMinute) =>
        ReadingReader.ReadMinutes(db, sensorKey, fromMinute, toMinute).CountOutside(Read(db, sensorKey)) > 0;

    /// <summary>Has ranges begin with what the unit says: what was measured in another one says nothing.</summary>
    public static async Task ForgetAsync(
        StationDbContext db, Sensor sensor, IReadOnlyCollection<Quantity> quantities, CancellationToken cancellation = default)
    {
        foreach (var quantity in quantities)
        {
            await SetAsync(db, sensor, quantity, null, cancellation);
        }
    }

    /// <summary>Learns both ranges from what was measured, whatever they are today: real water is never hidden for good.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="sensor">A stored one.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <returns>Whether one is another now.</returns>
    public static async Task<bool> LearnAsync(StationDbContext db, Sensor sensor, CancellationToken cancellation = default)
    {
        var changed = false;
        var newest = await db.Readings.Where(reading => reading.SensorKey == sensor.Key)
            .MaxAsync(reading => (int?)reading.Minute, cancellation);
        if (newest is not { } to)
        {
            return changed;
        }

        var interval = sensor.SamplingIntervalMinutes;
        var from = DenseReadings.StartOf(to - LearnedMinutes + 1, interval);
        var readings = DenseReadings.From(ReadingReader.ReadMinutes(db, sensor.Key, from, to), from, to, interval);
        foreach (var quantity in QuantityNames.All)
        {
            if (SensorRange.OfUnit(quantity, sensor.UnitOf(quantity)).Narrow(
                quantity, readings.Of(quantity), MinutesPer.Day / interval, FewestLearnedMinutes / interval) is { } learned)
            {
                changed |= await SetAsync(db, sensor, quantity, learned, cancellation);
            }
        }

        return changed;
    }

    private static async Task<bool> SetAsync(
        StationDbContext db, Sensor sensor, Quantity quantity, PhysicalRange? learned, CancellationToken cancellation)
    {
        var ofUnit = SensorRange.OfUnit(quantity, sensor.UnitOf(quantity));
        var settings = (await db.EffectiveThresholdsAsync(sensor.Key, quantity, cancellation)).Settings;
        var range = (learned ?? ofUnit).Within(settings.RangeMinimum, settings.RangeMaximum);
        var stored = await db.SensorRanges.FindAsync([sensor.Key, quantity], cancellation);
        var before = stored?.Range ?? PhysicalRange.Everything;
        stored ??= db.SensorRanges.Add(new SensorRange { SensorKey = sensor.Key, Quantity = quantity }).Entity;
        (stored.Low, stored.High) = (range.Low, range.High);
        stored.Origin = (settings.RangeMinimum ?? settings.RangeMaximum) is not null ? RangeOrigin.Person
            : learned is null ? RangeOrigin.Unit
            : RangeOrigin.Learned;
        await db.SaveChangesAsync(cancellation);
        if (before == range)
        {
            return false;
        }

        RollupRepair.Run(db, sensor.Key, quantity, before, range);
        return true;
    }
}

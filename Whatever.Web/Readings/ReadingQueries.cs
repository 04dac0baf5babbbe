using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Model.Statistics;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>The newest value of a quantity and where it stands against the same hour of the last weeks.</summary>
/// <param name="Minute">Null where nothing was measured yet.</param>
/// <param name="P5">Null where fewer than five days are known.</param>
public sealed record CurrentValue(Quantity Quantity, double? Value, int? Minute, double? Mean, double? P5, double? P95)
{
    /// <summary>Values of the last day that lie outside the physical range and count nowhere.</summary>
    public int MinutesOutside { get; init; }

    /// <summary>Share above (or below) the mean of this hour.</summary>
    public double? Deviation => Value is { } value && Mean is { } mean && mean != 0 ? (value - mean) / Math.Abs(mean) : null;

    public bool IsWithinNormal => Value is { } value && P5 is { } low && P95 is { } high && value >= low && value <= high;
}

/// <summary>An import with its report.</summary>
public sealed record PastImport(long Id, string FileName, DateTimeOffset ImportedAt, ImportReport Report);

/// <summary>What the pages say about readings.</summary>
public sealed class ReadingQueries(IDbContextFactory<StationDbContext> contexts)
{
    private const int DaysOfComparison = 28;
    private const int FewestDays = 5;
    private const int ShownImports = 20;

    /// <summary>A value older than this is not shown as the current one of a quantity that may not be measured at all.</summary>
    private const int LookBackMinutes = 1440;

    public async Task<IReadOnlyList<CurrentValue>> CurrentAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = await db.Readings.Where(reading => reading.SensorKey == sensorKey)
            .MaxAsync(reading => (int?)reading.Minute, cancellation);
        if (newest is not { } last)
        {
            return [.. QuantityNames.All.Select(quantity => new CurrentValue(quantity, null, null, null, null, null))];
        }

        var recent = ReadingReader.ReadMinutes(db, sensorKey, last - LookBackMinutes, last);
        var ranges = SensorRangeStore.Read(db, sensorKey);
        return [
            Describe(db, sensorKey, Quantity.FlowRate, recent.Minutes, recent.FlowRate) with
            {
                MinutesOutside = recent.FlowRate.Count(ranges.FlowRate.Excludes),
            },
            Describe(db, sensorKey, Quantity.Pressure, recent.Minutes, recent.Pressure) with
            {
                MinutesOutside = recent.Pressure.Count(ranges.Pressure.Excludes),
            }];
    }

    public async Task<bool> HasAnyAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Readings.AnyAsync(reading => reading.SensorKey == sensorKey, cancellation);
    }

    public async Task<Replay?> ReplayAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Replays.AsNoTracking().FirstOrDefaultAsync(replay => replay.SensorKey == sensorKey, cancellation);
    }

    public async Task<IReadOnlyList<PastImport>> ImportsAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Imports.AsNoTracking().Where(import => import.SensorKey == sensorKey)
            .OrderByDescending(import => import.Id).Take(ShownImports).ToListAsync(cancellation);
        return [
            .. rows.Select(
                row =>
                    new PastImport(
                        row.Id, row.FileName, row.ImportedAt, JsonSerializer.Deserialize<ImportReport>(row.Report, ImportReport.Json)!))];
    }

    private static CurrentValue Describe(StationDbContext db, int sensorKey, Quantity quantity, int[] minutes, double[] values)
    {
        var index = Array.FindLastIndex(values, value => !double.IsNaN(value));
        if (index < 0)
        {
            return new CurrentValue(quantity, null, null, null, null, null);
        }

        var hour = minutes[index] / 60;
        var sameHours = Enumerable.Range(1, DaysOfComparison).Select(back => hour - (back * HoursPer.Day)).ToList();
        var rollups = db.HourlyRollups.AsNoTracking().Where(rollup => rollup.SensorKey == sensorKey && sameHours.Contains(rollup.Hour))
            .ToList();
        var means = rollups.Select(rollup => quantity == Quantity.FlowRate ? rollup.FlowRateMean : rollup.PressureMean).OfType<double>()
            .Order().ToArray();
        return means.Length < FewestDays
            ? new CurrentValue(quantity, values[index], minutes[index], null, null, null)
            : new CurrentValue(
                quantity, values[index], minutes[index], means.Average(), Robust.Quantile(means, 0.05), Robust.Quantile(means, 0.95));
    }
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>A forecast hour to be drawn.</summary>
public readonly record struct ForecastPoint(int TargetMinute, double Value, bool LowConfidence, double? P10, double? P90);

/// <summary>What the pages show of forecasts.</summary>
public sealed class ForecastQueries(IDbContextFactory<StationDbContext> contexts)
{
    private const int ShownDays = 400;

    public async Task<IReadOnlyList<DateOnly>> BaseDaysAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Forecasts.Where(forecast => forecast.SensorKey == sensorKey)
            .Select(forecast => forecast.BaseDay).Distinct().OrderByDescending(day => day).Take(ShownDays).ToListAsync(cancellation);
    }

    public async Task<IReadOnlyList<StoredForecast>> OfDayAsync(int sensorKey, DateOnly baseDay, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Forecasts.AsNoTracking()
            .Where(forecast => forecast.SensorKey == sensorKey && forecast.BaseDay == baseDay)
            .OrderBy(forecast => forecast.Step).ThenBy(forecast => forecast.Hour).ToListAsync(cancellation);
    }

    /// <summary>
    /// For each hour of the span the as-issued forecast with the smallest step: the one made the day before, if there is one.
    /// </summary>
    public async Task<IReadOnlyList<ForecastPoint>> NearestAsync(
        int sensorKey, Quantity quantity, int fromMinute, int toMinute, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Forecasts.AsNoTracking()
            .Where(
                forecast =>
                    forecast.SensorKey == sensorKey && forecast.Quantity == quantity && forecast.TargetMinute >= fromMinute
                        && forecast.TargetMinute <= toMinute)
            .Select(
                forecast =>
                    new { forecast.TargetMinute, forecast.Step, forecast.Value, forecast.LowConfidence, forecast.P10, forecast.P90 })
                .ToListAsync(cancellation);
        return [.. rows.GroupBy(row => row.TargetMinute).OrderBy(hour => hour.Key).Select(hour => hour.MinBy(row => row.Step)!)
            .Select(row => new ForecastPoint(row.TargetMinute, row.Value, row.LowConfidence, row.P10, row.P90))];
    }
}

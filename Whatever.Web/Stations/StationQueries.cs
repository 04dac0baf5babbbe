using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Stations;

/// <summary>A sensor with the span of its readings.</summary>
public sealed record SensorSpan(Sensor Sensor, int? FirstMinute, int? LastMinute);

/// <summary>Which sensors there are.</summary>
public sealed class StationQueries(IDbContextFactory<StationDbContext> contexts)
{
    public async Task<IReadOnlyList<Sensor>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Sensors.AsNoTracking().Include(sensor => sensor.Station).Include(sensor => sensor.Ranges)
            .OrderBy(sensor => sensor.Station!.Name)
            .ThenBy(sensor => sensor.Id).ToListAsync(cancellation);
    }

    public async Task<IReadOnlyList<SensorSpan>> ListSpansAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var spans = new List<SensorSpan>();
        foreach (var sensor in await ListAsync(cancellation))
        {
            var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
            spans.Add(new SensorSpan(
                sensor,
                await readings.MinAsync(reading => (int?)reading.Minute, cancellation),
                await readings.MaxAsync(reading => (int?)reading.Minute, cancellation)));
        }

        return spans;
    }
}

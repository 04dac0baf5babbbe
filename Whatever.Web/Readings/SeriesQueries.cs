using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>The readings of a span, reduced to what a screen can show.</summary>
/// <param name="BucketMinutes">1 where the points are the minutes themselves.</param>
public sealed record ReducedSeries(int FromMinute, int ToMinute, int BucketMinutes, IReadOnlyList<SeriesPoint> Points);

/// <summary>Reads series for charts: minutes where they fit, buckets of minutes, or roll-ups for the long spans.</summary>
public sealed class SeriesQueries(IDbContextFactory<StationDbContext> contexts)
{
    /// <summary>More points than this make a browser slow and no picture better.</summary>
    private const int MostPoints = 1500;

    private const int RollupsFromMinutes = 10 * 1440;

    public async Task<ReducedSeries> ReadAsync(int sensorKey, int fromMinute, int toMinute, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var span = toMinute - fromMinute + 1;
        return span switch
        {
            <= MostPoints => new ReducedSeries(fromMinute, toMinute, 1, Minutes(db, sensorKey, fromMinute, toMinute)),
            <= RollupsFromMinutes => Buckets(db, sensorKey, fromMinute, toMinute, RoundUp(span)),
            _ => Rollups(db, sensorKey, fromMinute / MinutesPer.Hour, toMinute / MinutesPer.Hour),
        };
    }

    private static List<SeriesPoint> Minutes(StationDbContext db, int sensorKey, int from, int to)
    {
        var rows = ReadingReader.ReadUsable(db, sensorKey, from, to);
        return [
            .. Enumerable.Range(0, rows.Count)
                .Select(i => new SeriesPoint(rows.Minutes[i], Aggregate.Of(rows.FlowRate[i]), Aggregate.Of(rows.Pressure[i])))];
    }

    private static ReducedSeries Buckets(StationDbContext db, int sensorKey, int from, int to, int bucket)
    {
        // Buckets lie on the clock, so that they stay where they are when the span moves on.
        var aligned = from - (from % bucket);
        return new ReducedSeries(aligned, to, bucket, ReadingReader.ReadBuckets(db, sensorKey, aligned, to, bucket));
    }

    private static ReducedSeries Rollups(StationDbContext db, int sensorKey, int fromHour, int toHour)
    {
        var bucket = ((toHour - fromHour) / MostPoints) + 1;
        var aligned = fromHour - (fromHour % bucket);
        return new ReducedSeries(
            aligned * MinutesPer.Hour, toHour * MinutesPer.Hour, bucket * MinutesPer.Hour,
            ReadingReader.ReadRollupBuckets(db, sensorKey, aligned, toHour, bucket));
    }

    private static int RoundUp(int span) => new[] { 2, 5, 10, 15, 20, 30, 60 }.First(bucket => bucket == 60 || span / bucket <= MostPoints);
}

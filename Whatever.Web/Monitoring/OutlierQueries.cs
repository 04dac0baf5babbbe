using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Outlier minutes that follow each other closely, shown as one line.</summary>
/// <param name="Value">The value at the highest percentile.</param>
public sealed record OutlierEpisode(
    Quantity Quantity, int FromMinute, int ToMinute, int Minutes, OutlierStage Stage, double Percentile, double? Value);

/// <summary>One outlier minute of one quantity.</summary>
public readonly record struct OutlierMinute(int Minute, OutlierStage Stage, double Percentile, double? Value);

/// <summary>What the pages show of outliers.</summary>
public sealed class OutlierQueries(IDbContextFactory<StationDbContext> contexts)
{
    /// <summary>Outlier minutes closer than this belong together.</summary>
    private const int EpisodeGapMinutes = 5;

    private const int MostRows = 20_000;

    /// <summary>Newest first. Read on a thread of its own: SQLite answers on the thread that asks, and a page has to go on.</summary>
    public Task<IReadOnlyList<OutlierEpisode>> EpisodesAsync(
        int sensorKey, int fromMinute, int toMinute, OutlierStage leastStage, Quantity? only = null,
        CancellationToken cancellation = default) =>
        Task.Run(() => ReadEpisodesAsync(sensorKey, fromMinute, toMinute, leastStage, only, cancellation), cancellation);

    private async Task<IReadOnlyList<OutlierEpisode>> ReadEpisodesAsync(
        int sensorKey, int fromMinute, int toMinute, OutlierStage leastStage, Quantity? only, CancellationToken cancellation)
    {
        var episodes = new List<OutlierEpisode>();
        foreach (var quantity in QuantityNames.All.Where(quantity => only is null || quantity == only))
        {
            var minutes = await MinutesAsync(sensorKey, quantity, fromMinute, toMinute, cancellation);
            episodes.AddRange(Group(quantity, minutes).Where(episode => episode.Stage >= leastStage));
        }

        return [.. episodes.OrderByDescending(episode => episode.ToMinute)];
    }

    /// <summary>The newest outlier minutes of the span in ascending order.</summary>
    public async Task<IReadOnlyList<OutlierMinute>> MinutesAsync(
        int sensorKey, Quantity quantity, int fromMinute, int toMinute, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows =
            from judgement in db.Judgements.AsNoTracking()
            join reading in db.Readings.AsNoTracking() on new
            {
                judgement.SensorKey,
                judgement.Minute,
            } equals new { reading.SensorKey, reading.Minute }
            where judgement.SensorKey == sensorKey && judgement.Minute >= fromMinute && judgement.Minute <= toMinute
                && (judgement.FlowRateStage > 0 || judgement.PressureStage > 0)
            select new { judgement, reading };
        var found = quantity == Quantity.FlowRate
            ? rows.Where(row => row.judgement.FlowRateStage > 0)
                .Select(
                    row =>
                        new
                        {
                            row.judgement.Minute,
                            Stage = row.judgement.FlowRateStage!.Value,
                            Percentile = row.judgement.FlowRatePercentile!.Value,
                            Value = row.reading.FlowRate,
                        })
            : rows.Where(row => row.judgement.PressureStage > 0)
                .Select(
                    row =>
                        new
                        {
                            row.judgement.Minute,
                            Stage = row.judgement.PressureStage!.Value,
                            Percentile = row.judgement.PressurePercentile!.Value,
                            Value = row.reading.Pressure,
                        });
        var list = await found.OrderByDescending(row => row.Minute).Take(MostRows).ToListAsync(cancellation);
        return [.. list.Select(row => new OutlierMinute(row.Minute, row.Stage, row.Percentile, row.Value)).Reverse()];
    }

    /// <summary>Outlier minutes in ascending order, put together where they follow each other closely.</summary>
    public static IEnumerable<OutlierEpisode> Group(Quantity quantity, IReadOnlyList<OutlierMinute> minutes)
    {
        var current = new List<OutlierMinute>();
        foreach (var minute in minutes)
        {
            if (current.Count > 0 && minute.Minute - current[^1].Minute > EpisodeGapMinutes)
            {
                yield return Describe(quantity, current);
                current.Clear();
            }

            current.Add(minute);
        }

        if (current.Count > 0)
        {
            yield return Describe(quantity, current);
        }
    }

    private static OutlierEpisode Describe(Quantity quantity, List<OutlierMinute> minutes)
    {
        var worst = minutes.MaxBy(minute => minute.Percentile);
        return new OutlierEpisode(
            quantity, minutes[0].Minute, minutes[^1].Minute, minutes.Count, minutes.Max(minute => minute.Stage), worst.Percentile,
            worst.Value);
    }
}

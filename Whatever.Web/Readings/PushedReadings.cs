using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>What happened to one pushed row; why, which rule and which field are null where it was taken as a whole. Of a row that was
/// accepted they say which value is missing.</summary>
public sealed record PushedRowAnswer(int Index, string Status, string? Reason, string? Code, string? Field)
{
    /// <summary>Where the row stands, counted from 1; null where the body has no row a line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    [JsonIgnore]
    public bool IsRejected => Status == Rejected;

    internal const string Accepted = "accepted";
    internal const string Rejected = "rejected";
}

/// <summary>The answer to a push: every row is accounted for, and every field that was not heeded named.</summary>
public sealed record PushAnswer(
    int Read, int Inserted, int Updated, int Unchanged, int Duplicates, int Rejected, IReadOnlyList<string> IgnoredFields,
    IReadOnlyList<PushedRowAnswer> Rows)
{
    /// <summary>There were rows, and none of them was taken.</summary>
    [JsonIgnore]
    public bool TookNothing => Read > 0 && Rejected == Read;

    /// <summary>Rows that are not listed: of many, only the first that were refused or lost a value are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int RowsNotListed { get; init; }
}

/// <summary>Takes rows of readings as JSON, of one sensor or of many; good ones are stored whatever the bad ones look like.</summary>
public sealed class PushedReadings(
    IDbContextFactory<StationDbContext> contexts, ReadingStore store, ClockDoubt doubt, TimeProvider time)
{
    /// <summary>Of more rows the answer would be larger than the question.</summary>
    private const int MostListed = 1000;

    /// <exception cref="ClockDoubtException">Rows seem to lie in the future, and the station's clock may be behind; nothing is stored.
    /// </exception>
    /// <param name="sensor">Whose.</param>
    /// <param name="items">The rows.</param>
    /// <param name="at">When they came, which times without a day count from; null for now.</param>
    /// <param name="cancellation">Looked at before anything is stored.</param>
    public async Task<PushAnswer> TakeAsync(
        Sensor sensor, IReadOnlyList<PushedItem> items, DateTimeOffset? at, CancellationToken cancellation)
    {
        var ids = await ReadIdsAsync(items, cancellation);
        return await StoreAsync(
            PushedRows.Read(items, ids, isMany: false, at ?? time.GetUtcNow(), time.GetUtcNow(), _ => (sensor, null)), at, cancellation);
    }

    /// <summary>Each row names its sensor as <c>sensor_id</c>.</summary>
    /// <param name="items">The rows.</param>
    /// <param name="mayFeed">Whether who sends them may feed the sensor of that id.</param>
    /// <param name="at">When they came, which times without a day count from; null for now.</param>
    /// <param name="cancellation">Looked at before anything is stored.</param>
    public async Task<PushAnswer> TakeManyAsync(
        IReadOnlyList<PushedItem> items, Func<string, bool> mayFeed, DateTimeOffset? at, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToDictionaryAsync(sensor => sensor.Id, cancellation);
        return await StoreAsync(
            PushedRows.Read(
                items, sensors.Keys, isMany: true, at ?? time.GetUtcNow(), time.GetUtcNow(),
                item => PushedRows.Find(item, sensors, mayFeed)),
            at, cancellation);
    }

    /// <summary>A name of SenML may be that of another sensor of the station; other forms have a field for it.</summary>
    private async Task<IReadOnlyCollection<string>> ReadIdsAsync(IReadOnlyList<PushedItem> items, CancellationToken cancellation)
    {
        if (!SenMl.Is(items))
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Sensors.AsNoTracking().Select(sensor => sensor.Id).ToListAsync(cancellation);
    }

    private async Task<PushAnswer> StoreAsync(PushedRows pushed, DateTimeOffset? at, CancellationToken cancellation)
    {
        var rows = pushed.Answers;
        if (rows.Exists(row => row.Code == RejectedRows.Future))
        {
            doubt.RequireClock();
        }

        var (counts, replaced) = await StoreAsync(pushed.BySensor, at, cancellation);
        var listed = rows.Count <= MostListed ? rows : [.. rows.Where(row => row.Code is not null).Take(MostListed)];
        StationMeters.CountReadings("push", counts.Inserted + counts.Updated, rows.Count(row => row.IsRejected));
        return new PushAnswer(
            rows.Count, counts.Inserted, counts.Updated, counts.Unchanged, replaced, rows.Count(row => row.IsRejected),
            pushed.Ignored.Names, listed)
        { RowsNotListed = rows.Count - listed.Count };
    }

    private async Task<(WriteCounts Counts, int Replaced)> StoreAsync(
        Dictionary<int, ReadingCollector> collectors, DateTimeOffset? at, CancellationToken cancellation)
    {
        // What came while the database was damaged was no history then.
        var toldFrom = History.ToldFrom(doubt.EarliestOf(at));
        var (counts, replaced) = (default(WriteCounts), 0);
        foreach (var (sensorKey, collector) in collectors)
        {
            counts += await store.StoreAsync(sensorKey, collector.ToColumns(), toldFromMinute: toldFrom, cancellation: cancellation);
            replaced += collector.Duplicates + collector.Merged;
        }

        return (counts, replaced);
    }
}

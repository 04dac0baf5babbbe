using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>What waits of one kind.</summary>
/// <param name="Kind">Of deliveries.</param>
/// <param name="Depth">How many have no receipt.</param>
/// <param name="Oldest">When the one that waits longest was queued; null where none waits.</param>
public sealed record QueueFigure(DeliveryKind Kind, long Depth, DateTimeOffset? Oldest);

/// <summary>How the station stands.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Queues">By kind.</param>
/// <param name="SensorsLive">Sensors whose readings come as they are measured.</param>
/// <param name="JudgedLag">How far the live sensor that is judged last lies behind now; null without one.</param>
/// <param name="PendingNotifications">Messages to persons that wait.</param>
public sealed record StandingFigures(
    DateTimeOffset At, IReadOnlyList<QueueFigure> Queues, int SensorsLive, TimeSpan? JudgedLag, int PendingNotifications);

/// <summary>
/// Measures how the station stands, once a minute at most, however often it is asked: a queue of half a million is counted along an index
/// that holds only what waits.
/// </summary>
public sealed class StationFigures(IDbContextFactory<StationDbContext> contexts, DataFolder folder, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);
    private static readonly DeliveryState[] Open = [DeliveryState.Waiting, DeliveryState.Refused];
    private readonly SemaphoreSlim turn = new(1);
    private long? lookedAt;

    /// <summary>As it was measured last; null before the first time.</summary>
    public StandingFigures? Last { get; private set; }

    public async Task RefreshAsync(CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (lookedAt is null || time.GetElapsedTime(lookedAt.Value) >= Apart)
            {
                Last = await MeasureAsync(cancellation);
                lookedAt = time.GetTimestamp();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>Null where the system does not say.</returns>
    public long? DiskFree()
    {
        try
        {
            return new DriveInfo(folder.Root).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The database and what SQLite keeps beside it.</summary>
    public long DatabaseBytes() => DatabaseFile.Beside(folder.Database).Append(folder.Database)
        .Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length);

    public void Dispose() => turn.Dispose();

    private async Task<StandingFigures> MeasureAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var queues = new List<QueueFigure>();
        foreach (var kind in Enum.GetValues<DeliveryKind>())
        {
            queues.Add(await MeasureAsync(db, kind, cancellation));
        }

        var now = time.GetUtcNow();
        var live = db.SensorStates.Where(state => state.IsLive);
        var count = await live.CountAsync(cancellation);
        int? through = count == 0 ? null : await live.MinAsync(state => state.ThroughMinute, cancellation);
        var pending = await db.Notifications.CountAsync(notification => notification.State == NotificationState.Pending, cancellation);
        return new StandingFigures(
            now, queues, count, through is { } minute ? now - StationClock.InstantOf(minute + 1) : null, pending);
    }

    private static async Task<QueueFigure> MeasureAsync(StationDbContext db, DeliveryKind kind, CancellationToken cancellation)
    {
        var (depth, oldest) = (0L, (DateTimeOffset?)null);
        foreach (var state in Open)
        {
            var waiting = WaitingOf(db, kind, state);
            var count = await waiting.LongCountAsync(cancellation);
            depth += count;
            if (count > 0)
            {
                var first = await OldestOf(waiting).FirstOrDefaultAsync(cancellation);
                oldest = oldest < first ? oldest : first;
            }
        }

        return new QueueFigure(kind, depth, oldest);
    }

    /// <summary>By state and kind there is an index; what is "not received" would be looked up row by row.</summary>
    internal static IQueryable<OutboundDelivery> WaitingOf(StationDbContext db, DeliveryKind kind, DeliveryState state) =>
        db.Deliveries.Where(delivery => delivery.State == state && delivery.Kind == kind);

    internal static IQueryable<DateTimeOffset> OldestOf(IQueryable<OutboundDelivery> waiting) =>
        waiting.OrderBy(delivery => delivery.Id).Select(delivery => delivery.CreatedAt);
}

using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>A key that somebody wants.</summary>
public sealed record ApiKeyDraft
{
    public string Name { get; init; } = "";
    public KeyScopes Scopes { get; init; }

    /// <summary>The only sensor that it is for.</summary>
    public string? SensorId { get; init; }

    /// <summary>The only station whose sensors it is for.</summary>
    public int? StationId { get; init; }
}

/// <summary>Who a key stands for.</summary>
/// <param name="Id">Of the key.</param>
/// <param name="Who">What it may.</param>
internal sealed record KeyHolder(int Id, ClaimsPrincipal Who);

/// <summary>Makes, knows and revokes keys of machines.</summary>
public sealed class ApiKeys(
    IDbContextFactory<StationDbContext> contexts, ReceiverAccess receiver, ChangeFeed changes, TimeProvider time)
{
    public const string Start = "wk_";

    /// <summary>What a machine may be given.</summary>
    public const KeyScopes Given = KeyScopes.Push | KeyScopes.Read | KeyScopes.Operate;

    public const int MostHours = 24 * 90;
    private const int SecretBytes = 32;
    private const int ShownLetters = 9;
    private const int LongestKey = 200;
    private static readonly TimeSpan UseIsWrittenEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<int, DateTimeOffset> uses = [];

    /// <returns>What is wrong, or the key, which is shown once.</returns>
    public async Task<(Problem? Problem, string? Secret)> AddAsync(
        ApiKeyDraft draft, string createdBy, CancellationToken cancellation = default)
    {
        if (PersonRules.RefuseName(draft.Name) is { } refused)
        {
            return (refused, null);
        }

        if (draft.Scopes == KeyScopes.None || (draft.Scopes & ~Given) != 0)
        {
            return (new Problem("key.scopes").At("scopes"), null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = draft.SensorId is null ? null
            : await db.Sensors.AsNoTracking().SingleOrDefaultAsync(row => row.Id == draft.SensorId, cancellation);
        if (draft.SensorId is not null && sensor is null)
        {
            return (new Problem("sensor.unknown-listed", draft.SensorId).At("sensor"), null);
        }

        if (draft.StationId is { } station && !await db.Stations.AnyAsync(row => row.Id == station, cancellation))
        {
            return (new Problem("key.station", station).At("station"), null);
        }

        var key = new ApiKey
        {
            Name = draft.Name.Trim(),
            Scopes = draft.Scopes,
            SensorKey = sensor?.Key,
            StationId = sensor is null ? draft.StationId : null,
            CreatedBy = createdBy,
            CreatedAt = time.GetUtcNow(),
        };
        return (null, await StoreAsync(db, key, cancellation));
    }

    /// <summary>A new key in the place of one, which stays good for a while, so that machines can be told one after the other.</summary>
    public async Task<(Problem? Problem, string? Secret)> RotateAsync(
        int id, double hours, string createdBy, CancellationToken cancellation = default)
    {
        if (hours is not (>= 0 and <= MostHours))
        {
            return (new Problem("value.out-of-range", "hours", hours, 0, MostHours).At("hours"), null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        if (await db.ApiKeys.SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } old || !old.IsGood(now))
        {
            return (new Problem("key.unknown", id), null);
        }

        var end = now.AddHours(hours);
        old.ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end;
        var key = new ApiKey
        {
            Name = old.Name,
            Scopes = old.Scopes,
            SensorKey = old.SensorKey,
            StationId = old.StationId,
            CreatedBy = createdBy,
            CreatedAt = now,
        };
        return (null, await StoreAsync(db, key, cancellation));
    }

    /// <summary>It opens nothing any more, at once.</summary>
    public async Task<Problem?> RevokeAsync(int id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.ApiKeys.SingleOrDefaultAsync(row => row.Id == id && row.RevokedAt == null, cancellation) is not { } key)
        {
            return new Problem("key.unknown", id);
        }

        key.RevokedAt = time.GetUtcNow();
        db.Notes.Add(new AuditNote(AuditActs.KeyRevoked, $"{key.Name} {key.Prefix}…"));
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.People);
        return null;
    }

    /// <returns>Who it stands for; null where it opens nothing.</returns>
    public async Task<ClaimsPrincipal?> FindAsync(string given, CancellationToken cancellation = default)
    {
        if (receiver.IsKey(given))
        {
            return Identities.OfOwnDelivery();
        }

        if (given.Length > LongestKey || !given.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await FindAsync(db, Digest(given), now, cancellation) is not { } found)
        {
            return null;
        }

        await NoteUseAsync(db, found.Id, now, cancellation);
        return found.Who;
    }

    /// <summary>A key is found by its digest: how long that takes tells nothing of the key.</summary>
    /// <returns>Who it stands for; null where it opens nothing.</returns>
    internal static async Task<KeyHolder?> FindAsync(
        StationDbContext db, string digest, DateTimeOffset now, CancellationToken cancellation)
    {
        var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == digest, cancellation);
        return key?.IsGood(now) == true
            ? new KeyHolder(key.Id, Identities.Of(key, await SensorsOfAsync(db, key, cancellation)))
            : null;
    }

    private static async Task<IReadOnlyList<string>?> SensorsOfAsync(StationDbContext db, ApiKey key, CancellationToken cancellation) =>
        key is { SensorKey: null, StationId: null } ? null
            : await db.Sensors.Where(sensor => sensor.Key == key.SensorKey || sensor.StationId == key.StationId)
                .Select(sensor => sensor.Id).ToListAsync(cancellation);

    /// <summary>Once a minute: a thousand gateways would write as often as they push.</summary>
    private async Task NoteUseAsync(StationDbContext db, int id, DateTimeOffset now, CancellationToken cancellation)
    {
        if (uses.TryGetValue(id, out var last) && now - last < UseIsWrittenEvery && now >= last)
        {
            return;
        }

        uses[id] = now;
        DateTimeOffset? used = now;
        await db.ApiKeys.Where(key => key.Id == id).ExecuteUpdateAsync(set => set.SetProperty(key => key.UsedAt, used), cancellation);
    }

    private async Task<string> StoreAsync(StationDbContext db, ApiKey key, CancellationToken cancellation)
    {
        var secret = Start + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-')
            .Replace('/', '_');
        (key.Hash, key.Prefix) = (Digest(secret), secret[..ShownLetters]);
        db.ApiKeys.Add(key);
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.People);
        return secret;
    }

    internal static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

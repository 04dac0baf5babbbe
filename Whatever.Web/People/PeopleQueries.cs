using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>Who there is; without anything that must not be shown.</summary>
public sealed record ShownPerson(
    int Id, string Name, PersonRole Role, bool HasTotp, bool MustChangePassword, bool IsLockedOut, DateTimeOffset? SignedInAt);

/// <summary>A key as it is listed.</summary>
/// <param name="For">The only sensor or station that it is for; null for all.</param>
/// <param name="State">good, expired or revoked.</param>
public sealed record ShownKey(
    int Id, string Name, string Prefix, KeyScopes Scopes, string? For, string State, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? UsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>Reads people and keys.</summary>
public sealed class PeopleQueries(IDbContextFactory<StationDbContext> contexts, TimeProvider time)
{
    public async Task<IReadOnlyList<ShownPerson>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return [.. (await db.People.AsNoTracking().OrderBy(person => person.UserName).ToListAsync(cancellation)).Select(person =>
            new ShownPerson(
                person.Id, person.UserName!, person.Role, person.HasTotp, person.MustChangePassword, person.LockoutEnd > now,
                person.SignedInAt))];
    }

    public async Task<Person?> FindAsync(int id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.People.AsNoTracking().SingleOrDefaultAsync(person => person.Id == id, cancellation);
    }

    public async Task<IReadOnlyList<ShownKey>> ListKeysAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var sensors = await db.Sensors.AsNoTracking().ToDictionaryAsync(sensor => sensor.Key, sensor => sensor.Id, cancellation);
        var stations = await db.Stations.AsNoTracking().ToDictionaryAsync(station => station.Id, station => station.Name, cancellation);
        return [.. (await db.ApiKeys.AsNoTracking().OrderByDescending(key => key.Id).ToListAsync(cancellation)).Select(key => new ShownKey(
            key.Id, key.Name, key.Prefix, key.Scopes,
            key.SensorKey is { } sensor ? sensors.GetValueOrDefault(sensor)
                : key.StationId is { } station ? stations.GetValueOrDefault(station) : null,
            key.RevokedAt is not null ? "revoked" : key.IsGood(now) ? "good" : "expired",
            key.CreatedBy, key.CreatedAt, key.UsedAt, key.ExpiresAt, key.RevokedAt))];
    }
}

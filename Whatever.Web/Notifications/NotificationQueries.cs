using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>A message of the outbox, to be read by a person.</summary>
/// <param name="Message">As it is stored.</param>
/// <param name="Contact">Who gets it.</param>
public sealed record ShownMessage(Notification Message, string Contact);

/// <summary>What the page shows.</summary>
public sealed class NotificationQueries(IDbContextFactory<StationDbContext> contexts)
{
    public const int ShownMessages = 50;

    public async Task<IReadOnlyList<NotificationContact>> ContactsAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.NotificationContacts.AsNoTracking().OrderBy(contact => contact.Name).ToListAsync(cancellation);
    }

    public async Task<NotificationContact?> FindContactAsync(int id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.NotificationContacts.AsNoTracking().SingleOrDefaultAsync(contact => contact.Id == id, cancellation);
    }

    public async Task<IReadOnlyList<NotificationRule>> RulesAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.NotificationRules.AsNoTracking().OrderBy(rule => rule.Name).ToListAsync(cancellation);
    }

    /// <summary>Those that wait and those that failed first, then the newest.</summary>
    public async Task<IReadOnlyList<ShownMessage>> MessagesAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Notifications.AsNoTracking().Include(row => row.Alarms).OrderByDescending(row => row.Id).Take(ShownMessages)
            .ToListAsync(cancellation);
        var names = await db.NotificationContacts.ToDictionaryAsync(contact => contact.Id, contact => contact.Name, cancellation);
        return [
            .. rows.OrderBy(row => row.State is NotificationState.Pending or NotificationState.Failed ? 0 : 1)
                .Select(row => new ShownMessage(row, names.GetValueOrDefault(row.ContactId) ?? ""))];
    }
}

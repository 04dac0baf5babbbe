using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>Adds, changes and removes who is told of what.</summary>
public sealed class NotificationEditor(
    IDbContextFactory<StationDbContext> contexts, WebhookSecrets secrets, ChangeFeed changes, TimeProvider time)
{
    /// <returns>What is wrong; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveAsync(ContactDraft draft, CancellationToken cancellation = default)
    {
        if (NotificationRules.Refuse(draft) is { Count: > 0 } problems)
        {
            return problems;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var name = draft.Name.Trim();
        if (await db.NotificationContacts.AnyAsync(row => row.Name == name && row.Id != draft.Id, cancellation))
        {
            return [new Problem("notify.name-taken", name).At("name")];
        }

        var contact = draft.Id is not { } id
            ? db.NotificationContacts.Add(new NotificationContact { Name = name, Language = "en", CreatedAt = time.GetUtcNow() }).Entity
            : await db.NotificationContacts.SingleOrDefaultAsync(row => row.Id == id, cancellation);
        if (contact is null)
        {
            return [new Problem("notify.unknown", draft.Id)];
        }

        (contact.Name, contact.Language) = (name, draft.Language);
        (contact.Email, contact.WebhookUrl) = (Text(draft.Email), Text(draft.WebhookUrl));
        contact.ProtectedSecret = draft.RemoveSecret || contact.WebhookUrl is null ? null
            : string.IsNullOrEmpty(draft.NewSecret) ? contact.ProtectedSecret : secrets.Protect(draft.NewSecret);
        return await StoreAsync(db, cancellation);
    }

    /// <returns>What is wrong; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveAsync(RuleDraft draft, CancellationToken cancellation = default)
    {
        if (NotificationRules.Refuse(draft) is { Count: > 0 } problems)
        {
            return problems;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = await db.NotificationContacts.Select(contact => contact.Id).ToListAsync(cancellation);
        if (draft.ContactIds.Concat(draft.EscalationIds).Except(known).Select(id => (int?)id).FirstOrDefault() is { } unknown)
        {
            return [new Problem("notify.unknown", unknown).At("contacts")];
        }

        var rule = draft.Id is not { } id
            ? db.NotificationRules.Add(new NotificationRule { Name = "", TimeZone = "", Contacts = "" }).Entity
            : await db.NotificationRules.SingleOrDefaultAsync(row => row.Id == id, cancellation);
        if (rule is null)
        {
            return [new Problem("notify.unknown-rule", draft.Id)];
        }

        Apply(draft, rule);
        return await StoreAsync(db, cancellation);
    }

    /// <summary>One that a rule names stays: the rule would tell nobody and nobody would know.</summary>
    public async Task<Problem?> RemoveContactAsync(int id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rules = await db.NotificationRules.AsNoTracking().ToListAsync(cancellation);
        if (rules.Find(rule => NotificationRule.ReadIds(rule.Contacts).Concat(NotificationRule.ReadIds(rule.EscalationContacts))
            .Contains(id)) is { } naming)
        {
            return new Problem("notify.contact-in-use", naming.Name);
        }

        return await db.NotificationContacts.FindAsync([id], cancellation) is { } contact
            ? await RemoveAsync(db, contact, cancellation)
            : new Problem("notify.unknown", id);
    }

    /// <summary>What it has queued already still goes.</summary>
    public async Task<Problem?> RemoveRuleAsync(int id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.NotificationRules.FindAsync([id], cancellation) is { } rule
            ? await RemoveAsync(db, rule, cancellation)
            : new Problem("notify.unknown-rule", id);
    }

    /// <summary>
    /// Tries a message that failed once more, at once. It has been tried, so that nothing is added to it: who got it after all would take
    /// the longer one for the same.
    /// </summary>
    public async Task<Problem?> SendAgainAsync(long id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var changed = await db.Notifications
            .Where(row => row.Id == id && (row.State == NotificationState.Failed || row.State == NotificationState.Pending))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, NotificationState.Pending).SetProperty(row => row.DueAt, now)
                    .SetProperty(row => row.Attempts, 1), cancellation);
        changes.Publish(ChangeKind.Notifications);
        return changed == 0 ? new Problem("notify.unknown-message", id) : null;
    }

    private async Task<Problem?> RemoveAsync(StationDbContext db, object row, CancellationToken cancellation)
    {
        db.Remove(row);
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Notifications);
        return null;
    }

    private async Task<IReadOnlyList<Problem>> StoreAsync(StationDbContext db, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Notifications);
        return [];
    }

    private static void Apply(RuleDraft draft, NotificationRule rule)
    {
        (rule.Name, rule.Enabled, rule.FromStage) = (draft.Name.Trim(), draft.Enabled, draft.FromStage);
        (rule.Sensors, rule.Stations) = (NotificationRule.WriteIds(draft.SensorKeys), NotificationRule.WriteIds(draft.StationIds));
        (rule.FromMinute, rule.ToMinute) = (
            NotificationRules.MinuteOf(draft.From) ?? 0, NotificationRules.MinuteOf(draft.To) ?? 0);
        (rule.Days, rule.TimeZone) = (draft.Days & NotificationRule.EveryDay, draft.TimeZone);
        (rule.GroupMinutes, rule.OnClear, rule.EscalateMinutes) = (draft.GroupMinutes, draft.OnClear, draft.EscalateMinutes);
        rule.Contacts = NotificationRule.WriteIds(draft.ContactIds) ?? "";
        rule.EscalationContacts = NotificationRule.WriteIds(draft.EscalationIds);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Notes what changes of the tables that are audited, and what was noted besides, in the transaction of the change: neither is there
/// without the other.
/// </summary>
internal sealed class AuditInterceptor(DefaultActor byDefault, TimeProvider time) : SaveChangesInterceptor
{
    /// <summary>Stands for what is written down nowhere.</summary>
    private const string Hidden = "…";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        End(eventData.Context, isDone: true);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        End(eventData.Context, isDone: true);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => End(eventData.Context, isDone: false);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData.Context, isDone: false);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => End(eventData.Context, isDone: false);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData.Context, isDone: false);
        return Task.CompletedTask;
    }

    private void Note(DbContext? context)
    {
        if (context is not StationDbContext db)
        {
            return;
        }

        var actor = Actor.Current ?? byDefault.Actor;
        var changed = db.ChangeTracker.Entries().ToList().Select(entry => NoteOf(db, entry, actor)).OfType<AuditNote>();
        List<AuditNote> notes = [.. changed, .. db.Notes];
        if (notes.Count == 0)
        {
            return;
        }

        db.Notes.Clear();

        // What was noted last is read under the lock of the one writer, which is kept until the change is done.
        db.NotedIn = db.Database.CurrentTransaction is null ? db.Database.BeginTransaction() : null;
        try
        {
            AuditChain.Append(db, notes, actor, time.GetUtcNow());
        }
        catch
        {
            End(db, isDone: false);
            throw;
        }
    }

    private static void End(DbContext? context, bool isDone)
    {
        if (context is not StationDbContext { NotedIn: { } transaction } db)
        {
            return;
        }

        db.NotedIn = null;
        using (transaction)
        {
            if (isDone)
            {
                transaction.Commit();
            }
        }
    }

    private static AuditNote? NoteOf(StationDbContext db, EntityEntry entry, Actor actor)
    {
        if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)
            || AuditedTables.Of(entry.Entity) is not { } table || !table.Concerns(entry.Entity) || !table.IsNotedOf(actor.Kind)
            || (table.AddedOnly && entry.State != EntityState.Added) || (table.ChangedOnly && entry.State != EntityState.Modified))
        {
            return null;
        }

        var (before, after) = (new JsonObject(), new JsonObject());
        var isHidden = table.IsHidden(entry.Entity);
        foreach (var column in table.Shown.Select(name => entry.Property(name)).Where(column => IsConcerned(entry, column)))
        {
            before[column.Metadata.GetColumnName()] = Text(isHidden ? Hidden : column.OriginalValue);
            after[column.Metadata.GetColumnName()] = Text(isHidden ? Hidden : column.CurrentValue);
        }

        foreach (var (column, name) in table.Secret.Select(secret => (entry.Property(secret.Column), secret.Name))
            .Where(secret => IsConcerned(entry, secret.Item1)))
        {
            before[name] = column.OriginalValue is null ? null : Hidden;
            after[name] = column.CurrentValue is null ? null : Hidden;
        }

        return entry.State == EntityState.Modified && after.Count == 0 ? null : new AuditNote(
            $"{table.Name}.{Verb(entry.State)}", table.SubjectOf(db, entry.Entity))
        {
            Before = entry.State == EntityState.Added ? table.Before?.Invoke(db, entry.Entity) : Write(before),
            After = entry.State == EntityState.Deleted ? null : table.Whole?.Invoke(entry.Entity) ?? Write(after),
            Why = table.Why?.Invoke(entry.Entity),
        };
    }

    private static bool IsConcerned(EntityEntry entry, PropertyEntry column) =>
        entry.State != EntityState.Modified || (column.IsModified && !Equals(column.OriginalValue, column.CurrentValue));

    private static string Verb(EntityState state) => state switch
    {
        EntityState.Added => "added",
        EntityState.Deleted => "removed",
        _ => "changed",
    };

    private static JsonNode? Text(object? value) => value switch
    {
        null => null,
        bool known => known,
        int or long or double => JsonNode.Parse(JsonSerializer.Serialize(value)),
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Write(JsonObject values) => values.ToJsonString(Readable);
}

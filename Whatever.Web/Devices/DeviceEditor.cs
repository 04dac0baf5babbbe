using System.Data;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>Adds, changes, pauses and removes devices.</summary>
public sealed class DeviceEditor
{
    private const int ClientIdLetters = 12;

    private readonly IDbContextFactory<StationDbContext> contexts;
    private readonly DevicePasswords passwords;
    private readonly LeftSessions sessions;
    private readonly ChangeFeed changes;
    private readonly TimeProvider time;

    internal DeviceEditor(
        IDbContextFactory<StationDbContext> contexts, DevicePasswords passwords, LeftSessions sessions, ChangeFeed changes,
        TimeProvider time) =>
        (this.contexts, this.passwords, this.sessions, this.changes, this.time) = (contexts, passwords, sessions, changes, time);

    /// <returns>What is wrong with the draft; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveAsync(DeviceDraft draft, CancellationToken cancellation = default)
    {
        if (DeviceRules.Refuse(draft) is { Count: > 0 } wrong)
        {
            return wrong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        if (await RefuseAmongOthersAsync(db, draft, cancellation) is { Count: > 0 } problems)
        {
            return problems;
        }

        var device = draft.Id is { } id
            ? await db.DeviceSources.Include(row => row.Points).SingleOrDefaultAsync(row => row.Id == id, cancellation)
            : db.DeviceSources.Add(new DeviceSource { Name = "", Connection = "", CreatedAt = time.GetUtcNow() }).Entity;
        if (device is null)
        {
            return [new Problem("device.gone", draft.Name)];
        }

        if (KeepsPasswordOfAnother(draft, device))
        {
            return [new Problem("device.password-of-other").At("password")];
        }

        var before = LeftSessions.Of(device);
        Apply(draft, device);
        var left = before is not null && LeftSessions.IsLeftBy(before, device) ? before : null;

        // What another broker has sent, or knows to be subscribed, means nothing to this one.
        device.Progress = left is null ? device.Progress : null;

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Devices);
        await sessions.EndAsync(left, device.Id, cancellation);
        return [];
    }

    public async Task PauseAsync(int id, bool paused, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.DeviceSources.SingleOrDefaultAsync(row => row.Id == id, cancellation) is { } device)
        {
            device.IsPaused = paused;
            await db.SaveChangesAsync(cancellation);
        }

        changes.Publish(ChangeKind.Devices);
    }

    /// <summary>What it has measured stays.</summary>
    /// <returns>What is left of it at its broker, where that could not be told; null where nothing is.</returns>
    public async Task<Problem?> RemoveAsync(int id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var device = await db.DeviceSources.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
        var (left, name) = (device is null ? null : LeftSessions.Of(device), device?.Name ?? "");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.DevicePoints.Where(point => point.DeviceId == id).ExecuteDeleteAsync(cancellation);
        if (await db.DeviceSources.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation) > 0)
        {
            db.Notes.Add(new AuditNote(AuditActs.DeviceRemoved, name));
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Devices);
        return await sessions.EndAsync(left, deviceId: null, cancellation);
    }

    /// <summary>A quantity that two devices measure would change from one to the other within a minute.</summary>
    private static async Task<List<Problem>> RefuseAmongOthersAsync(
        StationDbContext db, DeviceDraft draft, CancellationToken cancellation)
    {
        var others = await db.DeviceSources.AsNoTracking().Include(device => device.Points)
            .Where(device => device.Id != (draft.Id ?? 0)).ToListAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToDictionaryAsync(sensor => sensor.Key, cancellation);
        var problems = new List<Problem>();
        if (others.FirstOrDefault(other => other.Name.Equals(draft.Name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            problems.Add(new Problem("device.known", known.Name).At("name"));
        }

        for (var index = 0; index < draft.Points.Count; index++)
        {
            var point = draft.Points[index];
            if (!sensors.TryGetValue(point.SensorKey, out var sensor))
            {
                problems.Add(new Problem("device.of-point", index + 1, new Problem("device.no-sensor")).At("points"));
            }
            else if (draft.Points.Take(index).Any(other => IsSame(other.SensorKey, other.Quantity, point)))
            {
                problems.Add(new Problem("device.twice", sensor.Id, Phrases.Of(point.Quantity)).At("points"));
            }
            else if (others.FirstOrDefault(other => other.Points.Any(taken => IsSame(taken.SensorKey, taken.Quantity, point))) is { } other)
            {
                problems.Add(new Problem("device.taken", sensor.Id, Phrases.Of(point.Quantity), other.Name).At("points"));
            }
        }

        return problems;
    }

    private static bool IsSame(int sensorKey, Whatever.Model.Series.Quantity quantity, PointDraft point) =>
        sensorKey == point.SensorKey && quantity == point.Quantity;

    /// <summary>The stored password is shown to nobody, so it is not sent to an address that somebody has just typed in either.</summary>
    private static bool KeepsPasswordOfAnother(DeviceDraft draft, DeviceSource device)
    {
        if (device.ProtectedPassword is null || draft.RemovePassword || !string.IsNullOrEmpty(draft.NewPassword))
        {
            return false;
        }

        var stored = StoredJson.Read<DeviceConnection>(device.Connection);
        return !IsSameBroker(stored, draft.Connection);
    }

    internal static bool IsSameBroker(DeviceConnection stored, DeviceConnection wanted) =>
        stored.Host.Equals(wanted.Host.Trim(), StringComparison.OrdinalIgnoreCase)
        && (stored.Port, stored.UseTls) == (wanted.Port, wanted.UseTls);

    private void Apply(DeviceDraft draft, DeviceSource device)
    {
        var connection = draft.Connection with
        {
            Host = draft.Connection.Host.Trim(),
            SerialPort = draft.Connection.SerialPort.Trim(),
            ClientId = string.IsNullOrEmpty(draft.Connection.ClientId)
                ? $"whatever-{Guid.NewGuid().ToString("n")[..ClientIdLetters]}"
                : draft.Connection.ClientId,
        };
        (device.Name, device.Kind, device.Connection) = (draft.Name.Trim(), draft.Kind, StoredJson.Write(connection));
        device.ProtectedPassword = draft.RemovePassword || draft.Kind != DeviceKind.Mqtt ? null
            : string.IsNullOrEmpty(draft.NewPassword) ? device.ProtectedPassword
            : passwords.Protect(draft.NewPassword);
        device.Points.RemoveAll(point => draft.Points.All(wanted => wanted.Id != point.Id));
        foreach (var wanted in draft.Points)
        {
            Apply(wanted, device.Points.FirstOrDefault(point => point.Id == wanted.Id) ?? Add(device));
        }
    }

    private static DevicePoint Add(DeviceSource device)
    {
        var added = new DevicePoint { Place = "" };
        device.Points.Add(added);
        return added;
    }

    private static void Apply(PointDraft wanted, DevicePoint point)
    {
        var place = StoredJson.Write(wanted.Place);
        if (point.Place != place || !wanted.IsCounter)
        {
            // Another register is another counter.
            (point.LastCount, point.LastCountAt, point.BaseCount, point.BaseCountAt) = (null, null, null, null);
        }

        (point.SensorKey, point.Quantity, point.Place) = (wanted.SensorKey, wanted.Quantity, place);
        (point.Scale, point.Offset, point.IsCounter) = (wanted.Scale, wanted.Offset, wanted.IsCounter);
        (point.CounterRange, point.LargestFlow, point.CounterTime) = (wanted.CounterRange, wanted.LargestFlow, wanted.CounterTime);
    }
}

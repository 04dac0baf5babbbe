namespace Whatever.Web.Domain;

/// <summary>Something that somebody did. Rows are added and never changed or removed; each holds the digest of all before it.</summary>
public sealed class AuditEntry
{
    /// <summary>From 1 on, without a gap.</summary>
    public long Sequence { get; set; }

    public DateTimeOffset At { get; set; }
    public ActorKind Kind { get; set; }

    /// <summary>The person, the key, the job, or the user of the machine.</summary>
    public string Who { get; set; } = "";

    /// <summary>Null for what happened at the machine.</summary>
    public string? Address { get; set; }

    /// <summary>What was done, one of <see cref="AuditActs"/>.</summary>
    public string Act { get; set; } = "";

    /// <summary>To what.</summary>
    public string Subject { get; set; } = "";

    /// <summary>What changed, as it was; JSON.</summary>
    public string? Before { get; set; }

    /// <summary>What changed, as it became; JSON.</summary>
    public string? After { get; set; }

    /// <summary>What was given as the reason.</summary>
    public string? Why { get; set; }

    /// <summary>SHA-256 over the digest of the row before and a canonical text of this one.</summary>
    public string Hash { get; set; } = "";
}

/// <summary>Something to note: who and when is added where it is written.</summary>
public sealed record AuditNote(string Act, string Subject)
{
    public string? Before { get; init; }
    public string? After { get; init; }
    public string? Why { get; init; }

    /// <summary>Where it is not who the work is done for: who signs in is nobody before.</summary>
    public string? Who { get; init; }
}

/// <summary>What is noted; the words are part of what is kept, so they stay.</summary>
public static class AuditActs
{
    public const string SignIn = "sign-in";
    public const string SignInRefused = "sign-in.refused";
    public const string SignOut = "sign-out";
    public const string Lockout = "lockout";
    public const string SessionsEnded = "sessions.ended";
    public const string Refused = "refused";
    public const string KeyRevoked = "key.revoked";
    public const string DeviceRemoved = "device.removed";
    public const string Purged = "purged";
    public const string BackedUp = "backed-up";
    public const string Restored = "restored";

    /// <summary>All, with those that stored rows are named by, see <c>Storage/AuditedTables</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignIn, SignInRefused, SignOut, Lockout, SessionsEnded, Refused, "person.added", "person.changed", "person.removed", "key.added",
        "key.changed", "key.removed", KeyRevoked, "thresholds.added", "criteria.changed", "schedule.added", "schedule.changed",
        "schedule.removed", "target.added", "target.changed", "target.removed", "device.added", "device.changed", DeviceRemoved,
        "station.added", "station.changed",
        "station.removed", "sensor.added", "sensor.changed", "sensor.removed", "range.added", "range.changed", "range.removed",
        "model.added", "alarm.added", "import.added", "setting.added", "setting.changed", "setting.removed",
        "contact.added", "contact.changed", "contact.removed", "rule.added", "rule.changed", "rule.removed", Purged, BackedUp, Restored,
    ];
}

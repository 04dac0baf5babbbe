namespace Whatever.Web.Domain;

/// <summary>What a key opens.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>Readings in.</summary>
    Push = 1,

    /// <summary>Everything that is shown, out.</summary>
    Read = 2,

    /// <summary>What an operator may do: alarms, thresholds, jobs.</summary>
    Operate = 4,

    /// <summary>Messages into the built-in receiver: the station's own, which nobody is given.</summary>
    Deliver = 8,
}

/// <summary>A key of a machine. The station keeps its digest alone.</summary>
public sealed class ApiKey
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>How it begins, to tell it by.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>SHA-256 of the whole key, which is random enough to need no salt.</summary>
    public string Hash { get; set; } = "";

    public KeyScopes Scopes { get; set; }

    /// <summary>The only sensor that it is for; null for more.</summary>
    public int? SensorKey { get; set; }

    /// <summary>The only station whose sensors it is for; null for more.</summary>
    public int? StationId { get; set; }

    public string CreatedBy { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>When it ends by itself: after a rotation the old one is good for a while.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

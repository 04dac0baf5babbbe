namespace Whatever.Web.Domain;

/// <summary>One import of a file, with its report as it was shown.</summary>
public sealed class ImportRecord
{
    public long Id { get; set; }
    public int SensorKey { get; set; }
    public required string FileName { get; set; }
    public DateTimeOffset ImportedAt { get; set; }

    /// <summary>The report as JSON, the same as <c>import --json</c> prints.</summary>
    public required string Report { get; set; }

    public string? RejectsFile { get; set; }
}

/// <summary>A mock CSV played into a sensor as if it were live.</summary>
public sealed class Replay
{
    public int SensorKey { get; set; }

    /// <summary>Path below the data folder.</summary>
    public required string File { get; set; }
    public required string FileName { get; set; }

    /// <summary>1..600 minutes of data per minute of life.</summary>
    public int Speed { get; set; } = 1;
    public bool Loop { get; set; } = true;
    public bool Running { get; set; } = true;

    /// <summary>The minute at which the first row of the current round is stored.</summary>
    public int StartMinute { get; set; }

    /// <summary>The last minute already played.</summary>
    public int PlayedThroughMinute { get; set; }
}

/// <summary>What the built-in receiver got.</summary>
public sealed class ReceivedMessage
{
    public required string IdempotencyKey { get; set; }
    public DeliveryKind Kind { get; set; }
    public required string SensorId { get; set; }
    public required string Body { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>How often the same key came again.</summary>
    public int Repeats { get; set; }
}

/// <summary>A setting that has no table of its own.</summary>
public sealed class Setting
{
    public required string Name { get; set; }
    public required string Value { get; set; }
}

/// <summary>Offset of a zone from one instant to the next change, so that plain SQL can show local time.</summary>
public sealed class ZoneOffset
{
    public required string TimeZone { get; set; }
    public int FromMinute { get; set; }

    /// <summary>Exclusive.</summary>
    public int UntilMinute { get; set; }
    public int OffsetMinutes { get; set; }
}

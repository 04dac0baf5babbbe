using System.Security.Cryptography;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>
/// One payload that must reach the target server exactly once in effect. Written in the transaction that makes the payload.
/// </summary>
public sealed class OutboundDelivery
{
    public long Id { get; set; }
    public DeliveryKind Kind { get; set; }
    public required string SensorId { get; set; }

    /// <summary>What is said, and of what: one such message is queued once.</summary>
    public required string IdempotencyKey { get; set; }

    /// <summary>
    /// The station as which it is sent: of two that both have a sensor_01 each has its own keys. Empty for what was queued before stations
    /// had an identity, which may have been sent under its bare key already.
    /// </summary>
    public string Sender { get; set; } = "";

    /// <summary>Sent as the Idempotency-Key header; the same on every try.</summary>
    public string WireKey => WireKeyOf(Sender, IdempotencyKey);

    /// <summary>
    /// What the key is about without what is said of it: all but its last part (and a revision behind that). '0' is the letter after '/',
    /// so that all keys of a subject lie between subject + '/' and subject + '0'.
    /// </summary>
    public string Subject => IdempotencyKey[..IdempotencyKey.LastIndexOf('/')];

    /// <summary>Of a forecast file only.</summary>
    public DateOnly? BaseDay { get; set; }
    public int? Step { get; set; }

    /// <summary>The bytes of the file, or the JSON of the alert.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>Lower-case hex of <see cref="Payload"/>.</summary>
    public required string Sha256 { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null until its daily sending time has come (forecasts); alerts are released when made.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>How often in a row the server understood it and said no.</summary>
    public int Refusals { get; set; }

    public DeliveryState State { get; set; }

    /// <summary>What the last try ended with, in words a person can act on.</summary>
    public Phrase? LastError { get; set; }

    public DateTimeOffset? ReceiptAt { get; set; }
    public int? ReceiptStatus { get; set; }

    /// <summary>When the file was moved to the sent folder (forecasts).</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>Refused for good: only a person sends it again.</summary>
    public bool IsSetAside => IsAside(State, NextAttemptAt);

    public static bool IsAside(DeliveryState state, DateTimeOffset? nextAttemptAt) =>
        state == DeliveryState.Refused && nextAttemptAt is null;

    public static string WireKeyOf(string sender, string key) => sender.Length == 0 ? key : $"{sender}/{key}";

    public static string DigestOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));
}

public enum DeliveryKind
{
    Forecast = 0,

    /// <summary>A minute that is an outlier.</summary>
    Alert = 1,

    /// <summary>What became of an alarm; never behind minutes.</summary>
    Alarm = 2,
}

public enum DeliveryState
{
    Waiting = 0,
    Received = 1,

    /// <summary>
    /// The server understood and said no. Tried again some times over a day, without holding up the others, and then set aside until a
    /// person sends it again.
    /// </summary>
    Refused = 2,
}

/// <summary>Where deliveries go. One row.</summary>
public sealed class TargetServer
{
    public const int TheOnlyId = 1;

    /// <summary>At 50 ms from the server these are 300 messages a second; half of them would not be the 200 that a fleet needs.</summary>
    public const int UsualParallel = 16;

    public int Id { get; set; } = TheOnlyId;

    /// <summary>Base address; null means the receiver built into this station.</summary>
    public string? Url { get; set; }

    public PayloadFormat Format { get; set; }

    /// <summary>The bearer token, protected with the keys of the data folder.</summary>
    public string? ProtectedToken { get; set; }

    public AlertPolicy AlertPolicy { get; set; }
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>Sensors of a kind whose messages are on their way at the same time.</summary>
    public int ParallelSensors { get; set; } = UsualParallel;
    public DateTimeOffset ChangedAt { get; set; }
}

public enum PayloadFormat
{
    Csv = 0,
    Json = 1,
}

public enum AlertPolicy
{
    EveryOutlierMinute = 0,
    StageChange = 1,

    /// <summary>No minutes: what a person handles is what the server hears of.</summary>
    AlarmOpenClose = 2,
}

using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>The target with its secrets opened, ready to be sent to.</summary>
public sealed record Endpoint(string Url, PayloadFormat Format, string? Token, TimeSpan Timeout)
{
    /// <summary>The stored target, or another address with its other settings.</summary>
    public static Endpoint From(TargetServer target, StationAddress self, TokenProtector tokens, string? otherUrl = null) => new(
        (otherUrl ?? target.Url ?? self.ReceiverUrl).TrimEnd('/'),
        target.Format,
        target.ProtectedToken is { } token ? tokens.Unprotect(token) : null,
        TimeSpan.FromSeconds(target.TimeoutSeconds));
}

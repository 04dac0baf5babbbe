using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>The target with its secrets opened, ready to be sent to.</summary>
public sealed record Endpoint(string Url, PayloadFormat Format, string? Token, TimeSpan Timeout)
{
    /// <summary>Certificates in PEM that stand in the place of the system's roots; null for those.</summary>
    public string? Authority { get; init; }

    /// <summary>Sensors whose messages are on their way at the same time.</summary>
    public int Parallel { get; init; } = TargetServer.UsualParallel;

    /// <summary>The stored target, or another address with its other settings.</summary>
    /// <param name="target">The stored target.</param>
    /// <param name="receiver">The built-in receiver, where no target is set.</param>
    /// <param name="tokens">Opens the token.</param>
    /// <param name="otherUrl">Instead of the stored address.</param>
    /// <returns>Null where there is no address: no target is set, and this station has never listened.</returns>
    public static Endpoint? From(TargetServer target, string? receiver, TokenProtector tokens, string? otherUrl = null) =>
        (otherUrl ?? target.Url ?? receiver) is { } url
        ? new Endpoint(
            url.TrimEnd('/'),
            target.Format,
            target.ProtectedToken is { } token && (otherUrl is null || IsSameServer(otherUrl, target.Url ?? receiver))
                ? tokens.Unprotect(token)
                : null,
            TimeSpan.FromSeconds(target.TimeoutSeconds))
        { Parallel = target.ParallelSensors }
        : null;

    /// <summary>A token is for the server that it was entered for: it goes nowhere else.</summary>
    public static bool IsSameServer(string? a, string? b) =>
        Uri.TryCreate(a, UriKind.Absolute, out var first) && Uri.TryCreate(b, UriKind.Absolute, out var second)
        && first.Scheme == second.Scheme && first.Authority == second.Authority;
}

using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>The certificate that a server showed.</summary>
/// <param name="Host">That was asked for.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="ValidUntil">Its end.</param>
/// <param name="MetAt">When the connection was made.</param>
/// <param name="Errors">Why it was not trusted; none where it was.</param>
public sealed record MetCertificate(
    string Host, string Subject, string Issuer, DateTimeOffset ValidUntil, DateTimeOffset MetAt, SslPolicyErrors Errors);

/// <summary>Connections to the target, with whose certificates count there, and what certificate was met last.</summary>
public sealed class TargetTrust(StationSettings settings, TimeProvider time) : IDisposable
{
    private const string Name = "target_certificate";

    /// <summary>By the authority: one that is set anew has connections of its own.</summary>
    private readonly ConcurrentDictionary<string, HttpClient> clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetCertificate> met = new(StringComparer.OrdinalIgnoreCase);
    private MetCertificate? kept;

    /// <summary>For a target with an authority of its own.</summary>
    /// <param name="authority">PEM.</param>
    public HttpClient ClientOf(string authority) =>
        clients.GetOrAdd(authority, pem => new HttpClient(HandlerOf(pem)) { Timeout = Timeout.InfiniteTimeSpan });

    /// <param name="authority">PEM; null for the system's roots.</param>
    public SocketsHttpHandler HandlerOf(string? authority) => new()
    {
        // A redirect would turn a POST into a GET.
        AllowAutoRedirect = false,
        ConnectCallback = OutgoingAddresses.ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = authority is null ? null : TargetAuthority.PolicyOf(authority),
            RemoteCertificateValidationCallback = (connection, certificate, _, errors) => Judge((SslStream)connection, certificate, errors),
        },
    };

    /// <summary>The certificate met last; null where none was.</summary>
    public async Task<MetCertificate?> LastAsync(CancellationToken cancellation = default) =>
        kept ?? (await settings.GetAsync(Name, cancellation) is { Length: > 0 } text
            ? JsonSerializer.Deserialize<MetCertificate>(text)
            : null);

    /// <summary>Stores what was met of the server, where it is new.</summary>
    public async Task KeepAsync(string url)
    {
        if (MetAt(url) is { } now && now != kept)
        {
            try
            {
                kept = now;
                await settings.SetAsync(Name, JsonSerializer.Serialize(now));
            }
            catch (Exception busy) when (busy is DbUpdateException or DbException)
            {
                // What the server answered counts, whether the page can show its certificate after a restart or not.
            }
        }
    }

    /// <returns>Why the server is not trusted and what to do; null where its certificate is not the reason.</returns>
    public Phrase? Explain(string url, bool hasAuthority) => MetAt(url) switch
    {
        null or { Errors: SslPolicyErrors.None } => null,
        { } seen when seen.ValidUntil < time.GetUtcNow() => new Phrase("certificate.expired", url, seen.Subject, seen.ValidUntil),
        { } seen when seen.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
            new Phrase("certificate.name", url, seen.Subject, seen.Host),
        { } seen when hasAuthority => new Phrase("certificate.other-authority", url, seen.Subject, seen.Issuer),
        { } seen => new Phrase("certificate.unknown-authority", url, seen.Subject, seen.Issuer),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    private MetCertificate? MetAt(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? met.GetValueOrDefault(address.IdnHost) : null;

    private bool Judge(SslStream connection, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 shown)
        {
            met[connection.TargetHostName] = new MetCertificate(
                connection.TargetHostName, shown.Subject, shown.Issuer, new DateTimeOffset(shown.NotAfter), time.GetUtcNow(), errors);
        }

        return errors == SslPolicyErrors.None;
    }
}

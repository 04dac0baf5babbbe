using System.Net;
using System.Security.Cryptography.X509Certificates;
using Whatever.Model.Problems;

namespace Whatever.Web.Security;

/// <summary>Where a station listens, what it is called there, and what it proves itself with.</summary>
public sealed class Listening
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "::1"];
    private readonly IReadOnlyList<Uri> urls;

    private Listening(IReadOnlyList<Uri> urls, IReadOnlyList<string> hostNames, IReadOnlyList<IPAddress> proxies)
    {
        (this.urls, Proxies) = (urls, proxies);
        Names = new HashSet<string>(
            [.. LoopbackNames, .. urls.Where(url => !IsAny(url)).Select(url => url.Host.Trim('[', ']')), .. hostNames],
            StringComparer.OrdinalIgnoreCase);
        IsReachable = hostNames.Count > 0 || proxies.Count > 0 || urls.Any(url => !IsLoopback(url));
    }

    /// <summary>Other machines may reach it.</summary>
    public bool IsReachable { get; }

    public bool IsHttps => urls.Any(url => url.Scheme == Uri.UriSchemeHttps);

    public bool IsHttpsAlone => urls.All(url => url.Scheme == Uri.UriSchemeHttps);

    /// <summary>Hosts that it answers to, beside the address that a request arrives at.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Who may say on whose behalf a request comes.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; }

    /// <summary>What it proves itself with; null over HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What was signed by whom, between the certificate and its authority.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    public IReadOnlyList<Uri> Urls => urls;

    /// <summary>
    /// For the web server. Where all is HTTPS the station has a way to its own receiver besides, which no other machine reaches: its
    /// certificate is for other names.
    /// </summary>
    public string[] ForServer => urls.Any(url => url.Scheme == Uri.UriSchemeHttp)
        ? [.. urls.Select(url => url.GetLeftPart(UriPartial.Authority))]
        : [.. urls.Select(url => url.GetLeftPart(UriPartial.Authority)), "http://127.0.0.1:0"];

    /// <exception cref="ListeningException">An address, a name or a proxy is none.</exception>
    public static Listening Parse(string text, string? hostNames = null, string? proxies = null, ServerCertificate? certificate = null)
    {
        var found = Split(text, ';').Select(ReadUrl).ToList();
        if (found.Count == 0)
        {
            throw new ListeningException(new Problem("serve.url", text));
        }

        var isHttps = found.Exists(url => url.Scheme == Uri.UriSchemeHttps);
        if (isHttps && certificate is null)
        {
            throw new ListeningException(new Problem("serve.https", text));
        }

        return new Listening(found, [.. Split(hostNames, ',').Select(ReadName)], [.. Split(proxies, ',').Select(ReadProxy)])
        {
            Certificate = isHttps ? certificate!.Own : null,
            Chain = isHttps ? certificate!.Chain : [],
        };
    }

    private static string[] Split(string? text, char separator) =>
        (text ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Uri ReadUrl(string text)
    {
        var plain = text.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(plain, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.PathAndQuery == "/"
            ? url
            : throw new ListeningException(new Problem("serve.url", text));
    }

    private static string ReadName(string text) => Uri.CheckHostName(text.Trim('[', ']')) != UriHostNameType.Unknown
        ? text.Trim('[', ']')
        : throw new ListeningException(new Problem("serve.host-name", text));

    private static IPAddress ReadProxy(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw new ListeningException(new Problem("serve.proxy", text));

    private static bool IsLoopback(Uri url) =>
        url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsAny(Uri url) => IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}

/// <summary>The station cannot listen as it was told to.</summary>
public sealed class ListeningException(Problem problem) : ProblemException(problem);

using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>How the mail server is spoken to.</summary>
public enum MailSecurity
{
    /// <summary>In the clear.</summary>
    None = 0,

    /// <summary>Encrypted after the greeting, usually on port 587; where the server offers none, nothing is sent.</summary>
    StartTls = 1,

    /// <summary>Encrypted from the first byte on, usually on port 465.</summary>
    Tls = 2,
}

/// <summary>The mail server.</summary>
public sealed record MailSettings
{
    public string? Host { get; init; }
    public int Port { get; init; } = 587;
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Null where nobody signs in.</summary>
    public string? User { get; init; }
    public string? ProtectedPassword { get; init; }

    /// <summary>The address that messages come from.</summary>
    public string? From { get; init; }
}

/// <summary>The mail server as a person edits it.</summary>
public sealed record MailDraft
{
    public string? Host { get; init; }
    public int Port { get; init; } = 587;
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;
    public string? User { get; init; }

    /// <summary>Null keeps the one that is stored, for the same host and user.</summary>
    public string? NewPassword { get; init; }
    public string? From { get; init; }
}

/// <summary>
/// Reads and changes the mail server, the address of the station in messages, and how old an alarm may be that is told of.
/// </summary>
public sealed class MailEditor(StationSettings settings, MailPasswords passwords)
{
    public const int LongestHost = 253;
    public const int MostHours = 24 * 7;
    private const int DefaultHours = 12;
    private const int LongestUser = 254;
    private const string Server = "notifications_mail";
    private const string Base = "notifications_base_url";
    private const string Oldest = "notifications_oldest_hours";

    public async Task<MailSettings> CurrentAsync(CancellationToken cancellation = default) =>
        await settings.GetAsync(Server, cancellation) is { Length: > 0 } json ? StoredJson.Read<MailSettings>(json) : new MailSettings();

    /// <summary>Where pages of the station are reached from outside; null where nobody said.</summary>
    public async Task<string?> BaseUrlAsync(CancellationToken cancellation = default) =>
        await settings.GetAsync(Base, cancellation) is { Length: > 0 } url ? url : null;

    /// <summary>An alarm that was raised longer ago, as while the station was off, is told to nobody.</summary>
    public async Task<int> OldestHoursAsync(CancellationToken cancellation = default) =>
        int.TryParse(await settings.GetAsync(Oldest, cancellation), System.Globalization.CultureInfo.InvariantCulture, out var hours)
            ? hours : DefaultHours;

    /// <returns>What is wrong; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveAsync(MailDraft draft, CancellationToken cancellation = default)
    {
        var (problems, next) = await ReadAsync(draft, cancellation);
        if (problems.Count == 0)
        {
            await settings.SetAsync(Server, StoredJson.Write(next), cancellation);
        }

        return problems;
    }

    /// <returns>What is wrong; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveGeneralAsync(string? baseUrl, int oldestHours, CancellationToken cancellation = default)
    {
        var problems = new List<Problem>();
        var url = baseUrl?.Trim().TrimEnd('/') ?? "";
        if (url.Length > 0 && !NotificationRules.IsPlainUrl(url))
        {
            problems.Add(new Problem("notify.base-url", Excerpt.Of(url)).At("base_url"));
        }

        if (oldestHours is < 0 or > MostHours)
        {
            problems.Add(new Problem("value.out-of-range", "oldest_hours", oldestHours, 0, MostHours).At("oldest_hours"));
        }

        if (problems.Count == 0)
        {
            await settings.SetAsync(Base, url, cancellation);
            await settings.SetAsync(
                Oldest, oldestHours.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellation);
        }

        return problems;
    }

    /// <summary>The settings that a draft comes to.</summary>
    internal async Task<(IReadOnlyList<Problem> Problems, MailSettings Settings)> ReadAsync(
        MailDraft draft, CancellationToken cancellation = default)
    {
        var (host, user) = (Text(draft.Host), Text(draft.User));
        if (host is null)
        {
            return ([], new MailSettings());
        }

        var stored = await CurrentAsync(cancellation);

        // The stored password is shown to nobody, so it goes to no server that somebody has just typed in either.
        var isSame = string.Equals(stored.Host, host, StringComparison.OrdinalIgnoreCase) && stored.User == user;
        var password = user is null ? null
            : !string.IsNullOrEmpty(draft.NewPassword) ? passwords.Protect(draft.NewPassword)
            : isSame ? stored.ProtectedPassword : null;
        return ([.. Refuse(draft, host, user, password)], new MailSettings
        {
            Host = host,
            Port = draft.Port,
            Security = draft.Security,
            User = user,
            ProtectedPassword = password,
            From = Text(draft.From),
        });
    }

    private static IEnumerable<Problem> Refuse(MailDraft draft, string host, string? user, string? password)
    {
        if (Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown || host.Length > LongestHost)
        {
            yield return new Problem("notify.mail-host", Excerpt.Of(host)).At("host");
        }

        if (draft.Port is < 1 or > ushort.MaxValue)
        {
            yield return new Problem("value.out-of-range", "port", draft.Port, 1, ushort.MaxValue).At("port");
        }

        if (!NotificationRules.IsAddress(draft.From))
        {
            yield return new Problem("notify.address", Excerpt.Of(draft.From ?? "")).At("from");
        }

        if (user is { Length: > LongestUser } || user?.Any(char.IsControl) == true)
        {
            yield return new Problem("notify.mail-user", LongestUser).At("user");
        }

        if (user is not null && password is null)
        {
            yield return new Problem("notify.mail-password").At("password");
        }

        if (user is not null && draft.Security == MailSecurity.None && !IsLoopback(host))
        {
            yield return new Problem("notify.mail-clear").At("security");
        }
    }

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

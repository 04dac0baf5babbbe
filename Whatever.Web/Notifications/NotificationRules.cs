using System.Net;
using MimeKit;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Notifications;

/// <summary>A contact as a person edits it.</summary>
public sealed record ContactDraft
{
    /// <summary>Null for a new one.</summary>
    public int? Id { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public string? WebhookUrl { get; init; }

    /// <summary>Null keeps the one that is stored.</summary>
    public string? NewSecret { get; init; }
    public bool RemoveSecret { get; init; }
    public string Language { get; init; } = "en";
}

/// <summary>A rule as a person edits it.</summary>
public sealed record RuleDraft
{
    /// <summary>Null for a new one.</summary>
    public int? Id { get; init; }
    public string Name { get; init; } = "";
    public bool Enabled { get; init; } = true;
    public OutlierStage FromStage { get; init; } = OutlierStage.Caution;

    /// <summary>None in both for every sensor.</summary>
    public IReadOnlyList<int> SensorKeys { get; init; } = [];
    public IReadOnlyList<int> StationIds { get; init; } = [];

    /// <summary>As 08:30; the same twice means the whole day.</summary>
    public string From { get; init; } = "00:00";
    public string To { get; init; } = "00:00";
    public int Days { get; init; } = NotificationRule.EveryDay;
    public string TimeZone { get; init; } = "";
    public int GroupMinutes { get; init; } = 2;
    public bool OnClear { get; init; } = true;
    public int? EscalateMinutes { get; init; }
    public IReadOnlyList<int> ContactIds { get; init; } = [];
    public IReadOnlyList<int> EscalationIds { get; init; } = [];
}

/// <summary>What contacts and rules have to be.</summary>
public static class NotificationRules
{
    public const int LongestName = 60;
    public const int LongestAddress = 254;
    public const int LongestUrl = 2000;
    public const int LongestSecret = 200;
    public const int MostGroupMinutes = 60;
    public const int MostEscalateMinutes = 1440;
    private static readonly string[] Languages = ["en", "ko"];

    public static IReadOnlyList<Problem> Refuse(ContactDraft draft)
    {
        var problems = new List<Problem>();
        Add(problems, !IsName(draft.Name), new Problem("notify.name", LongestName).At("name"));
        var (mail, hook) = (!string.IsNullOrWhiteSpace(draft.Email), !string.IsNullOrWhiteSpace(draft.WebhookUrl));
        Add(problems, !mail && !hook, new Problem("notify.no-channel").At("email"));
        Add(problems, mail && !IsAddress(draft.Email), new Problem("notify.address", Excerpt.Of(draft.Email ?? "")).At("email"));
        Add(problems, hook && !IsWebhook(draft.WebhookUrl!), new Problem("notify.webhook-url").At("webhook_url"));
        Add(
            problems, draft.NewSecret is { } secret && (secret.Length > LongestSecret || secret.Any(char.IsControl)),
            new Problem("notify.secret", LongestSecret).At("secret"));
        Add(
            problems, !Languages.Contains(draft.Language),
            new Problem("value.unexpected", "language", Excerpt.Of(draft.Language), Expected.OneOf(Languages)).At("language"));
        return problems;
    }

    public static IReadOnlyList<Problem> Refuse(RuleDraft draft)
    {
        var problems = new List<Problem>();
        Add(problems, !IsName(draft.Name), new Problem("notify.name", LongestName).At("name"));
        Add(problems, draft.ContactIds.Count == 0, new Problem("notify.no-contact").At("contacts"));
        Add(problems, MinuteOf(draft.From) is null, new Problem("notify.hour", Excerpt.Of(draft.From)).At("from"));
        Add(problems, MinuteOf(draft.To) is null, new Problem("notify.hour", Excerpt.Of(draft.To)).At("to"));
        Add(problems, (draft.Days & NotificationRule.EveryDay) == 0, new Problem("notify.no-day").At("days"));
        Add(problems, !StationClock.Exists(draft.TimeZone), new Problem("notify.zone", Excerpt.Of(draft.TimeZone)).At("time_zone"));
        Add(
            problems, draft.FromStage is < OutlierStage.Interest or > OutlierStage.Serious,
            new Problem("value.out-of-range", "from_stage", (int)draft.FromStage, 1, 4).At("from_stage"));
        Add(
            problems, draft.GroupMinutes is < 0 or > MostGroupMinutes,
            new Problem("value.out-of-range", "group_minutes", draft.GroupMinutes, 0, MostGroupMinutes).At("group_minutes"));
        Add(
            problems, draft.EscalateMinutes is < 1 or > MostEscalateMinutes,
            new Problem("value.out-of-range", "escalate_minutes", draft.EscalateMinutes, 1, MostEscalateMinutes).At("escalate_minutes"));
        Add(
            problems, draft.EscalateMinutes is not null != draft.EscalationIds.Count > 0,
            new Problem("notify.escalation").At("escalate_minutes"));
        return problems;
    }

    /// <param name="text">A browser's field of a time says its seconds as well.</param>
    /// <returns>Of the day; null where it is no time such as 08:30.</returns>
    public static int? MinuteOf(string text) => TimeOnly.TryParseExact(
        text.Trim(), ["H:mm", "HH:mm", "HH:mm:ss"], System.Globalization.CultureInfo.InvariantCulture,
        System.Globalization.DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;

    /// <summary>One address and no more: a list, a name or a line break would make other headers of it.</summary>
    public static bool IsAddress(string? text) => text?.Trim() is { Length: > 2 and <= LongestAddress } plain
        && !plain.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is ',' or ';' or '<' or '>' or '"')
        && MailboxAddress.TryParse(plain, out var address) && address.Address == plain && plain.IndexOf('@', 1) is > 0 and var at
        && at < plain.Length - 1;

    /// <summary>Scheme, host, port and path alone.</summary>
    public static bool IsPlainUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && IsWeb(url)
        && url is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 } && text.Length <= LongestUrl;

    /// <summary>
    /// Platforms put what opens them into the query, so there may be one. The addresses by which a machine asks its own cloud for secrets
    /// are no place to tell of alarms.
    /// </summary>
    public static bool IsWebhook(string text) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && IsWeb(url)
        && url is { UserInfo.Length: 0, Fragment.Length: 0 } && text.Length <= LongestUrl && !text.Trim().Any(char.IsControl)
        && !(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IsLinkLocal(address))
        && OutgoingAddresses.Refuse(url.IdnHost) is null;

    public static bool IsLinkLocal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.IsIPv6LinkLocal || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)
            || (plain.GetAddressBytes() is [169, 254, _, _]);
    }

    private static bool IsWeb(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    private static bool IsName(string name) => name.Trim().Length is > 0 and <= LongestName && !name.Any(char.IsControl);

    private static void Add(List<Problem> problems, bool isWrong, Problem problem)
    {
        if (isWrong)
        {
            problems.Add(problem);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>The target as a person edits it.</summary>
public sealed record TargetDraft
{
    /// <summary>Null or empty means the receiver built into this station.</summary>
    public string? Url { get; init; }
    public PayloadFormat Format { get; init; }

    /// <summary>Null keeps the token that is stored.</summary>
    public string? NewToken { get; init; }
    public bool RemoveToken { get; init; }

    /// <summary>Certificates in PEM; null keeps those that are stored.</summary>
    public string? NewAuthority { get; init; }
    public bool RemoveAuthority { get; init; }
    public AlertPolicy AlertPolicy { get; init; }
    public int TimeoutSeconds { get; init; } = 15;
    public int ParallelSensors { get; init; } = TargetServer.UsualParallel;
}

/// <summary>Reads and changes where deliveries go.</summary>
public sealed class TargetEditor(
    IDbContextFactory<StationDbContext> contexts, TokenProtector tokens, StationSettings settings, ServerPause pause, ChangeFeed changes,
    TimeProvider time)
{
    public const int LongestTimeoutSeconds = 300;
    public const int MostParallel = 64;
    private const string Authority = "target_authority";

    public async Task<TargetServer> CurrentAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Targets.AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new TargetServer();
    }

    /// <summary>The certificates of the target's own authority in PEM; null where the system's roots count.</summary>
    public async Task<string?> AuthorityAsync(CancellationToken cancellation = default) =>
        await settings.GetAsync(Authority, cancellation) is { Length: > 0 } pem ? pem : null;

    /// <returns>What is wrong with the draft; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveAsync(TargetDraft draft, CancellationToken cancellation = default)
    {
        var problems = Validate(draft);
        if (problems.Count > 0)
        {
            return problems;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var target = await db.Targets.SingleOrDefaultAsync(cancellation) ?? db.Targets.Add(new TargetServer()).Entity;
        if (
            target.ProtectedToken is not null && !draft.RemoveToken && string.IsNullOrEmpty(draft.NewToken)
                && !IsSameServer(draft.Url, target.Url))
        {
            return [
                new Problem("target.token-of-other").At("token")];
        }

        Apply(draft, target);
        await db.SaveChangesAsync(cancellation);

        // A new target gets its chance at once, also for what the old one refused.
        await db.Deliveries.Where(delivery => delivery.State != DeliveryState.Received)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(delivery => delivery.State, DeliveryState.Waiting)
                        .SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null)
                        .SetProperty(delivery => delivery.Refusals, 0),
                cancellation);
        if (draft.RemoveAuthority || draft.NewAuthority is not null)
        {
            await settings.SetAsync(Authority, draft.RemoveAuthority ? "" : draft.NewAuthority!, cancellation);
        }

        await pause.EndAsync(cancellation);
        changes.Publish(ChangeKind.Settings);
        changes.Publish(ChangeKind.Deliveries);
        return [];
    }

    public static IReadOnlyList<Problem> Validate(TargetDraft draft)
    {
        var problems = new List<Problem>();
        if (!string.IsNullOrWhiteSpace(draft.Url) && RefuseUrl(draft.Url) is { } wrong)
        {
            problems.Add(wrong.At("url"));
        }

        if (draft.TimeoutSeconds is < 1 or > LongestTimeoutSeconds)
        {
            problems.Add(new Problem("target.timeout", draft.TimeoutSeconds, LongestTimeoutSeconds).At("timeout_seconds"));
        }

        if (draft.ParallelSensors is < 1 or > MostParallel)
        {
            problems.Add(new Problem("target.parallel", draft.ParallelSensors, MostParallel).At("parallel_sensors"));
        }

        if (draft is { NewAuthority: { } pem, RemoveAuthority: false } && TargetAuthority.Refuse(pem) is { } refused)
        {
            problems.Add(refused);
        }

        if (draft.NewToken is { } token && token.Any(letter => letter is <= ' ' or > '~'))
        {
            problems.Add(new Problem("target.token").At("token"));
        }

        return problems;
    }

    private static Problem? RefuseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return new Problem("target.url", url is { UserInfo.Length: > 0 } ? text.Replace(url.UserInfo, "…", StringComparison.Ordinal)
                : text);
        }

        // A password would stand in the open on the page and in the log; a path cannot be put behind a query.
        if (OutgoingAddresses.Refuse(url.IdnHost) is { } refused)
        {
            return refused;
        }

        return url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
            ? new Problem("target.url-parts", url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped))
            : null;
    }

    private static bool IsSameServer(string? asked, string? stored) =>
        (string.IsNullOrWhiteSpace(asked) && stored is null) || Endpoint.IsSameServer(asked, stored);

    private void Apply(TargetDraft draft, TargetServer target)
    {
        target.Url = string.IsNullOrWhiteSpace(draft.Url) ? null : draft.Url.Trim().TrimEnd('/');
        target.Format = draft.Format;
        target.AlertPolicy = draft.AlertPolicy;
        target.TimeoutSeconds = draft.TimeoutSeconds;
        target.ParallelSensors = draft.ParallelSensors;
        target.ChangedAt = time.GetUtcNow();
        if (draft.RemoveToken)
        {
            target.ProtectedToken = null;
        }
        else if (!string.IsNullOrEmpty(draft.NewToken))
        {
            target.ProtectedToken = tokens.Protect(draft.NewToken);
        }
    }
}

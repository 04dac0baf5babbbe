using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>
/// Stores what was pushed while the database was damaged, as if it came now: by whom the key stands for now, in the order in which it came.
/// What is stored and then killed is stored again, to the same. Its sender has its answer and forgot it: where a row cannot be taken, the
/// whole push stays in the folder of those that were refused, with the reason.
/// </summary>
internal sealed class KeptPushStorage(
    KeptPushes kept, IServiceProvider services, IDbContextFactory<StationDbContext> contexts, StationAccess access, TimeProvider time,
    ILogger<KeptPushStorage> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Rounds after which what fails for a reason that nobody knows is set aside.</summary>
    private const int MostFailures = 3;

    /// <summary>
    /// For so long the web server waits for it; what is not stored by then is stored beside what comes, for a station that nobody reaches
    /// takes nothing.
    /// </summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);
    private bool isDone;

    public int Stored { get; private set; }

    /// <summary>Ahead of the web server: what is pushed now is newer than what was kept, and has the last word.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        isDone = await TryAllAsync(Ahead, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!isDone)
            {
                await Task.Delay(AfterFailure, time, stoppingToken);
                isDone = await TryAllAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    /// <returns>Whether nothing is left. A disk that is full is no reason for the station not to start.</returns>
    private async Task<bool> TryAllAsync(TimeSpan most, CancellationToken cancellation)
    {
        try
        {
            return await GoThroughAsync(most, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "What was pushed while the database was damaged cannot be gone through; tried again in a minute");
            return false;
        }
    }

    /// <summary>
    /// One round over all of them; what does not go now is passed over, and with it what came later of the same sensor: the last one has
    /// the last word.
    /// </summary>
    private async Task<bool> GoThroughAsync(TimeSpan most, CancellationToken cancellation)
    {
        var (left, started, held, all) = (0, time.GetTimestamp(), new HeldSensors(), kept.List());
        foreach (var (place, one) in all.Index())
        {
            if (most != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) >= most)
            {
                left += all.Count - place;
                break;
            }

            if (!TryRead(one, out var push))
            {
                // Of whom it is cannot be said; for a few rounds it may be of anybody.
                held.Add(null);
                left++;
            }
            else if (push is not null && (held.Holds(push.SensorId) || !await TryAsync(push, one, cancellation)))
            {
                held.Add(push.SensorId);
                left++;
            }
        }

        if (left == 0)
        {
            kept.RemoveUnfinished();
        }

        if (Stored > 0)
        {
            logger.LogInformation("{Count} pushes that came while the database was damaged are stored, {Left} are left", Stored, left);
        }

        return left == 0;
    }

    /// <returns>Whether it is stored, or refused for good.</returns>
    private async Task<bool> TryAsync(KeptPush push, string one, CancellationToken cancellation)
    {
        try
        {
            return await TakeAsync(push, one, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "A push that came while the database was damaged cannot be stored");
            return IsHopeless(one, failure) && TryRefuse(one, ProblemTexts.English(Failure.Of(failure)));
        }
    }

    /// <summary>Who it is of, or that it is set aside because nobody will ever know: its file is torn.</summary>
    /// <param name="one">Of those that are kept.</param>
    /// <param name="push">Null where it is settled.</param>
    /// <returns>False where it is to be tried again.</returns>
    private bool TryRead(string one, out KeptPush? push)
    {
        push = null;
        try
        {
            push = kept.FinishRefusal(one) ? null : kept.Read(one);
            return true;
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            logger.LogError(failure, "A push that came while the database was damaged cannot be read");
            return (failure is JsonException || IsHopeless(one, failure)) && TryRefuse(one, ProblemTexts.English(Failure.Of(failure)));
        }
    }

    /// <summary>A full disk or a database that is in use passes, however long it takes; anything else has three rounds.</summary>
    private bool IsHopeless(string one, Exception failure)
    {
        if (Failure.Explain(failure)?.Code is "database.disk-full" or "database.busy")
        {
            return false;
        }

        failures[one] = failures.GetValueOrDefault(one) + 1;
        return failures[one] >= MostFailures;
    }

    private bool TryRefuse(string one, string reason)
    {
        try
        {
            kept.Refuse(one, reason);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "A push that came while the database was damaged cannot be set aside");
            return false;
        }
    }

    private async Task<bool> TakeAsync(KeptPush push, string one, CancellationToken cancellation)
    {
        var (status, answer) = await WhoAsync(push, cancellation) is { } who
            ? await AnswerAsync(push, one, who, cancellation)
            : (StatusCodes.Status401Unauthorized, ProblemTexts.English(new Problem("access.key")));
        switch (status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                return false;
            case >= 200 and <= 299 when !HasRejected(answer):
                kept.Remove(one);
                Stored++;
                return true;
            default:
                logger.LogWarning(
                    "A push of {At:u} that was kept is stored without some of its rows, or not at all; it stays in {Folder} ({Status}): "
                        + "{Answer}", push.At, "Kept/Refused", status, answer);
                kept.Refuse(one, answer);
                return true;
        }
    }

    /// <summary>Rows that were not taken, of an answer that takes the others.</summary>
    private static bool HasRejected(string answer)
    {
        using var said = JsonDocument.Parse(answer);
        return said.RootElement.ValueKind == JsonValueKind.Object
            && said.RootElement.TryGetProperty("rejected", out var rejected) && rejected.TryGetInt64(out var count) && count > 0;
    }

    private async Task<ClaimsPrincipal?> WhoAsync(KeptPush push, CancellationToken cancellation)
    {
        if (push.KeyDigest is null)
        {
            return await access.IsOpenAsync(cancellation) ? Identities.OfOpenStation() : null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var who = (await ApiKeys.FindAsync(db, push.KeyDigest, time.GetUtcNow(), cancellation))?.Who;
        return who is not null && Permissions.Allows(who, Right.Push) && (push.SensorId is null || Identities.Reaches(who, push.SensorId))
            ? who
            : null;
    }

    private async Task<(int Status, string Answer)> AnswerAsync(
        KeptPush push, string one, ClaimsPrincipal who, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        await using var body = kept.OpenBody(one);
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = who, RequestAborted = cancellation };
        (context.Request.Method, context.Request.Body, context.Request.ContentLength) = (HttpMethods.Post, body, body.Length);
        (context.Request.ContentType, context.Request.QueryString) = (push.ContentType, new QueryString(push.Query));
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        using var acting = Actor.Begin(Identities.ActorOf(who));
        var pushed = scope.ServiceProvider.GetRequiredService<PushedReadings>();
        var result = push.SensorId is { } id
            ? await PushEndpoints.TakeAsync(
                id, context.Request,
                new PushEndpoints.Takers(contexts, pushed, scope.ServiceProvider.GetRequiredService<PushedFiles>()), push.At, cancellation)
            : await PushEndpoints.TakeManyAsync(context.Request, pushed, push.At, cancellation);
        await result.ExecuteAsync(context);
        await context.Response.CompleteAsync();
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(answer.ToArray()));
    }

    /// <summary>Sensors of which one is left; a push of many sensors may be of any.</summary>
    private sealed class HeldSensors
    {
        private readonly HashSet<string> ids = new(StringComparer.Ordinal);
        private bool isOfMany;

        public void Add(string? sensorId)
        {
            if (sensorId is null)
            {
                isOfMany = true;
            }
            else
            {
                ids.Add(sensorId);
            }
        }

        public bool Holds(string? sensorId) => isOfMany || (sensorId is null ? ids.Count > 0 : ids.Contains(sensorId));
    }
}

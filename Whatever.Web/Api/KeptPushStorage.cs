using System.Security.Claims;
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
/// What is stored and then killed is stored again, to the same.
/// </summary>
internal sealed class KeptPushStorage(
    KeptPushes kept, IServiceProvider services, IDbContextFactory<StationDbContext> contexts, StationAccess access, TimeProvider time,
    ILogger<KeptPushStorage> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Rounds after which what fails for a reason that nobody knows is set aside.</summary>
    private const int MostFailures = 3;

    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);
    private bool isDone;

    public int Stored { get; private set; }

    /// <summary>Ahead of the web server: what is pushed now is newer than what was kept, and has the last word.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        isDone = await TryAllAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!isDone)
            {
                await Task.Delay(AfterFailure, time, stoppingToken);
                isDone = await TryAllAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    /// <returns>Whether nothing is left. A disk that is full is no reason for the station not to start.</returns>
    private async Task<bool> TryAllAsync(CancellationToken cancellation)
    {
        try
        {
            return await GoThroughAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "What was pushed while the database was damaged cannot be gone through; tried again in a minute");
            return false;
        }
    }

    /// <summary>One round over all of them; what does not go now is passed over.</summary>
    private async Task<bool> GoThroughAsync(CancellationToken cancellation)
    {
        var left = 0;
        foreach (var one in kept.List())
        {
            left += await TryAsync(one, cancellation) ? 0 : 1;
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
    private async Task<bool> TryAsync(string one, CancellationToken cancellation)
    {
        try
        {
            return await TakeAsync(one, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "A push that came while the database was damaged cannot be stored");
            failures[one] = failures.GetValueOrDefault(one) + 1;
            if (failures[one] < MostFailures)
            {
                return false;
            }

            kept.Refuse(one, ProblemTexts.English(Failure.Of(failure)));
            return true;
        }
    }

    private async Task<bool> TakeAsync(string one, CancellationToken cancellation)
    {
        if (kept.FinishRefusal(one))
        {
            return true;
        }

        var push = kept.Read(one);
        var (status, answer) = await WhoAsync(push, cancellation) is { } who
            ? await AnswerAsync(push, one, who, cancellation)
            : (StatusCodes.Status401Unauthorized, ProblemTexts.English(new Problem("access.key")));
        switch (status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                return false;
            case >= 200 and <= 299:
                kept.Remove(one);
                Stored++;
                return true;
            default:
                logger.LogWarning("A push of {At:u} that was kept is refused now ({Status}): {Answer}", push.At, status, answer);
                kept.Refuse(one, answer);
                return true;
        }
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
}

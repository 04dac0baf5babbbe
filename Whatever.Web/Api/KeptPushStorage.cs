using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
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

    public int Stored { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAllAsync(stoppingToken))
            {
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    /// <returns>Whether nothing is left.</returns>
    private async Task<bool> TryAllAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var one in kept.List())
            {
                if (!await TryAsync(one, cancellation))
                {
                    return false;
                }
            }

            kept.RemoveUnfinished();
            if (Stored > 0)
            {
                logger.LogInformation("{Count} pushes that came while the database was damaged are stored", Stored);
            }

            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "What was pushed while the database was damaged cannot be stored yet; tried again in a minute");
            return false;
        }
    }

    private async Task<bool> TryAsync(string one, CancellationToken cancellation)
    {
        var push = kept.Read(one);
        var (status, answer) = await WhoAsync(push, cancellation) is { } who
            ? await AnswerAsync(push, one, who, cancellation)
            : (StatusCodes.Status401Unauthorized, "Its key opens nothing.");
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
            ? await PushEndpoints.PushAsync(
                id, context.Request, contexts, pushed, scope.ServiceProvider.GetRequiredService<PushedFiles>(), cancellation)
            : await PushEndpoints.PushManyAsync(context.Request, pushed, cancellation);
        await result.ExecuteAsync(context);
        await context.Response.CompleteAsync();
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(answer.ToArray()));
    }
}

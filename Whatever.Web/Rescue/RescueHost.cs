using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using MudBlazor.Services;
using Whatever.Model.Problems;
using Whatever.Web.Api;
using Whatever.Web.Backups;
using Whatever.Web.Components;
using Whatever.Web.Domain;
using Whatever.Web.Health;
using Whatever.Web.People;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Web.Rescue;

/// <summary>
/// Stands in for a station whose database is damaged: keeps what is pushed, says what is wrong, and puts a backup in place when a person at
/// the machine asks for it. It never opens the damaged file.
/// </summary>
internal static class RescueHost
{
    /// <param name="folder">Of the station.</param>
    /// <param name="listening">Where it would listen.</param>
    /// <param name="damage">What was found.</param>
    public static WebApplication Build(DataFolder folder, Listening listening, Problem damage, SetUpCode? code = null)
    {
        var builder = StationHost.CreateBuilder(folder, listening, environment: null);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(folder);
        services.AddSingleton(listening);
        services.AddSingleton<KeptPushes>();
        services.AddSingleton<RestoreOrder>();
        services.AddSingleton(code ?? new SetUpCode());
        services.AddSingleton<RescueAccess>();
        services.AddSingleton<RescueDesk>();
        services.AddSingleton<SchedulerPulse>();
        services.AddHostedService<RescuePulse>();
        services.AddHostedService<Watchdog>();
        services.AddSystemd();
        services.AddWindowsService();
        services.AddRazorComponents();
        services.AddLocalization();
        services.AddMudServices();
        services.AddRequestDecompression();
        var app = builder.Build();
        app.HeedProxies(listening);
        app.UseSecurityHeaders();
        app.RefuseOtherHosts(listening);
        app.UseLanguages();
        app.RefuseOtherSites();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), pushes => pushes.UseRequestDecompression());
        app.MapStaticAssets();
        app.MapLanguages();
        MapPushes(app);
        MapHealth(app);
        app.MapGet("/", (RescueDesk desk) => Page(damage, desk, null));
        app.MapPost("/", (HttpContext context, RescueDesk desk) => RestoreAsync(context, damage, desk))
            .WithMetadata(new RequestSizeLimitAttribute(RequestLimits.LargestForm)).DisableAntiforgery();
        app.MapFallback((HttpRequest request) => Elsewhere(request));
        return app;
    }

    private static void MapPushes(WebApplication app)
    {
        app.MapPost("/api/v1/sensors/{id}/readings", (string id, HttpContext context) => KeepAsync(id, context)).DisableAntiforgery();
        app.MapPost("/api/v1/readings", (HttpRequest request) => KeepAsync(null, request.HttpContext));
    }

    private static void MapHealth(WebApplication app)
    {
        app.MapGet(HealthRegistration.Live, () => Results.Json(new HealthAnswer("live", null)));
        app.MapGet(HealthRegistration.Ready, () => Results.Json(
            new HealthAnswer("not_ready", new Dictionary<string, string>(StringComparer.Ordinal) { ["database"] = "failed" }),
            statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>202: it is on the disk, and is looked at when there is a database.</summary>
    private static async Task<IResult> KeepAsync(string? sensorId, HttpContext context)
    {
        var services = context.RequestServices;
        var (denied, key) = await services.GetRequiredService<RescueAccess>().AskAsync(context, sensorId);
        if (denied is { } status)
        {
            return ProblemResult.Of(
                status, status == StatusCodes.Status403Forbidden ? new Problem("access.right") : new Problem("access.key"));
        }

        // What would be refused later is refused now, while its sender still has it.
        if (PushEndpoints.Refuse(context.Request, sensorId is null, out var most) is { } refused)
        {
            return refused;
        }

        var push = new KeptPush(
            sensorId, context.Request.QueryString.Value ?? "", context.Request.ContentType, key,
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        try
        {
            if (await services.GetRequiredService<KeptPushes>().KeepAsync(push, context.Request.Body, most, context.RequestAborted))
            {
                return Results.Json(
                    new { status = "kept", detail = ProblemTexts.English(new Problem("rescue.kept")) },
                    statusCode: StatusCodes.Status202Accepted);
            }

            context.Response.Headers.RetryAfter = "600";
            return Unavailable(new Problem("rescue.full", KeptPushes.MostBytes >> 20));
        }
        catch (KeptPushTooLargeException large)
        {
            return ProblemResult.Of(StatusCodes.Status413PayloadTooLarge, large.Problem);
        }
        catch (InvalidDataException)
        {
            return ProblemResult.Of(StatusCodes.Status400BadRequest, new Problem("request.packed"));
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            return Unavailable(Failure.Of(failure));
        }
    }

    private static async Task<IResult> RestoreAsync(HttpContext context, Problem damage, RescueDesk desk)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var refused = desk.Restore(form["code"], form["backup"], context.Connection.RemoteIpAddress?.ToString());
        return Page(damage, desk, refused);
    }

    private static RazorComponentResult<RescuePage> Page(Problem damage, RescueDesk desk, Problem? refused) => new(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(RescuePage.Damage)] = damage,
            [nameof(RescuePage.Desk)] = desk,
            [nameof(RescuePage.Refused)] = refused,
        })
    {
        StatusCode = StatusCodes.Status200OK,
    };

    private static IResult Elsewhere(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api")
            ? Results.Redirect("/")
            : Unavailable(new Problem("rescue.damaged"));

    private static IResult Unavailable(Problem problem) => ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, problem);
}

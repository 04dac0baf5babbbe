using Microsoft.AspNetCore.Http.Features;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Security;

/// <summary>
/// Who has not said who they are sends names and passwords and no files, and what a page is sent by form is as short: nothing larger is
/// read, so that nobody fills memory or disk from outside.
/// </summary>
internal static class RequestLimits
{
    public const long LargestForm = 64 << 10;

    /// <summary>Paths at which more is taken, of who may.</summary>
    private static readonly string[] Larger = ["/api", "/receiver", "/_blazor"];

    /// <summary>Stands behind who it is and ahead of whatever reads a body.</summary>
    public static void LimitForms(this WebApplication app) => app.Use((context, next) =>
    {
        var isLarger = context.User.Identity?.IsAuthenticated == true
            && Array.Exists(Larger, path => context.Request.Path.StartsWithSegments(path));
        if (!isLarger && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestForm;
        }

        return next(context);
    });

    /// <summary>Whatever is done for the request is done by who sent it.</summary>
    public static void RememberWhoActs(this WebApplication app) => app.Use(async (context, next) =>
    {
        using var acting = Actor.Begin(Identities.ActorOf(context.User, context.Connection.RemoteIpAddress?.ToString()));
        await next(context);
    });
}

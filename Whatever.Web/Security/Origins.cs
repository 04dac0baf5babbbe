using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Security;

/// <summary>
/// A page of another site, open in the browser of somebody who is signed in, must not use the station in their name. Browsers say where a
/// request comes from by Origin, also on plain HTTP in a network of one's own, where they leave Sec-Fetch-Site out; both count.
/// </summary>
internal static class Origins
{
    private const string SiteHeader = "Sec-Fetch-Site";

    /// <summary>Stands behind who it is, for what a browser does not say is no reason to refuse a program with a key.</summary>
    public static void RefuseOtherSites(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (ChangesSomething(context) && IsOfAnotherSite(context))
        {
            if (context.RequestServices.GetService<RefusalLog>() is { } refusals)
            {
                await refusals.NoteAsync(
                    new AuditNote(AuditActs.Refused, $"{context.Request.Method} {context.Request.Path}") { Why = "request.other-site" },
                    context.RequestAborted);
            }

            await ProblemResult.Of(StatusCodes.Status403Forbidden, new Problem("request.other-site")).ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool IsOfAnotherSite(HttpContext context)
    {
        var (request, site) = (context.Request, context.Request.Headers[SiteHeader].ToString());
        if (request.Headers.Origin is { Count: > 0 } origin
            && !origin.ToString().Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // Every browser says one of the two with what changes something; who has a session and says neither is none.
        return site is "cross-site" or "same-site"
            || (Identities.IsSession(context.User) && request.Headers.Origin.Count == 0 && site is not ("same-origin" or "none"));
    }

    /// <summary>The circuit of a page begins with a GET, and is as good as a hand on the page.</summary>
    private static bool ChangesSomething(HttpContext context) =>
        (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && !HttpMethods.IsOptions(context.Request.Method))
        || context.WebSockets.IsWebSocketRequest
        || context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);
}

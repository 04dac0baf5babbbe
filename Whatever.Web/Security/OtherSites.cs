using Whatever.Model.Problems;
using Whatever.Web.Api;

namespace Whatever.Web.Security;

/// <summary>
/// Until there is a sign-in, whoever reaches the station may use it. A web page from somewhere else, open in the operator's browser, must
/// not: browsers say where a request comes from (Fetch Metadata, W3C), programs such as curl send nothing of it.
/// </summary>
internal static class OtherSites
{
    private const string SiteHeader = "Sec-Fetch-Site";

    public static void RefuseOtherSites(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (ChangesSomething(context.Request) && context.Request.Headers[SiteHeader].ToString() is "cross-site" or "same-site")
        {
            await ProblemAnswers.Forbidden(new Problem("request.other-site")).ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool ChangesSomething(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
}

using System.Security.Cryptography;

namespace Whatever.Web.Security;

/// <summary>What a browser is told to keep to on pages of the station.</summary>
public static class SecurityHeaders
{
    private const string NonceItem = "csp-nonce";
    private const int NonceBytes = 16;
    private const int HstsSeconds = 31_536_000;

    /// <summary>
    /// By which the one script that stands in the page itself, the map of modules, is known; it is another in every answer.
    /// </summary>
    public static string NonceOf(HttpContext context) => context.Items[NonceItem] as string ?? "";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        // The tool that reloads pages while somebody works on them listens on a port of its own.
        var tools = app.Environment.IsDevelopment() ? " ws://localhost:* wss://localhost:*" : "";
        app.Use((context, next) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
            context.Items[NonceItem] = nonce;
            context.Response.OnStarting(() =>
            {
                Add(context, nonce, tools);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Add(HttpContext context, string nonce, string tools)
    {
        var (headers, host) = (context.Response.Headers, context.Request.Host);
        var socket = $"{(context.Request.IsHttps ? "wss" : "ws")}://{host}";

        // Components and charts set styles in the markup; a style cannot send anything away where all that is loaded is the station's own.
        headers.ContentSecurityPolicy = $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
            + $"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket}{tools}; object-src 'none'; "
            + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = $"max-age={HstsSeconds}";
        }

        // Pages and answers are for who asked; files of the dashboard say themselves how long they are good.
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }
}

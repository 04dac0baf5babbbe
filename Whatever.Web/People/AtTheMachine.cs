using System.Net;

namespace Whatever.Web.People;

/// <summary>
/// Whether somebody sits at the machine itself: who does needs no sign-in while the station is open, and may make the first administrator
/// without the code.
/// </summary>
internal static class AtTheMachine
{
    private static readonly string[] ForwardHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "X-Original-For"];

    /// <summary>
    /// A proxy on the machine brings requests of others from loopback. It says so, asks for another name, or speaks the HTTP of 1996, which
    /// no browser does and a common one speaks to what stands behind it unless it was told better.
    /// </summary>
    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && !ForwardHeaders.Any(context.Request.Headers.ContainsKey);
}

using System.Net;

namespace Whatever.Web.Security;

/// <summary>Whether somebody sits at the machine itself: who does may make the first administrator without the code.</summary>
internal static class SetUpPlace
{
    private static readonly string[] ForwardHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "X-Original-For"];

    /// <summary>A proxy on the machine brings requests of others from loopback; it says so, or asks for another name.</summary>
    public static bool IsAtTheMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && !ForwardHeaders.Any(context.Request.Headers.ContainsKey);
}

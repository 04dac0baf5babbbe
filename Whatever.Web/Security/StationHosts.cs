using System.Net;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Security;

/// <summary>
/// The station answers to its own names alone, so that no other site's name can be made to lead here. An address is no name: the one that
/// a request arrived at is the station's own.
/// </summary>
internal static class StationHosts
{
    public static void RefuseOtherHosts(this WebApplication app, Listening listening) => app.Use(async (context, next) =>
    {
        var host = context.Request.Host.Host;
        if (listening.Names.Contains(host.Trim('[', ']')) || IsOwnAddress(host, context.Connection.LocalIpAddress))
        {
            await next(context);
            return;
        }

        await ProblemResult.Of(StatusCodes.Status400BadRequest, new Problem("request.host", Excerpt.Of(host))).ExecuteAsync(context);
    });

    private static bool IsOwnAddress(string host, IPAddress? own) =>
        own is not null && IPAddress.TryParse(host.Trim('[', ']'), out var asked) && Plain(asked).Equals(Plain(own));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

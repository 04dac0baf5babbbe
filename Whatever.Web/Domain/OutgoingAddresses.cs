using System.Net;
using System.Net.Sockets;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>
/// Where the station connects to. Servers and devices stand in networks of one's own, so those are open to it; what is not is what answers
/// whoever asks from this machine and holds the keys of it: link-local addresses and the metadata services of clouds.
/// </summary>
public static class OutgoingAddresses
{
    /// <summary>Addresses that are allowed all the same, with commas between them, such as a meter on a cable of its own.</summary>
    public const string EnvironmentVariable = "WHATEVER_ALLOW_ADDRESSES";

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal",
    };

    private static readonly HashSet<IPAddress> Services =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("192.0.0.192"), IPAddress.Parse("168.63.129.16"),
    ];

    /// <summary>What a person typed, before anything is asked of a name service.</summary>
    /// <returns>Null where it may be connected to, as far as it shows.</returns>
    public static Problem? Refuse(string host)
    {
        var plain = host.Trim().Trim('[', ']').TrimEnd('.');
        return Names.Contains(plain) || (IPAddress.TryParse(plain, out var address) && !MayReach(address, Allowed()))
            ? Refused(plain)
            : null;
    }

    /// <summary>The addresses of a host that may be connected to; a name leads somewhere else whenever its owner wants.</summary>
    /// <exception cref="AddressRefusedException">There is none.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (Refuse(host) is { } refused)
        {
            throw new AddressRefusedException(refused);
        }

        var allowed = Allowed();
        var found = await Dns.GetHostAddressesAsync(host.Trim('[', ']'), cancellation);
        var reached = Array.FindAll(found, address => MayReach(address, allowed));
        return reached.Length > 0 ? reached : throw new AddressRefusedException(Refused(host));
    }

    /// <summary>For connections over HTTP.</summary>
    internal static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation) =>
        new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation), ownsSocket: true);

    /// <summary>Connects to the addresses that were looked at, and to no others.</summary>
    /// <exception cref="AddressRefusedException">There is none.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var addresses = await ResolveAsync(host, cancellation);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
                return socket;
            }
            catch (SocketException failed)
            {
                last = failed;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }

    internal static bool MayReach(IPAddress address, IReadOnlySet<IPAddress> allowed)
    {
        var plain = Plain(address);
        return allowed.Contains(plain) || !(plain.IsIPv6LinkLocal || Services.Contains(plain)
            || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..]));
    }

    internal static IReadOnlySet<IPAddress> Read(string? text) => (text ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => IPAddress.TryParse(part, out var address) ? Plain(address) : null).OfType<IPAddress>().ToHashSet();

    private static IReadOnlySet<IPAddress> Allowed() => Read(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>Version 4 written as version 6, in each of the ways that a router turns back.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        return bytes is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] ? new IPAddress(bytes.AsSpan(12, 4))
            : bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4))
            : address.ScopeId != 0 ? new IPAddress(bytes) : address;
    }

    private static Problem Refused(string host) => new Problem("address.refused", Excerpt.Of(host), EnvironmentVariable);
}

/// <summary>The station does not connect to such an address.</summary>
public sealed class AddressRefusedException(Problem problem) : ProblemException(problem);

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Whatever.Model.Problems;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Runs the station with its dashboard.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, with ; between them; beyond loopback everything asks for a sign-in or a key",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? StationAddress.Default,
        Recursive = true,
    };

    private static readonly Option<string?> HostNames = new("--host-names")
    {
        Description = "Names and addresses that it is asked by beside its own, such as station.local,10.0.0.5",
        Recursive = true,
    };

    private static readonly Option<string?> Proxies = new("--proxies")
    {
        Description = "Addresses of proxies that may say on whose behalf a request comes (X-Forwarded-For and -Proto)",
        Recursive = true,
    };

    private static readonly Option<string?> Certificate = new("--certificate")
    {
        Description = $"Of the web server for https: a file in PEM, or a .pfx whose password is in {ServerCertificate.PasswordVariable}",
        Recursive = true,
    };

    private static readonly Option<string?> CertificateKey = new("--certificate-key")
    {
        Description = "Its private key in PEM, where it is in another file",
        Recursive = true,
    };

    private static readonly Option<bool> Empty = new("--empty")
    {
        Description = "No simulated water where there is no sensor yet",
        Recursive = true,
    };

    private static readonly Option[] Options = [Urls, HostNames, Proxies, Certificate, CertificateKey, Empty];

    public static Command Create()
    {
        var command = new Command("serve", "Serves the dashboard and runs all jobs (the default)");
        command.SetAction(RunAsync);
        return command;
    }

    public static void MakeDefaultOf(RootCommand root)
    {
        foreach (var option in Options)
        {
            root.Add(option);
        }

        root.SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var listening = ReadListening(parsed);
        FolderRights.KeepToOwner();
        var folder = DataFolder.Resolve(parsed.GetValue(CommonOptions.Data));
        if (FolderRights.Mend(folder) is var mended and > 0)
        {
            await parsed.Notes().WriteLineAsync(
                $"Others of this machine could read or write {Counted.Say(mended, "file")} of the data folder; now its owner alone can.");
        }

        using var held = FolderLock.TryTake(folder)
            ?? throw new CommandFailedException(new Problem("serve.folder-in-use", folder.Root));
        RequireFree(listening);
        return await new ServedStation(
            folder, listening, parsed.GetValue(Empty), parsed.InvocationConfiguration.Output, parsed.Notes()).RunAsync(cancellation);
    }

    /// <summary>The web server begins to listen.</summary>
    /// <exception cref="CommandFailedException">Another program listens there, or the address is not this machine's.</exception>
    internal static async Task ListenAsync(this WebApplication app, Listening listening, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw InUse(listening);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new CommandFailedException(new Problem("serve.not-here", Write(listening)));
        }
    }

    /// <exception cref="CommandFailedException">An address, a name or the certificate is none.</exception>
    private static Listening ReadListening(ParseResult parsed)
    {
        try
        {
            var certificate = ServerCertificate.Load(
                parsed.GetValue(Certificate), parsed.GetValue(CertificateKey),
                Environment.GetEnvironmentVariable(ServerCertificate.PasswordVariable), TimeProvider.System.GetUtcNow());
            return Listening.Parse(parsed.GetValue(Urls)!, parsed.GetValue(HostNames), parsed.GetValue(Proxies), certificate);
        }
        catch (ListeningException wrong)
        {
            throw new CommandFailedException(wrong.Problem, isUsage: true);
        }
    }

    /// <summary>Asked before anything is prepared; who takes the port in between is still noticed when the server starts.</summary>
    private static void RequireFree(Listening listening)
    {
        foreach (var url in listening.Urls.Where(url => url.Port > 0))
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, url.Port));
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw InUse(listening);
            }
        }
    }

    private static CommandFailedException InUse(Listening listening) => new(new Problem("serve.port-in-use", Write(listening)));

    private static string Write(Listening listening) =>
        string.Join(';', listening.Urls.Select(url => url.GetLeftPart(UriPartial.Authority)));
}

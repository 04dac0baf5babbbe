using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Whatever.Model.Problems;
using Whatever.Web.Delivery;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Runs the station with its dashboard.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Address to listen on; a loopback address until sign-in exists",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? StationAddress.Default,
        Recursive = true,
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serves the dashboard and runs all jobs (the default)");
        command.SetAction(RunAsync);
        return command;
    }

    public static void MakeDefaultOf(RootCommand root)
    {
        root.Add(Urls);
        root.SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var url = parsed.GetValue(Urls)!;
        RequireLoopback(url);
        var folder = DataFolder.Resolve(parsed.GetValue(CommonOptions.Data));
        using var held = FolderLock.TryTake(folder)
            ?? throw new CommandFailedException(new Problem("serve.folder-in-use", folder.Root));
        RequireFree(url);
        var app = StationHost.Build(folder, url);
        await using var disposing = app;
        await app.Services.PrepareStationAsync(withDemo: true, cancellation);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw InUse(url);
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync($"Whatever is ready: {await app.RememberAddressAsync()}");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    /// <summary>Asked before anything is prepared; who takes the port in between is still noticed when the server starts.</summary>
    private static void RequireFree(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => new Uri(url)).Where(url => url.Port > 0))
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, url.Port));
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw InUse(urls);
            }
        }
    }

    private static CommandFailedException InUse(string url) =>
        new(new Problem("serve.port-in-use", url));

    /// <exception cref="CommandFailedException">Other machines could reach the address.</exception>
    private static void RequireLoopback(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var good = Uri.TryCreate(url, UriKind.Absolute, out var uri)
                && (
                    uri.Host == "localhost"
                        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
            if (uri?.Scheme == Uri.UriSchemeHttps)
            {
                throw new CommandFailedException(new Problem("serve.https", url, StationAddress.Default), isUsage: true);
            }

            if (!good)
            {
                throw new CommandFailedException(
                    new Problem("serve.not-loopback", url, StationAddress.Default),
                    isUsage: true);
            }
        }
    }
}

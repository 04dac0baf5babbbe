using System.Diagnostics;

namespace Whatever.Tests.Support;

/// <summary>A program beside the station, such as a broker, that says on its error output how it fares.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> said = [];

    private ToolProcess(Process process) => this.process = process;

    /// <summary>Ends when the program has said that it is ready.</summary>
    public static async Task<ToolProcess> StartAsync(string program, IReadOnlyList<string> arguments, string ready)
    {
        var started = new ToolProcess(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!);
        await started.WaitForAsync(ready);
        _ = started.ReadOnAsync();
        return started;
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestStation.Cancellation);
    }

    /// <summary>As the system asks a program to end, or to do something.</summary>
    public async Task SignalAsync(string signal)
    {
        using var sender = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
        await sender.WaitForExitAsync(TestStation.Cancellation);
        Assert.Equal(0, sender.ExitCode);
    }

    public Task EndAsync() => process.WaitForExitAsync(TestStation.Cancellation);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task WaitForAsync(string ready)
    {
        while (await process.StandardError.ReadLineAsync(TestStation.Cancellation) is { } line)
        {
            said.Add(line);
            if (line.Contains(ready, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended before it was ready: {string.Join(" | ", said)}");
    }

    /// <summary>A pipe that nobody reads would stop it.</summary>
    private async Task ReadOnAsync()
    {
        var buffer = new char[4096];
        try
        {
            while (await process.StandardError.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception gone) when (gone is InvalidOperationException or IOException or ObjectDisposedException)
        {
            // It has ended.
        }
    }
}

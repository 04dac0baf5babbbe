using System.Diagnostics;

namespace Whatever.Tests.Support;

/// <summary>The station as a process of its own, which can be killed as a power cut would.</summary>
public sealed class StationProcess : IDisposable
{
    private const string ReadyText = "Whatever is ready: ";
    private readonly Process process;
    private readonly TaskCompletionSource<string?> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<string?> code = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string address = "";

    private StationProcess(Process process) => this.process = process;

    /// <summary>The address it listens on; null where it ended before it was ready.</summary>
    public Task<string?> Ready => ready.Task;

    /// <summary>The code for a restore; null where it ended before it said one.</summary>
    public Task<string?> Code => code.Task;

    public bool HasExited => process.HasExited;

    public static StationProcess Serve(string dataFolder)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = dataFolder,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Whatever.Web.dll"),
                "serve",
                "--data",
                dataFolder,
                "--urls",
                "http://127.0.0.1:0",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var station = new StationProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        station.process.OutputDataReceived += (_, line) => station.OnLine(line.Data);
        station.process.ErrorDataReceived += (_, line) => station.OnNote(line.Data);
        station.process.Start();
        station.process.BeginOutputReadLine();
        station.process.BeginErrorReadLine();
        return station;
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is said goodbye to.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.WaitForExit();
        ready.TrySetResult(null);
        code.TrySetResult(null);
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    /// <summary>Where it stands in for the station while the database is damaged.</summary>
    public string RescueAddress => address;

    /// <summary>"... Open http://... to put a backup in place, with the code XXXX-XXXX-XXXX."</summary>
    private void OnNote(string? line)
    {
        var words = line?.Split(' ') ?? [];
        if (Array.IndexOf(words, "code") is >= 0 and var at && Array.IndexOf(words, "Open") is >= 0 and var open && at + 1 < words.Length)
        {
            address = words[open + 1];
            code.TrySetResult(words[at + 1].TrimEnd('.'));
        }
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            ready.TrySetResult(null);
        }
        else if (line.StartsWith(ReadyText, StringComparison.Ordinal))
        {
            ready.TrySetResult(line[ReadyText.Length..]);
        }
    }
}

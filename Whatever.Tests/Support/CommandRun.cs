using System.Diagnostics;
using System.Text.Json;
using Whatever.Web.Commands;

namespace Whatever.Tests.Support;

/// <summary>
/// One call of the program as a process of its own, so that what stands on standard output is really all that stands there.
/// </summary>
public sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON document that --json promises.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    public static Task<CommandRun> StartAsync(string folder, params string[] arguments) =>
        StartAsync(folder, new Dictionary<string, string?>(), arguments);

    /// <param name="folder">Where it is started.</param>
    public static async Task<CommandRun> StartAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet")
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("WHATEVER_DATA");

        // A process that lives a second gains nothing from profiling itself.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestStation.Cancellation);
        var error = process.StandardError.ReadToEndAsync(TestStation.Cancellation);
        await process.WaitForExitAsync(TestStation.Cancellation);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    public CommandRun AssertSuccess()
    {
        Assert.True(ExitCode == 0, $"exit {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}

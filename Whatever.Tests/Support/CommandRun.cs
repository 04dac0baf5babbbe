using System.Diagnostics;
using System.Text.Json;
using Whatever.Web.Commands;

namespace Whatever.Tests.Support;

/// <summary>One call of the program: how it ended and what it wrote.</summary>
public sealed record CommandRun(int ExitCode, string Output, string Error)
{
    private const string DataVariable = "WHATEVER_DATA";

    /// <summary>
    /// A process has one working folder and one set of variables, so commands run one after the other. Their classes are one collection,
    /// so that no thread of the tests waits here.
    /// </summary>
    private static readonly SemaphoreSlim Surroundings = new(1);

    /// <summary>Standard output as the one JSON document that --json promises.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>Runs it in this process, which spares two seconds of start-up a call.</summary>
    /// <param name="folder">Where the person stands who types it.</param>
    public static async Task<CommandRun> RunAsync(string folder, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var (standing, data) = (AppContext.BaseDirectory, Environment.GetEnvironmentVariable(DataVariable));
        await Surroundings.WaitAsync(TestStation.Cancellation);
        try
        {
            Environment.CurrentDirectory = folder;
            Environment.SetEnvironmentVariable(DataVariable, null);
            var exit = await Task.Run(
                () => CommandLine.RunAsync(arguments, TextWriter.Synchronized(output), TextWriter.Synchronized(error)),
                TestStation.Cancellation);
            return new CommandRun(exit, output.ToString(), error.ToString());
        }
        finally
        {
            Environment.CurrentDirectory = standing;
            Environment.SetEnvironmentVariable(DataVariable, data);
            Surroundings.Release();
        }
    }

    /// <summary>
    /// Runs it as a process of its own: for what depends on the surroundings, and to see that what stands on standard output is all that
    /// stands there.
    /// </summary>
    /// <param name="folder">Where it is started.</param>
    public static async Task<CommandRun> StartProcessAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove(DataVariable);

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

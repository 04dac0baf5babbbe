using System.CommandLine;
using Whatever.Model.Problems;

namespace Whatever.Web.Commands;

/// <summary>The command line. Exit codes: 0 done, 1 failed with a plain sentence on standard error, 2 wrong usage.</summary>
public static class CommandLine
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>
    /// After Ctrl-C a training writes its checkpoint and a server lets its jobs end; on a busy machine that takes longer than the two
    /// seconds of the library.
    /// </summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(1);

    /// <param name="args">What follows the program's name.</param>
    /// <param name="output">Takes what was asked for, and nothing else.</param>
    /// <param name="error">Takes progress, notes and what is wrong.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(ProblemTexts.English(UsageProblems.Of(parsed)));
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TerminationTimeout,
                    Output = output,
                    Error = error,
                });
        }
        catch (CommandFailedException failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.IsUsage ? WrongUsage : Failed;
        }
        catch (Exception failure) when (Failure.Explain(failure) is { } problem)
        {
            await error.WriteLineAsync(ProblemTexts.English(problem));
            return Failed;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand(
            "Whatever: forecasts and watches flow rate and pressure of water networks. Without a command it serves the dashboard.")
        {
            CommonOptions.Data,
            CommonOptions.Json,
            ServeCommand.Create(),
            ImportCommand.Create(),
            ForecastCommand.Create(),
            DetectCommand.Create(),
            AlarmsCommand.Create(),
            AuditCommand.Create(),
            DeliverCommand.Create(),
            ExportCommand.Create(),
            TrainCommand.Create(),
            BacktestCommand.Create(),
            ModelsCommand.Create(),
            SimulateCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            UsersCommand.Create(),
            KeysCommand.Create(),
        };
        ServeCommand.MakeDefaultOf(root);
        return root;
    }
}

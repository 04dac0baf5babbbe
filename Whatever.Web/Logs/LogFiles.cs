using System.Text;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;
using Serilog.Sinks.File;
using Whatever.Web.Storage;

namespace Whatever.Web.Logs;

/// <summary>
/// Keeps what the station said as lines of JSON in the folder Logs: a new file each day and beyond a size, so many at most, so that
/// neither a year nor a fault that repeats fills the disk. A line break in what somebody sent stays inside its line.
/// </summary>
public static class LogFiles
{
    public const string Pattern = "station-*.jsonl";
    public const int MostFiles = 31;
    public const long MostBytesPerFile = 4 * 1024 * 1024;
    private const string Name = "station-.jsonl";

    /// <summary>What goes to the console goes to the files as well, by the same filters.</summary>
    public static ILoggingBuilder AddLogFiles(this ILoggingBuilder logging, DataFolder folder)
    {
        logging.Services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(Create(folder.Logs), dispose: true));
        logging.Services.AddSingleton<LogReader>();
        return logging;
    }

    internal static Serilog.Core.Logger Create(string folder, long mostBytes = MostBytesPerFile, int mostFiles = MostFiles)
    {
        PrivateFiles.CreateFolder(folder);
        return new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Verbose)
            .WriteTo.File(
                new RenderedCompactJsonFormatter(), Path.Combine(folder, Name), rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true, fileSizeLimitBytes: mostBytes, retainedFileCountLimit: mostFiles,
                hooks: new OwnersAlone(), encoding: new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            .CreateLogger();
    }

    /// <summary>Only the station's own user reads them: names and addresses stand there.</summary>
    private sealed class OwnersAlone : FileLifecycleHooks
    {
        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            PrivateFiles.Restrict(path);
            return underlyingStream;
        }
    }
}

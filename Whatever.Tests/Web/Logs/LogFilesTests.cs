using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web.Logs;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Logs;

public sealed class LogFilesTests : IDisposable
{
    private readonly TestFolder folder = new();

    private LogReader Reader => new(new DataFolder(folder.Path));

    private string Logs => new DataFolder(folder.Path).Logs;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_Written_AreReadNewestFirstByLevelAndText()
    {
        Say(log =>
        {
            log.LogInformation("Sensor {Sensor} came", "sensor_01");
            log.LogWarning("Replay of {File} stopped", "a.csv");
            log.LogError(new IOException("disk"), "Job {Job} failed", "Import");
        });
        var all = Reader.Read(new LogFilter());
        Assert.Equal(
            ["Job \"Import\" failed", "Replay of \"a.csv\" stopped", "Sensor \"sensor_01\" came"], all.Lines.Select(line => line.Text));
        Assert.Equal("tests", all.Lines[0].Source);
        Assert.Contains("disk", all.Lines[0].Exception, StringComparison.Ordinal);
        Assert.False(all.IsMoreThere);
        Assert.Equal(2, Reader.Read(new LogFilter(LogLevel.Warning)).Lines.Count);
        Assert.Equal(LogLevel.Error, Assert.Single(Reader.Read(new LogFilter(LogLevel.Information, " DISK ")).Lines).Level);
    }

    /// <summary>What somebody sent cannot write a line of its own.</summary>
    [Fact]
    public void Line_WithABreakInWhatSomebodySent_StaysOne()
    {
        Say(log => log.LogWarning("Host is {Host}", "a\r\n{\"@t\":\"2024-01-01T00:00:00Z\",\"@m\":\"forged\"}\u001b[2J"));
        Assert.Single(File.ReadAllLines(Assert.Single(Directory.GetFiles(Logs))));
        Assert.Contains("forged", Assert.Single(Reader.Read(new LogFilter()).Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_OfALongDay_AreBoundedAndForTheOwnerAlone()
    {
        using (var logger = LogFiles.Create(Logs, mostBytes: 4_000, mostFiles: 3))
        {
            for (var line = 0; line < 200; line++)
            {
                logger.Information("Line {Number} of a fault that repeats and repeats", line);
            }
        }

        var files = Directory.GetFiles(Logs);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 4_500));
        Assert.Equal("Line 199 of a fault that repeats and repeats", Reader.Read(new LogFilter()).Lines[0].Text);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                Enumerable.Repeat(UnixFileMode.UserRead | UnixFileMode.UserWrite, 3), files.Select(File.GetUnixFileMode));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Logs));
        }
    }

    [Fact]
    public void Read_CutOffOrStrangeLines_AreLeftOut()
    {
        Directory.CreateDirectory(Logs);
        File.WriteAllText(
            Path.Combine(Logs, "station-20240709.jsonl"),
            "{\"@t\":\"2024-07-09T03:00:00Z\",\"@m\":\"first\"}\nnothing\n[1]\n{\"@t\":\"never\"}\n"
                + "{\"@t\":\"2024-07-09T03:01:00Z\",\"@m\":\"cut o");
        Assert.Equal(["first"], Reader.Read(new LogFilter()).Lines.Select(line => line.Text));
    }

    [Fact]
    public void Read_MoreThanTheBound_SaysThatThereIsMore()
    {
        Say(log =>
        {
            for (var line = 0; line < 250; line++)
            {
                log.LogInformation("Line {Number}", line);
            }
        });
        var page = Reader.Read(new LogFilter());
        Assert.Equal((LogReader.MostLines, true, "Line 249"), (page.Lines.Count, page.IsMoreThere, page.Lines[0].Text));
        var part = Reader.Read(new LogFilter(), mostBytes: 1_000);
        Assert.InRange(part.Lines.Count, 1, 20);
        Assert.True(part.IsMoreThere);
    }

    private void Say(Action<ILogger> say)
    {
        using var provider = new SerilogLoggerProvider(LogFiles.Create(Logs), dispose: true);
        say(provider.CreateLogger("tests"));
    }
}

using System.Diagnostics;
using Whatever.Tests.Support;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Readings;

/// <summary>What lies in the inbox and is no file of its own.</summary>
public sealed class InboxLinksTests
{
    private const string Csv = "time,flow_rate,pressure\n2024-07-09 0:00,224,45\n";

    [Fact]
    public async Task Take_PipeOrLink_IsRefusedAndNeverOpened()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync();
        var inbox = Path.Combine(station.Folder.Inbox, "sensor_01");
        Directory.CreateDirectory(inbox);
        await File.WriteAllTextAsync(Path.Combine(inbox, "good.csv"), Csv, TestStation.Cancellation);
        var secret = Path.Combine(station.Folder.Root, "secret.csv");
        await File.WriteAllTextAsync(secret, Csv, TestStation.Cancellation);
        File.CreateSymbolicLink(Path.Combine(inbox, "link.csv"), secret);
        Directory.CreateSymbolicLink(Path.Combine(station.Folder.Inbox, "elsewhere"), station.Folder.Root);
        Directory.CreateSymbolicLink(Path.Combine(inbox, "below"), station.Folder.Root);
        using var made = Process.Start("mkfifo", Path.Combine(inbox, "pipe.csv"));
        await made.WaitForExitAsync(TestStation.Cancellation);
        station.Time.SetUtcNow(TimeProvider.System.GetUtcNow().AddDays(1));
        var taken = await station.Get<Inbox>().TakeAsync(TestStation.Cancellation);
        Assert.Equal((1, 2), (taken.Imported, taken.Refused));
        var notes = Directory.EnumerateFiles(Path.Combine(station.Folder.Inbox, "Refused"), "*.why.txt").Select(File.ReadAllText).ToList();
        Assert.Contains(notes, note => note.StartsWith("link.csv is a link.", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("pipe.csv is no file at all but a pipe", StringComparison.Ordinal));
        Assert.True(File.Exists(secret));
        Assert.All(station.Get<RefusedFiles>().List(), file => Assert.False(file.IsThere));
    }
}

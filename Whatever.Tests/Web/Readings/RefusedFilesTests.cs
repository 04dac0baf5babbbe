using System.Globalization;
using System.IO.Compression;
using System.Text;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Readings;

public sealed class RefusedFilesTests
{
    /// <summary>A person answers on the page what the inbox could not ask.</summary>
    [Fact]
    public async Task Settle_RefusedFile_LiesWithTheTakenOnesWithoutANote()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync();
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, "sensor_01")).FullName, "a.csv");
        await File.WriteAllTextAsync(
            path, "time,flow_rate\n01/02/2024 00:00,1\n01/02/2024 00:01,2\n", TestStation.Cancellation);
        File.SetLastWriteTimeUtc(path, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.Equal(new InboxResult(0, 1, 0), await station.Get<Inbox>().TakeAsync(TestStation.Cancellation));
        var refused = station.Get<RefusedFiles>().List().Single();
        Assert.Equal(("sensor_01", "a.csv", true), (refused.SensorId, refused.GivenName, refused.IsThere));
        Assert.NotEqual(
            ProblemTexts.English(refused.Reason), ProblemTexts.Say(refused.Reason, CultureInfo.GetCultureInfo("ko")));
        station.Get<RefusedFiles>().Settle(refused);
        Assert.Empty(station.Get<RefusedFiles>().List());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(station.Folder.Inbox, "Refused")));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(station.Folder.Inbox, "Done")));
    }

    /// <summary>Files of two meters in one package: the second would overwrite the first.</summary>
    [Fact]
    public async Task Take_PackageOfTwoMeters_IsRefusedAndNothingIsStored()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, "sensor_01")).FullName, "a.zip");
        await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, TestStation.Cancellation))
        {
            foreach (var meter in new[] { 1, 2 })
            {
                await using var entry = archive.CreateEntry($"M{meter}.csv").Open();
                await entry.WriteAsync(
                    Encoding.UTF8.GetBytes("time,flow_rate\n" + string.Concat(
                        Enumerable.Range(0, 5).Select(minute => $"2024-07-09 0:0{minute},{meter}\n"))), TestStation.Cancellation);
            }
        }

        File.SetLastWriteTimeUtc(path, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.Equal(new InboxResult(0, 1, 0), await station.Get<Inbox>().TakeAsync(TestStation.Cancellation));
        Assert.Equal("package.same-times", station.Get<RefusedFiles>().List().Single().Reason.Code);
        Assert.Empty(await station.StoredAsync(sensor));
    }
}

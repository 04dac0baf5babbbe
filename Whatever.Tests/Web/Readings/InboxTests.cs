using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

public sealed class InboxTests : IAsyncLifetime
{
    private const string Csv = "time,flow_rate,pressure\n2024-07-09 0:00,224,45\n";
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("sensor_01/anything.csv")]
    [InlineData("sensor_01/ANYTHING.CSV")]
    [InlineData("sensor_01.csv")]
    [InlineData("sensor_01_july.csv")]
    public async Task Take_FileOfASensor_IsImportedAndKept(string name)
    {
        Drop(name, Csv);
        Assert.Equal(new InboxResult(1, 0, 1), await TakeAsync());
        Assert.Equal(["2024-07-09 0:00 224 45"], await station.StoredAsync(sensor));
        Assert.Equal([Csv], Kept("Done").Select(File.ReadAllText));
        Assert.Equal(default, await TakeAsync());
    }

    [Fact]
    public async Task Take_NameThatFitsTwoSensors_GoesToTheLongerId()
    {
        var longer = await station.AddSensorAsync(new() { Id = "sensor_01_north" });
        Drop("sensor_01_north_july.csv", Csv);
        await TakeAsync();
        Assert.Single(await station.StoredAsync(longer));
        Assert.Empty(await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("unknown.csv", Csv, "the name does not begin with the id of a sensor")]
    [InlineData("sensor_011.csv", Csv, "the name does not begin with the id of a sensor")]
    [InlineData("sensor_01.csv", "a,b\n1,2\n", "names no time column")]
    [InlineData("sensor_01.csv", "", "The file is empty")]
    public async Task Take_FileThatCannotBeRead_IsRefusedWithANote(string name, string content, string expected)
    {
        Drop(name, content);
        Assert.Equal(new InboxResult(0, 1, 0), await TakeAsync());
        var refused = Kept("Refused");
        Assert.Equal(3, refused.Length);
        Assert.Equal(content, await File.ReadAllTextAsync(refused[0], TestStation.Cancellation));
        Assert.Equal([refused[0] + ".why.json", refused[0] + ".why.txt"], refused[1..]);
        Assert.Contains(expected, await File.ReadAllTextAsync(refused[2], TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_FileStillBeingCopied_IsLeftUntilItSettles()
    {
        Drop("sensor_01.csv", Csv, station.Time.GetUtcNow().AddSeconds(-1));
        Assert.Equal(default, await TakeAsync());
        Assert.Empty(await station.StoredAsync(sensor));
        station.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, (await TakeAsync()).Imported);
    }

    [Theory]
    [InlineData("sensor_01/readme.pdf", "expected a file that ends in one of .csv, .txt, .tsv, .dat, .gz, .zip, .xlsx")]
    [InlineData("sensor_01/2024/july.csv", "folders inside a sensor's folder are not looked into")]
    [InlineData("dma99/july.csv", "there is no sensor dma99")]
    [InlineData("sensor_01/log.txt", "names no time column")]
    public async Task Take_FileThatIsNotTaken_DoesNotStayWithoutAWord(string name, string expected)
    {
        var path = Drop(name, "hello\n");
        Assert.Equal(new InboxResult(0, 1, 0), await TakeAsync());
        Assert.False(File.Exists(path));
        Assert.Contains(expected, await File.ReadAllTextAsync(Kept("Refused")[2], TestStation.Cancellation), StringComparison.Ordinal);
        Assert.Contains(expected, ProblemTexts.English(station.Get<RefusedFiles>().List().Single().Reason), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sensor_01.csv.part")]
    [InlineData("sensor_01/.july.csv.Xy12")]
    public async Task Take_FileThatAnotherProgramHasNotFinished_IsLeftForADay(string name)
    {
        var half = Drop(name, Csv);
        Assert.Equal(default, await TakeAsync());
        Assert.True(File.Exists(half));
        station.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await TakeAsync()).Refused);
    }

    [Fact]
    public async Task Take_WriterThatPausesInTheMiddleOfALine_LosesNothing()
    {
        var path = Drop("sensor_01/slow.csv", Csv + "2024-07-09 0:01,2");
        station.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(default, await TakeAsync());
        await File.AppendAllTextAsync(path, "25,46\n", TestStation.Cancellation);
        File.SetLastWriteTimeUtc(path, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.Equal(new InboxResult(1, 0, 2), await TakeAsync());
        Assert.Equal(["2024-07-09 0:00 224 45", "2024-07-09 0:01 225 46"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Take_WriterThatGoesOnAfterTheFileWasTaken_LosesNothing()
    {
        Drop("sensor_01/slow.csv", Csv);
        Assert.Equal(new InboxResult(1, 0, 1), await TakeAsync());
        station.Time.Advance(TimeSpan.FromMinutes(2));
        var done = Kept("Done").Single();
        await File.AppendAllTextAsync(done, "2024-07-09 0:01,225,46\n", TestStation.Cancellation);
        File.SetLastWriteTimeUtc(done, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.Equal(new InboxResult(1, 0, 1), await TakeAsync());
        Assert.Equal(["2024-07-09 0:00 224 45", "2024-07-09 0:01 225 46"], await station.StoredAsync(sensor));
        station.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(default, await TakeAsync());
        Assert.Single(Kept("Done"));
    }

    [Fact]
    public async Task Take_WriterThatGoesOnAfterARestart_LosesNothing()
    {
        Drop("sensor_01/slow.csv", Csv);
        await TakeAsync();
        station.Time.Advance(TimeSpan.FromMinutes(2));
        var done = Kept("Done").Single();
        await File.AppendAllTextAsync(done, "2024-07-09 0:01,225,46\n", TestStation.Cancellation);
        File.SetLastWriteTimeUtc(done, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        var restarted = ActivatorUtilities.CreateInstance<Inbox>(station.Get<IServiceProvider>());
        Assert.Equal(1, (await restarted.TakeAsync(TestStation.Cancellation)).Imported);
        Assert.Equal(2, (await station.StoredAsync(sensor)).Length);
    }

    [Fact]
    public async Task Take_PackedFiles_AreReadAsWhatTheyHold()
    {
        var folder = Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, "sensor_01")).FullName;
        var (gz, zip, xlsx) = (Path.Combine(folder, "a.csv.gz"), Path.Combine(folder, "b.zip"), Path.Combine(folder, "c.xlsx"));
        await using (var packed = new GZipStream(File.Create(gz), CompressionMode.Compress))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Csv), TestStation.Cancellation);
        }

        await using (var archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create, TestStation.Cancellation))
        {
            foreach (var minute in new[] { 1, 2 })
            {
                await using var entry = archive.CreateEntry($"{minute}.csv").Open();
                await entry.WriteAsync(
                    Encoding.UTF8.GetBytes($"time,flow_rate,pressure\n2024-07-09 0:0{minute},{minute},\n"), TestStation.Cancellation);
            }
        }

        MiniExcel.SaveAs(xlsx, new[] { new { 일시 = new DateTime(2024, 7, 9, 0, 3, 0), 유량 = 3.5, 압력 = 40 } });
        foreach (var path in new[] { gz, zip, xlsx })
        {
            File.SetLastWriteTimeUtc(path, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        }

        Assert.Equal(new InboxResult(3, 0, 4), await TakeAsync());
        Assert.Equal(
            ["2024-07-09 0:00 224 45", "2024-07-09 0:01 1 -", "2024-07-09 0:02 2 -", "2024-07-09 0:03 3.5 40"],
            await station.StoredAsync(sensor));
        Assert.Empty(Directory.EnumerateDirectories(station.Folder.Uploads));
    }

    [Fact]
    public async Task Take_WorkbookWithACover_IsItsTable()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, "sensor_01")).FullName, "a.xlsx");
        MiniExcel.SaveAs(path, new Dictionary<string, object>
        {
            ["표지"] = new[] { new { 보고서 = "유량 보고서", 작성 = "2024년 7월" } },
            ["자료"] = new[] { new { 일시 = new DateTime(2024, 7, 9, 0, 3, 0), 유량 = 3.5, 압력 = 40 } },
        });
        File.SetLastWriteTimeUtc(path, station.Time.GetUtcNow().UtcDateTime.AddMinutes(-1));
        Assert.Equal(new InboxResult(1, 0, 1), await TakeAsync());
        Assert.Equal(["2024-07-09 0:03 3.5 40"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zip")]
    [InlineData("a.xlsx")]
    public async Task Take_PackedFileThatIsBroken_IsRefusedWithItsReason(string name)
    {
        Drop("sensor_01/" + name, "no such thing");
        Assert.Equal(new InboxResult(0, 1, 0), await TakeAsync());
        Assert.Contains($"{name} cannot be opened", ProblemTexts.English(station.Get<RefusedFiles>().List().Single().Reason), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_SameContentTwice_StoresNothingNewAndKeepsBothFiles()
    {
        Drop("sensor_01_a.csv", Csv);
        Drop("sensor_01_b.csv", Csv);
        Assert.Equal(new InboxResult(2, 0, 1), await TakeAsync());
        Assert.Equal(2, Kept("Done").Length);
    }

    [Fact]
    public async Task Take_SameNameInTwoSensorFolders_LosesNeither()
    {
        await station.AddSensorAsync(new() { Id = "sensor_02" });
        Drop("sensor_01/data.csv", Csv);
        Drop("sensor_02/data.csv", Csv.Replace("224", "225", StringComparison.Ordinal));
        Assert.Equal(2, (await TakeAsync()).Imported);
        Assert.Equal(2, Kept("Done").Length);
    }

    [Fact]
    public async Task Take_RefusedBesideGood_TakesTheGood()
    {
        Drop("a_unknown.csv", Csv);
        Drop("sensor_01.csv", Csv);
        Assert.Equal(new InboxResult(1, 1, 1), await TakeAsync());
    }

    [Fact]
    public async Task Take_LongKoreanName_IsKeptToo()
    {
        Drop("sensor_01/" + new string('가', 80) + ".csv", Csv);
        Assert.Equal(1, (await TakeAsync()).Imported);
        Assert.Single(Kept("Done"));
    }

    [Theory]
    [InlineData("flows.csv", "2024-07-09 0:00 7 -")]
    [InlineData("pressure_july.csv", "2024-07-09 0:00 - 7")]
    public async Task Take_SingleQuantityFile_IsToldByItsName(string name, string expected)
    {
        Drop("sensor_01/" + name, "timestamp,value\n2024-07-09 0:00,7\n");
        await TakeAsync();
        Assert.Equal([expected], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("Done")]
    [InlineData("Refused")]
    public async Task Take_SensorNamedLikeAFolderOfTheInbox_DoesNotTakeKeptFilesAgain(string id)
    {
        _ = await station.Get<StationEditor>().AddSensorAsync(new() { Id = id }, cancellation: TestStation.Cancellation);
        Drop("sensor_01.csv", Csv);
        Drop("unknown.csv", Csv);
        await TakeAsync();
        Assert.Equal(default, await TakeAsync());
    }

    [Fact]
    public async Task Take_SensorNamedInbox_DoesNotTakeTheFilesOfOthers()
    {
        var other = await station.AddSensorAsync(new() { Id = "Inbox" });
        Drop("sensor_01.csv", Csv);
        await TakeAsync();
        Assert.Single(await station.StoredAsync(sensor));
        Assert.Empty(await station.StoredAsync(other));
    }

    private Task<InboxResult> TakeAsync() => station.Get<Inbox>().TakeAsync(TestStation.Cancellation);

    private string Drop(string name, string content, DateTimeOffset? writtenAt = null)
    {
        var path = Path.Combine(station.Folder.Inbox, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, (writtenAt ?? station.Time.GetUtcNow().AddMinutes(-1)).UtcDateTime);
        return path;
    }

    private string[] Kept(string kind)
    {
        var folder = Path.Combine(station.Folder.Inbox, kind);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];
    }
}

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
        Assert.Equal(2, refused.Length);
        Assert.Equal(content, await File.ReadAllTextAsync(refused[0], TestStation.Cancellation));
        Assert.Equal(refused[0] + ".why.txt", refused[1]);
        Assert.Contains(expected, await File.ReadAllTextAsync(refused[1], TestStation.Cancellation), StringComparison.Ordinal);
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

    [Fact]
    public async Task Take_OtherFiles_AreNotTouched()
    {
        var readme = Drop("sensor_01/readme.txt", "hello");
        var half = Drop("sensor_01.csv.part", Csv);
        Assert.Equal(default, await TakeAsync());
        Assert.True(File.Exists(readme) && File.Exists(half));
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

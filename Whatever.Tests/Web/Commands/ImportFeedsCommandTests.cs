using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

/// <summary>One file for several sensors, and counters, on the command line.</summary>
[Collection("Commands")]
public sealed class ImportFeedsCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Import_WideFile_FeedsEachSensorAndTheNextFileAsksNothing()
    {
        await AddSensorsAsync("s1", "s2", "s3");
        var path = Write("time,Q1,P1,Q2,\"P2, kPa\",Q3\n2024-03-01 0:00,1,10,2,20,3\n2024-03-01 0:01,4,40,5,50,6\n");
        var run = await RunAsync(
            "import", path, "--sensor", "s1", "--flow-column", "Q1", "--pressure-column", "P1", "--feed", "s2:flow=Q2,pressure=P2, kPa",
            "--feed", "s3:flow=Q3", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            [("s1", 2), ("s2", 2), ("s3", 2)],
            run.Json.EnumerateArray().Select(report => (
                report.GetProperty("sensor").GetString(), report.GetProperty("inserted").GetInt32())));
        var next = await RunAsync("import", path, "--sensor", "s1", "--json");
        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Equal([2, 2, 2], next.Json.EnumerateArray().Select(report => report.GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task Import_Tags_FeedASensorEach()
    {
        await AddSensorsAsync("s1", "s2", "s3");
        var path = Write("time,tag,value\n2024-03-01 0:00,A,1\n2024-03-01 0:00,B,2\n2024-03-01 0:00,B2,20\n2024-03-01 0:00,C,3\n");
        var run = await RunAsync(
            "import", path, "--sensor", "s1", "--flow-tag", "A", "--feed", "s2:flow-tag=B,pressure-tag=B2", "--feed", "s3:flow-tag=C");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("export.csv -> s2: read 4, inserted 1,", run.Output, StringComparison.Ordinal);
        Assert.Contains("export.csv -> s3: read 4, inserted 1,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SensorThatIsNotThere_IsRefusedWithItsOption()
    {
        await AddSensorsAsync("s1");
        var run = await RunAsync(
            "import", Write("time,Q1,Q2\n2024-03-01 0:00,1,2\n"), "--sensor", "s1", "--flow-column", "Q1", "--feed", "s9:flow=Q2");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "The file also feeds s9, and the station has no such sensor; expected the id of one of its sensors (s1)", run.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("--flow-column", run.Error, StringComparison.Ordinal);
        Assert.Contains("Choose it with --feed.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s2")]
    [InlineData("s2:Q2")]
    [InlineData(":flow=Q2")]
    [InlineData("s2:flow=")]
    public async Task Import_FeedThatIsWrittenInAnotherWay_SaysHow(string feed)
    {
        var run = await RunAsync("import", Write("time,flow\n2024-03-01 0:00,1\n"), "--sensor", "s1", "--feed", feed);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("sensor_02:flow=Q2,pressure=P2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Counter_IsAskedAboutAndStoredAsItsGrowth()
    {
        var path = Write("time,Total\n2024-03-01 0:00,5000\n2024-03-01 0:01,5001\n2024-03-01 0:02,5003\n");
        var asked = await RunAsync("import", path, "--sensor", "s1");
        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("Choose it with --flow-kind.", asked.Error, StringComparison.Ordinal);
        var run = await RunAsync("import", path, "--sensor", "s1", "--flow-kind", "counter", "--counter-unit", "m3");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("No flow for 1 row: the first count of the file", run.Output, StringComparison.Ordinal);
        await RunAsync("export", "--sensor", "s1", "--out", "out.csv");
        var rows = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "out.csv"), TestStation.Cancellation);
        Assert.Equal(["", "60", "120"], rows.Skip(1).Select(row => row.Split(',')[1]));
    }

    [Theory]
    [InlineData("new")]
    [InlineData("s1")]
    public async Task Import_CountThatNoOtherFollows_FailsAndAddsNothing(string sensor)
    {
        await AddSensorsAsync("s1");
        var path = Write("time,Totalizer (m3)\n2024-03-01 0:00,100\n");
        for (var time = 0; time < 2; time++)
        {
            var run = await RunAsync("import", path, "--sensor", sensor);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("a counter needs two rows that follow each other", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Added sensor", run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Import_FileWithTheTagOfAFedSensorAlone_FeedsIt()
    {
        await AddSensorsAsync("s1", "s2");
        var path = Write("time,tag,value\n2024-03-01 0:00,FIT-01,1\n2024-03-01 0:00,FIT-02,2\n");
        await RunAsync("import", path, "--sensor", "s1", "--flow-tag", "FIT-01", "--feed", "s2:flow-tag=FIT-02");
        var run = await RunAsync("import", Write("time,tag,value\n2024-03-01 0:01,FIT-02,2\n"), "--sensor", "s1");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("export.csv -> s2: read 1, inserted 1,", run.Output, StringComparison.Ordinal);
    }

    private async Task AddSensorsAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            var run = await RunAsync("import", Write("time,flow_rate\n2024-02-01 0:00,1\n"), "--sensor", id);
            Assert.True(run.ExitCode == 0, run.Error);
        }
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(folder.Path, arguments);

    private string Write(string csv)
    {
        var path = Path.Combine(folder.Path, "export.csv");
        File.WriteAllText(path, csv);
        return path;
    }
}

using System.Text;
using Whatever.Tests.Support;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

public sealed class CsvHardFileTests
{
    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("\uFEFF", "names no time column")]
    [InlineData("\n\n\n", "names no time column")]
    [InlineData("PK\u0003\u0004\0\0\0", "is not text (it contains zero bytes and others")]
    public async Task Import_NoCsvAtAll_SaysWhatItIs(string content, string expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, content));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ZeroBytesOfAPowerCut_CostTheirLineAlone()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        byte[] file = [.. Encoding.ASCII.GetBytes("time,flow_rate\n" + string.Concat(Enumerable.Repeat("2024-07-09 0:00,1\n", 10_000))), 0];
        var report = await station.ImportAsync(sensor, file);
        Assert.Equal((10_001, 1), (report.Read, report.Rejected));
        Assert.Equal(["2024-07-09 0:00 1 -"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("time,flow_rate,pressure")]
    [InlineData("time,flow_rate,pressure\n")]
    [InlineData("time,flow_rate,pressure\r\n\r\n")]
    public async Task Import_HeaderOnly_ReadsNothingAndHasNoSpan(string csv)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, csv);
        Assert.Equal((0, 0, null, null, null), (report.Read, report.Rejected, report.From, report.To, report.RejectsFile));
    }

    [Theory]
    [InlineData("time,flow_rate\n2024-07-09 0:00,1\n2024-07-09 0:01,2")]
    [InlineData("time,flow_rate\r\n2024-07-09 0:00,1\r\n2024-07-09 0:01,2\r\n")]
    [InlineData("time,flow_rate\r2024-07-09 0:00,1\r2024-07-09 0:01,2\r")]
    [InlineData("\"time\",\"flow_rate\"\n\"2024-07-09 0:00\",\"1\"\n\"2024-07-09 0:01\",\"2\"")]
    [InlineData("\n\ntime,flow_rate\n\n2024-07-09 0:00,1\n\n\n2024-07-09 0:01,2\n\n")]
    public async Task Import_LineEndsAndQuotes_AllReadTheSame(string csv)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, csv);
        Assert.Equal(["2024-07-09 0:00 1 -", "2024-07-09 0:01 2 -"], await station.StoredAsync(sensor));
        Assert.Equal((2, 0), (report.Read, report.Rejected));
    }

    [Fact]
    public async Task Import_QuoteNeverClosed_DoesNotSwallowTheRowsBelow()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "time,flow_rate,note\n2024-07-09 0:00,1,\"open\n2024-07-09 0:01,2,b\n2024-07-09 0:02,\"3,c\n2024-07-09 0:03,4,d\n");
        var stored = await station.StoredAsync(sensor);
        Assert.Contains("2024-07-09 0:01 2 -", stored);
        Assert.Contains("2024-07-09 0:03 4 -", stored);
        Assert.Equal((4, 4), (report.Read, report.Inserted + report.Rejected));
        Assert.Contains(report.FirstRejects, row => row.Line == 4);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    [InlineData(5_000_000)]
    public async Task Import_VeryLongLine_IsOneRejectAndStopsNothing(int letters)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, $"time,flow_rate\n2024-07-09 0:00,1\n{new string('x', letters)}\n2024-07-09 0:02,3\n");
        Assert.Equal(["2024-07-09 0:00 1 -", "2024-07-09 0:02 3 -"], await station.StoredAsync(sensor));
        Assert.Equal((3, 2, 1), (report.Read, report.Inserted, report.Rejected));
        Assert.Equal(3, report.FirstRejects[0].Line);
    }

    [Theory]
    [InlineData("UTF-16LE")]
    [InlineData("UTF-16BE")]
    [InlineData("CP949")]
    public async Task Import_VeryLongLineInAnyEncoding_StopsNothing(string name)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var encoding = EncodingDetector.Named(name);

        // U+0A0A and U+0D0D look like line ends to whoever reads single bytes.
        var filler = name == "CP949" ? "가" : "\u0A0A\u0D0D";
        var csv = $"time,flow_rate\n2024-07-09 0:00,1\n{string.Concat(Enumerable.Repeat(filler, 900_001))}\r\n2024-07-09 0:02,3\n";
        var report = await station.ImportAsync(
            sensor, encoding.GetBytes((name == "CP949" ? "" : "\uFEFF") + csv), new PlanChoices { Encoding = name });
        Assert.Equal(["2024-07-09 0:00 1 -", "2024-07-09 0:02 3 -"], await station.StoredAsync(sensor));
        Assert.Equal((3, 1, 3L), (report.Read, report.Rejected, report.FirstRejects[0].Line));
    }

    [Fact]
    public async Task Import_FirstLineLongerThanAnyHeader_IsRefusedWithASentence()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, new string('x', 3_000_000) + "\n1,2\n"));
    }

    [Fact]
    public async Task Import_TenMegabytes_AllRowsAreStored()
    {
        const int rows = 450_000;
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var text = new StringBuilder("time,flow_rate,pressure\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(sensor.Local(28_000_000 + i)).Append(Seeded.Text($",{i % 977 / 10.0},{i % 13}\n"));
        }

        var csv = Encoding.ASCII.GetBytes(text.ToString());
        Assert.True(csv.Length > 10_000_000);
        var report = await station.ImportAsync(sensor, csv);
        Assert.Equal((rows, rows, 0, 0), (report.Read, report.Inserted, report.Rejected, report.Gaps));
        Assert.Equal(rows, (await station.ReadingsAsync(sensor)).Count);
    }

    [Fact]
    public async Task Import_TwoFilesWithRejectsInOneMillisecond_KeepBoth()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var first = await station.ImportAsync(sensor, "time,flow_rate\nfirst,1\n");
        var second = await station.ImportAsync(sensor, "time,flow_rate\nsecond,1\n");
        Assert.Contains("first", await File.ReadAllTextAsync(first.RejectsFile!, TestStation.Cancellation), StringComparison.Ordinal);
        Assert.Contains("second", await File.ReadAllTextAsync(second.RejectsFile!, TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_LongKoreanFileName_StillKeepsItsRejects()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, "time,flow_rate\nbad,1\n2024-07-09 0:00,1\n", name: new string('가', 75) + ".csv");
        Assert.Equal((1, 1), (report.Inserted, report.Rejected));
        Assert.True(File.Exists(report.RejectsFile));
    }

    [Fact]
    public async Task Preview_VeryLongLine_DoesNotFail()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var path = Path.Combine(station.Folder.Root, "given.csv");
        await File.WriteAllTextAsync(
            path, $"time,flow_rate\n2024-07-09 0:00,1\n{new string('x', 2_000_000)}\n2024-07-09 0:02,3\n", TestStation.Cancellation);
        var preview = CsvPreview.Read(path, PlanContext.Of(sensor, "given.csv", new PlanChoices(), latest: null), sensor);
        Assert.Equal(1, preview.Rows[0].FlowRate);
        Assert.NotNull(preview.Rows[1].Reason);
    }
}

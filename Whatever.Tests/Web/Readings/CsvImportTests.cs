using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;

namespace Whatever.Tests.Web.Readings;

public sealed class CsvImportTests
{
    [Fact]
    public async Task Import_EveryTimeFormatInOneFile_GivesTheSameMinutes()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, """
            time,flow_rate,pressure
            2024-07-09 0:00,1,
            2024-07-09 00:01:30,2,
            2024/07/09 00:02,3,
            7/9/24 0:03,4,
            2024-07-09T00:04+09:00,5,
            2024-07-08T15:05Z,6,
            2024-07-08T11:06-04:00,7,
            """);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"2024-07-09 0:0{i} {i + 1} -"), await station.StoredAsync(sensor));
        Assert.Equal(
            (7, 7, 0, "2024-07-09 0:00", "2024-07-09 0:06"), (report.Read, report.Inserted, report.Rejected, report.From, report.To));
    }

    [Fact]
    public async Task Import_SemicolonFile_ReadsDecimalCommas()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "time;flow_rate;pressure\n2024-07-09 0:00;224,5;-0,25\n2024-07-09 0:01;1,5e1;45,5\n");
        Assert.Equal(["2024-07-09 0:00 224.5 -0.25", "2024-07-09 0:01 15 45.5"], await station.StoredAsync(sensor));
        Assert.Equal(';', report.Separator);
    }

    [Fact]
    public async Task Import_DecimalCommaWithoutQuotesInACommaFile_IsRejectedNotMisread()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "time,flow_rate,pressure\n2024-07-09 0:00,1,5,45\n2024-07-09 0:01,\"1,5\",45\n2024-07-09 0:02,2,45\n");
        Assert.Equal(["2024-07-09 0:01 1.5 45", "2024-07-09 0:02 2 45"], await station.StoredAsync(sensor));
        Assert.Equal(["4 fields, expected 3"], report.FirstRejects.Select(row => row.Reason.ToString()));
    }

    [Fact]
    public async Task Import_TwoRowsOfOneMinute_LaterValueWinsAndIsReported()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, """
            time,flow_rate,pressure
            2024-07-09 0:01,1,1
            2024-07-09 0:00:10,2,2
            2024-07-09 0:00:50,3,3
            2024-07-09 0:01,4,
            2024-07-09 0:00:20,5,5
            """);
        Assert.Equal(["2024-07-09 0:00 5 5", "2024-07-09 0:01 4 1"], await station.StoredAsync(sensor));
        Assert.Equal((5, 2, 3), (report.Read, report.Inserted, report.Duplicates));
    }

    [Fact]
    public async Task Import_MissingValues_AreNullNeverZero()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "time,flow_rate,pressure\n2024-07-09 0:00,,NaN\n2024-07-09 0:01,null,-\n2024-07-09 0:02,0,1\n");
        Assert.Equal(["2024-07-09 0:00 - -", "2024-07-09 0:01 - -", "2024-07-09 0:02 0 1"], await station.StoredAsync(sensor));
        Assert.Equal((4, 0), (report.MissingValues, report.Rejected));
    }

    [Fact]
    public async Task Import_BadRows_AreKeptWithLineAndReasonAndStopNothing()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, """
            time,flow_rate,pressure
            2024-07-09 0:00,1,1
            soon,2,2

            2024-07-09 0:02,much,3
            2024-07-09 0:03
            2024-07-09 0:04,5,"a ""loud"" 5"
            2024-07-09 0:05,1e400,6
            2024-07-09 0:06,7,7
            """);
        Assert.Equal(
            [
                "2024-07-09 0:00 1 1", "2024-07-09 0:02 - 3", "2024-07-09 0:04 5 -", "2024-07-09 0:05 - 6", "2024-07-09 0:06 7 7",
            ],
            await station.StoredAsync(sensor));
        Assert.Equal([3, 5, 6, 7, 8], report.FirstRejects.Select(row => row.Line));
        Assert.Equal((7, 5, 2, 3), (report.Read, report.Inserted, report.Rejected, report.UnreadableFields));
        var file = await File.ReadAllLinesAsync(report.RejectsFile!, TestStation.Cancellation);
        Assert.Equal("line,reason,row", file[0]);
        Assert.StartsWith("3,\"time is \"\"soon\"\", expected a time such as 2024-07-09 0:00", file[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"soon,2,2\"", file[1], StringComparison.Ordinal);
        Assert.Equal("6,\"1 fields, expected 3\",\"2024-07-09 0:03\"", file[3]);
        Assert.Equal(6, file.Length);
    }

    [Fact]
    public async Task Import_MoreBadRowsThanTheScreenShows_AllAreInTheFile()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "time,flow_rate\n" + string.Concat(Enumerable.Range(0, 250).Select(i => $"bad{i},1\n")));
        Assert.Equal((250, 100), (report.Rejected, report.FirstRejects.Count));
        Assert.Equal(251, (await File.ReadAllLinesAsync(report.RejectsFile!, TestStation.Cancellation)).Length);
    }

    [Fact]
    public async Task Import_SameFileTwice_ChangesNothingAndSaysSo()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        const string csv = "time,flow_rate,pressure\n2024-07-09 0:00,1,\n2024-07-09 0:01,2,3\n";
        await station.ImportAsync(sensor, csv);
        await station.ExecuteAsync("DELETE FROM stale_spans");
        var again = await station.ImportAsync(sensor, csv);
        Assert.Equal((2, 0, 0, 2), (again.Read, again.Inserted, again.Updated, again.Unchanged));
        Assert.Equal(["2024-07-09 0:00 1 -", "2024-07-09 0:01 2 3"], await station.StoredAsync(sensor));
        Assert.Equal(0, await station.QueryAsync(db => db.StaleSpans.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Import_TimesGoingBackwards_AreStoredInOrder()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, "time,flow_rate\n2024-07-09 0:02,3\n2024-07-09 0:01,2\n2024-07-09 0:00,1\n");
        Assert.Equal(["2024-07-09 0:00 1 -", "2024-07-09 0:01 2 -", "2024-07-09 0:02 3 -"], await station.StoredAsync(sensor));
        Assert.Equal((0, "2024-07-09 0:00", "2024-07-09 0:02"), (report.Gaps, report.From, report.To));
    }

    [Fact]
    public async Task Import_Gaps_AreJudgedAgainstTheSamplingInterval()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "five", SamplingIntervalMinutes = 5 });
        var report = await station.ImportAsync(
            sensor, "time,flow_rate\n2024-07-09 0:00,1\n2024-07-09 0:05,1\n2024-07-09 0:20,1\n2024-07-09 1:00,1\n");
        Assert.Equal((2, 35), (report.Gaps, report.LongestGapMinutes));
    }

    [Fact]
    public async Task Import_Cancelled_StoresNothingAndLeavesNoRejects()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var csv = "time,flow_rate\nbad,1\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{sensor.Local(28_000_000 + i)},1\n"));
        var path = Path.Combine(station.Folder.Root, "given.csv");
        await File.WriteAllTextAsync(path, csv, TestStation.Cancellation);
        using var cancel = new CancellationTokenSource();
        var progress = new Cancelling(cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => station.Get<ReadingImporter>().ImportAsync(sensor, path, "a.csv", new(), progress, cancellation: cancel.Token));
        Assert.True(progress.Reported);
        Assert.Empty(await station.StoredAsync(sensor));
        Assert.Equal(0, await station.QueryAsync(db => db.HourlyRollups.CountAsync(TestStation.Cancellation)));
        Assert.Equal(0, await station.QueryAsync(db => db.Imports.CountAsync(TestStation.Cancellation)));
        Assert.False(Directory.Exists(station.Folder.Rejects) && Directory.EnumerateFiles(station.Folder.Rejects).Any());
    }

    [Fact]
    public async Task Import_Done_IsRememberedWithTheSameReport()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, "time,flow_rate\n2024-07-09 0:00,1\n", name: "july.csv");
        var record = await station.QueryAsync(db => db.Imports.SingleAsync(TestStation.Cancellation));
        Assert.Equal(("july.csv", report.ToJson(), TestStation.Noon), (record.FileName, record.Report, record.ImportedAt));
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<ParseProgress>
    {
        public bool Reported { get; private set; }

        public void Report(ParseProgress value)
        {
            Reported = true;
            source.Cancel();
        }
    }
}

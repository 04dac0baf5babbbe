using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

/// <summary>Files of counters (totalizers): the flow is how much they grow.</summary>
public sealed class CounterFilesTests : IAsyncLifetime
{
    private static readonly DateTime Begin = new(2024, 3, 1);
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("Totalizer (m3)")]
    [InlineData("Zählerstand [m³]")]
    [InlineData("적산유량(㎥)")]
    [InlineData("누적유량 (톤)")]
    [InlineData("Volume Index (m3)")]
    [InlineData("Cumulative_flow_m3")]
    public async Task Import_CounterByItsName_IsDecidedAndSaidWithItsProof(string column)
    {
        var report = await station.ImportAsync(sensor, $"time;{column}\n" + Rows(";", 100, 102, 103, 103, 106));
        Assert.Equal(
            ["2024-03-01 0:00 - -", "2024-03-01 0:01 120 -", "2024-03-01 0:02 60 -", "2024-03-01 0:03 0 -", "2024-03-01 0:04 180 -"],
            await station.StoredAsync(sensor));
        Assert.Contains(report.Decisions, decision => decision.Contains("is a counter, by its name", StringComparison.Ordinal));
        Assert.Equal(1, report.Counter["first"]);
    }

    [Theory]
    [InlineData("m³/h", "Totalizer (L)", 6.0)]
    [InlineData("L/s", "Totalizer (m3)", 100 / 0.06)]
    [InlineData("L/min", "Totalizer (L)", 100.0)]
    [InlineData("m³/d", "Totalizer (m3)", 144_000.0)]
    public async Task Import_Counter_IsStoredInTheSensorsUnit(string unit, string column, double expected)
    {
        var other = await station.AddSensorAsync(new SensorDraft { Id = "other", FlowRateUnit = unit });
        await station.ImportAsync(other, $"time,{column}\n" + Rows(",", 0, 100));
        Assert.Equal(expected, (await station.ReadingsAsync(other))[1].FlowRate!.Value, 6);
    }

    [Theory]
    [InlineData("Total (m3)", PlanChoices.Names.FlowKind)]
    [InlineData("Volume (m3)", PlanChoices.Names.FlowKind)]
    [InlineData("총유량(m3)", PlanChoices.Names.FlowKind)]
    [InlineData("Totalizer", PlanChoices.Names.CounterUnit)]
    [InlineData("Totalizer (m3/h)", PlanChoices.Names.FlowKind)]
    public async Task Import_ColumnThatMayBeACounter_IsAskedAbout(string column, string field)
    {
        var csv = $"time;{column}\n" + Rows(";", 100, 102, 103);
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Equal(field, problem.Problem.Field);
        Assert.Empty(await station.StoredAsync(sensor));
        await station.ImportAsync(sensor, csv, new PlanChoices { FlowKind = FlowKind.Counter, CounterUnit = "m³" });
        Assert.Equal("2024-03-01 0:02 60 -", (await station.StoredAsync(sensor))[^1]);
    }

    [Fact]
    public async Task Import_FlowBesideACounter_IsTheFlow()
    {
        var report = await station.ImportAsync(sensor, "time,flow,Totalizer (m3)\n2024-03-01 0:00,5,100\n2024-03-01 0:01,6,102\n");
        Assert.Equal(["2024-03-01 0:00 5 -", "2024-03-01 0:01 6 -"], await station.StoredAsync(sensor));
        Assert.Equal(["Totalizer (m3)"], report.IgnoredColumns);
    }

    [Fact]
    public async Task Import_Reset_HasNoFlowAndIsCounted()
    {
        var report = await ImportAsync(5000, 5001, 5002, 0.5, 1.5, 2.5);
        Assert.Equal(["-", "60", "60", "-", "60", "60"], await FlowsAsync());
        Assert.Equal(1, report.Counter["reset"]);
        Assert.Contains(report.CounterNotes, note => note.ToString().Contains("from 5,002 to 0.5", StringComparison.Ordinal)
            || note.ToString().Contains("from 5002 to 0.5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_RollOver_IsEvidentByTheDigits()
    {
        var report = await ImportAsync(99_997, 99_998, 99_999, 0, 1, 2);
        Assert.Equal(["-", "60", "60", "60", "60", "60"], await FlowsAsync());
        Assert.Equal(1, report.Counter["rolled_over"]);
    }

    /// <summary>65,536 is near, and 13,000 m³/h would have flowed where 400 do.</summary>
    [Fact]
    public async Task Import_CounterExchangedNearAnEnd_IsNoRollOver()
    {
        var csv = "time,Totalizer (m3)\n" + string.Concat(Enumerable.Range(0, 20).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{Begin.AddMinutes(15 * row):yyyy-MM-dd HH:mm},{(row < 10 ? 61_400 : -1000) + (100 * row)}\n")));
        var report = await station.ImportAsync(sensor, csv);
        Assert.Equal((1, false), (report.Counter["reset"], report.Counter.ContainsKey("rolled_over")));
        Assert.All((await FlowsAsync()).Where((_, row) => row is not (0 or 10)), flow => Assert.Equal("400", flow));
        Assert.Equal("-", (await FlowsAsync())[10]);
        Assert.Contains(report.CounterNotes, note => ProblemTexts.English(note).Contains("--counter-range", StringComparison.Ordinal));
    }

    /// <summary>No count behind the last one tells whether it strays.</summary>
    [Fact]
    public async Task Import_LastCountFarAboveTheUsual_IsAJump()
    {
        var report = await ImportAsync([.. Enumerable.Range(0, 20).Select(row => 1000 + (row * 0.5)), 1210]);
        Assert.Equal(("30", "-"), ((await FlowsAsync())[^2], (await FlowsAsync())[^1]));
        Assert.Equal(1, report.Counter["jump"]);
        await ImportAsync([.. Enumerable.Range(0, 20).Select(row => 1000 + (row * 0.5)), 1012]);
        Assert.Equal("150", (await FlowsAsync())[^1]);
    }

    [Fact]
    public async Task Import_CountThatNoOtherFollows_IsRefusedAndNothingIsStored()
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(100));
        Assert.Equal("counter.file-no-flow", problem.Problem.Code);
        Assert.Empty(await station.StoredAsync(sensor));
        Assert.Empty(await station.Get<ReadingPlans>().ListAsync(sensor.Key, TestStation.Cancellation));
        await station.ImportAsync(sensor, "time,Totalizer (m3),pressure\n2024-03-01 0:00,100,4\n");
        Assert.Equal(["2024-03-01 0:00 - 4"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_RollOverOfARangeThatWasSaid_GoesOn()
    {
        var report = await station.ImportAsync(
            sensor, "time,Totalizer (m3)\n" + Rows(",", 4998, 4999, 0, 1), new PlanChoices { CounterRange = 5000 });
        Assert.Equal(["-", "60", "60", "60"], await FlowsAsync());
        Assert.Equal(1, report.Counter["rolled_over"]);
    }

    /// <summary>A line that was dead for a minute, and a digit that was read wrong.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(900_000)]
    public async Task Import_CountThatStrays_IsNoFlow(double stray)
    {
        var report = await ImportAsync(5000, 5001, stray, 5003, 5004);
        Assert.Equal(["-", "60", "-", "60", "60"], await FlowsAsync());
        Assert.Equal(1, report.Counter["stray"]);
    }

    /// <summary>Zeros of a line that was dead for half an hour are no still water.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(9_000_000)]
    public async Task Import_CountsThatStrayForLong_AreNoFlow(double stray)
    {
        double[] counts =
        [
            .. Enumerable.Range(0, 10).Select(row => 700.0 + row), .. Enumerable.Repeat(stray, 30),
            .. Enumerable.Range(40, 10).Select(row => 700.0 + row),
        ];
        var report = await ImportAsync(counts);
        var flows = await FlowsAsync();
        Assert.Equal((30, 1, false), (report.Counter["stray"], report.Counter["gap"], report.Counter.ContainsKey("reset")));
        Assert.All(flows[10..41], flow => Assert.Equal("-", flow));
        Assert.All(flows[41..], flow => Assert.Equal("60", flow));
    }

    /// <summary>A counter that begins anew each hour comes to where it was by counting.</summary>
    [Fact]
    public async Task Import_CounterThatIsSetBackEachHour_LosesTheMinutesOfItsResetsAlone()
    {
        var report = await ImportAsync([.. Enumerable.Range(0, 180).Select(row => (double)(row % 60))]);
        Assert.Equal((2, false), (report.Counter["reset"], report.Counter.ContainsKey("stray")));
        Assert.Equal(177, (await FlowsAsync()).Count(flow => flow == "60"));
    }

    [Fact]
    public async Task Import_CounterThatRunsBackwards_IsReadInTime()
    {
        var csv = "time,Totalizer (m3)\n" + Rows(",", [.. Enumerable.Range(0, 60_000).Select(row => 100_000.0 - row), 40_002]);
        var report = await station.ImportAsync(sensor, csv, new PlanChoices { FlowKind = FlowKind.Counter });
        Assert.Equal(59_999, report.Counter["reset"]);
        Assert.InRange(report.Seconds, 0, 30);
    }

    [Fact]
    public async Task Import_CounterExchangedForOneThatStandsHigher_IsNoFlow()
    {
        double[] counts = [.. Enumerable.Range(0, 20).Select(row => 100.0 + row), .. Enumerable.Range(0, 5).Select(row => 800_000.0 + row)];
        var report = await ImportAsync(counts);
        Assert.Equal(("-", "60"), ((await FlowsAsync())[20], (await FlowsAsync())[21]));
        Assert.Equal(1, report.Counter["jump"]);
    }

    [Fact]
    public async Task Import_Gap_IsNotSmearedOverAMinute()
    {
        var report = await station.ImportAsync(
            sensor, "time,Totalizer (m3)\n2024-03-01 0:00,100\n2024-03-01 0:01,101\n2024-03-01 0:02,102\n2024-03-01 3:00,300\n"
                + "2024-03-01 3:01,301\n");
        Assert.Equal(["-", "60", "60", "-", "60"], await FlowsAsync());
        Assert.Equal(1, report.Counter["gap"]);
    }

    [Fact]
    public async Task Import_NewestFirst_IsReadInTheOrderOfTime()
    {
        await station.ImportAsync(
            sensor, "time,Totalizer (m3),pressure\n2024-03-01 0:02,104,3\n2024-03-01 0:01,101,2\n2024-03-01 0:00,100,1\n");
        Assert.Equal(
            ["2024-03-01 0:00 - 1", "2024-03-01 0:01 60 2", "2024-03-01 0:02 180 3"], await station.StoredAsync(sensor));
    }

    /// <summary>What flows is a difference over the seconds between two counts; a minute has one flow.</summary>
    [Fact]
    public async Task Import_SecondsOfAMinute_AddUpToWhatWasCounted()
    {
        await station.ImportAsync(
            sensor, "time,Totalizer (m3)\n2024-03-01 0:00:10,100\n2024-03-01 0:00:40,101\n2024-03-01 0:01:10,102\n2024-03-01 0:01:40,104\n"
                + "2024-03-01 0:02:40,106\n");
        Assert.Equal(["120", "180", "120"], await FlowsAsync());
    }

    [Fact]
    public async Task Import_HourThatStandsTwice_IsCountedThroughBothPasses()
    {
        var berlin = await station.AddSensorAsync(
            new SensorDraft { Id = "berlin", TimeZone = "Europe/Berlin", SamplingIntervalMinutes = 15 });
        var times = Enumerable.Range(0, 16).Select(quarter => new DateTimeOffset(2023, 10, 28, 23, 30, 0, TimeSpan.Zero)
            .AddMinutes(15 * quarter)).ToList();
        var rows = times.Select((time, row) => string.Create(
            CultureInfo.InvariantCulture, $"{berlin.Clock.ToLocal(time):yyyy-MM-dd HH:mm},{100 + row}\n"));
        await station.ImportAsync(berlin, "time,Totalizer (m3)\n" + string.Concat(rows));
        var stored = await station.ReadingsAsync(berlin);
        Assert.Equal(16, stored.Count);
        Assert.All(stored.Skip(1), reading => Assert.Equal(4, reading.FlowRate!.Value, 9));
    }

    [Fact]
    public async Task Import_NextFileThatOverlaps_KnowsTheFlowOfItsFirstRow()
    {
        await ImportAsync(100, 101, 102);
        await station.ImportAsync(sensor, "time,Totalizer (m3)\n2024-03-01 0:02,102\n2024-03-01 0:03,105\n");
        Assert.Equal(["-", "60", "60", "180"], await FlowsAsync());
    }

    [Fact]
    public async Task Import_TagsOfACounterAndAPressure_AreToldApart()
    {
        await station.ImportAsync(
            sensor, "time,tag,value\n2024-03-01 0:00,A.totalizer_m3,100\n2024-03-01 0:00,A.pressure,4\n2024-03-01 0:01,A.totalizer_m3,101\n"
                + "2024-03-01 0:01,A.pressure,5\n");
        Assert.Equal(["2024-03-01 0:00 - 4", "2024-03-01 0:01 60 5"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Inbox_CounterOfASavedLayout_AsksNothing()
    {
        await station.ImportAsync(
            sensor, "time,Total (m3)\n" + Rows(",", 1, 2, 3), new PlanChoices { FlowKind = FlowKind.Counter });
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, sensor.Id)).FullName, "next.csv");
        await File.WriteAllTextAsync(
            path, "time,Total (m3)\n2024-03-01 0:03,5\n2024-03-01 0:04,6\n2024-03-01 0:05,0.5\n2024-03-01 0:06,1.5\n",
            TestStation.Cancellation);
        File.SetLastWriteTimeUtc(path, TestStation.Noon.UtcDateTime.AddHours(-1));
        Assert.Equal(new InboxResult(1, 0, 4), await station.Get<Inbox>().TakeAsync(TestStation.Cancellation));
        Assert.Equal(["-", "60", "60", "-", "60", "-", "60"], await FlowsAsync());
    }

    [Fact]
    public async Task Preview_Counter_ShowsFlowsAndNotCounts()
    {
        var path = Path.Combine(station.Folder.Root, "counter.csv");
        await File.WriteAllTextAsync(path, "time,Totalizer (m3)\n" + Rows(",", 100, 102, 103), TestStation.Cancellation);
        var context = station.Get<ReadingPlans>().ContextOf(sensor, "counter.csv", new PlanChoices(), latest: null);
        Assert.Equal([null, 120.0, 60.0], CsvPreview.Read(path, context, sensor).Rows.Select(row => row.FlowRate));
    }

    private Task<ImportReport> ImportAsync(params double[] counts) =>
        station.ImportAsync(sensor, "time,Totalizer (m3)\n" + Rows(",", counts));

    private static string Rows(string separator, params double[] counts) => string.Concat(counts.Select((count, row) => string.Create(
        CultureInfo.InvariantCulture, $"{Begin.AddMinutes(row):yyyy-MM-dd HH:mm}{separator}{count}\n")));

    private async Task<string[]> FlowsAsync() =>
        [.. (await station.StoredAsync(sensor)).Select(row => row.Split(' ')[2])];
}

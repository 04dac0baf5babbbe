using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

/// <summary>Files of the volume of each interval, and of counters that are read seldom or count in other units.</summary>
public sealed class VolumeFilesTests : IAsyncLifetime
{
    private static readonly DateTime Begin = new(2024, 3, 1);
    private static readonly PlanChoices AtEnd = new() { FlowKind = FlowKind.Interval, IntervalBegins = false };
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("Consumption (m3)")]
    [InlineData("사용량(m3)")]
    [InlineData("Verbrauch [m³]")]
    [InlineData("Volume (L)")]
    [InlineData("Usage gal")]
    [InlineData("Flow (m3)")]
    [InlineData("Consumption")]
    public async Task Import_VolumeOfARow_IsAskedAboutAndNeverKept(string column)
    {
        var csv = $"time;{column}\n" + Rows(";", 15, 10, 12, 11, 9, 14);
        var choices = new PlanChoices { ValueQuantity = Whatever.Model.Series.Quantity.FlowRate, Convert = false };
        Assert.Equal(PlanChoices.Names.FlowKind, (await AskedAsync(csv, choices)).Field);
        var kind = choices with { FlowKind = FlowKind.Interval, CounterUnit = "m3" };
        Assert.Equal(PlanChoices.Names.IntervalTime, (await AskedAsync(csv, kind)).Field);
        if (column != "Consumption")
        {
            Assert.Equal("plan.volume-no-rate", (await AskedAsync(csv, choices with { FlowKind = FlowKind.Rate })).Code);
        }
    }

    [Theory]
    [InlineData("Consumption (m3)", 1, 600.0)]
    [InlineData("Consumption (m3)", 5, 120.0)]
    [InlineData("Verbrauch [m³]", 15, 40.0)]
    [InlineData("사용량(m3)", 60, 10.0)]
    [InlineData("Volume (L)", 60, 0.01)]
    [InlineData("Usage kgal", 60, 37.85411784)]
    public async Task Import_VolumesOfIntervals_AreDividedByTheirLength(string column, int minutes, double expected)
    {
        await station.ImportAsync(sensor, $"time;{column}\n" + Rows(";", minutes, 10, 10, 10, 10), AtEnd);
        var stored = await station.ReadingsAsync(sensor);
        Assert.Equal(4, stored.Count);
        Assert.All(stored, reading => Assert.Equal(expected, reading.FlowRate!.Value, 9));
        Assert.StartsWith("2024-03-01 0:00 ", (await station.StoredAsync(sensor))[0], StringComparison.Ordinal);
    }

    /// <summary>As of a counter, the flow of an interval stands where it ends; a pressure stands where it was measured.</summary>
    [Fact]
    public async Task Import_IntervalsThatBegin_StandWhereTheyEnd()
    {
        await station.ImportAsync(
            sensor, "Interval start,Usage (m3),pressure\n2024-03-01 0:00,1,3\n2024-03-01 1:00,2,4\n2024-03-01 2:00,3,5\n",
            new PlanChoices { FlowKind = FlowKind.Interval });
        Assert.Equal(
            ["2024-03-01 0:00 - 3", "2024-03-01 1:00 1 4", "2024-03-01 2:00 2 5", "2024-03-01 3:00 3 -"],
            await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_VolumeAfterAGap_IsThatOfOneInterval()
    {
        await station.ImportAsync(
            sensor, "time,Consumption (m3)\n2024-03-01 0:00,1\n2024-03-01 0:15,1\n2024-03-01 0:30,1\n2024-03-01 2:00,2\n2024-03-01 2:15,1\n",
            AtEnd);
        Assert.Equal(["4", "4", "4", "8", "4"], await FlowsAsync());
    }

    [Fact]
    public async Task Import_SumOfADayAmongIntervals_IsNoFlow()
    {
        var volumes = Enumerable.Range(0, 96).Select(row => 10.0 + (row % 7)).ToArray();
        var report = await station.ImportAsync(sensor, "time,Consumption (m3)\n" + Rows(",", 15, [.. volumes, volumes.Sum()]), AtEnd);
        Assert.Equal(1, report.Counter["sum"]);
        Assert.Equal(("64", "-"), ((await FlowsAsync())[3 + 7 + 3], (await FlowsAsync())[^1]));
    }

    [Fact]
    public async Task Import_VolumeBetweenTwoIntervals_IsNoFlow()
    {
        var report = await station.ImportAsync(
            sensor, "time,Consumption (m3)\n" + Rows(",", 15, 1, 1, 1, 1, 1, 1) + "2024-03-01 0:50,99\n", AtEnd);
        Assert.Equal(1, report.Counter["between"]);
        Assert.Equal(["4", "4", "4", "4", "-", "4", "4"], await FlowsAsync());
    }

    [Theory]
    [InlineData("2024-03-01 0:00,1\n2024-03-01 0:15,1\n", "counter.file-interval")]
    [InlineData("2024-03-01 0:00,1\n2024-03-01 0:15,1\n2024-03-01 0:20,1\n2024-03-01 1:00,1\n", "counter.file-interval")]
    [InlineData("2024-03-01 0:00:00,1\n2024-03-01 0:00:20,1\n2024-03-01 0:00:40,1\n", "counter.file-interval")]
    public async Task Import_IntervalsOfNoUsualLength_AreRefused(string rows, string code)
    {
        Assert.Equal(code, (await AskedAsync("time,Consumption (m3)\n" + rows, AtEnd)).Code);
        Assert.Empty(await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_MinutesOfAnInterval_AreTakenAsSaid()
    {
        await station.ImportAsync(sensor, "time,Consumption (m3)\n2024-03-01 0:15,1\n", AtEnd with { IntervalMinutes = 15 });
        Assert.Equal(["4"], await FlowsAsync());
        var problem = await AskedAsync("time,Consumption (m3)\n" + Rows(",", 5, 1, 1, 1, 1), AtEnd with { IntervalMinutes = 15 });
        Assert.Equal("counter.file-interval-said", problem.Code);
    }

    [Fact]
    public async Task Preview_VolumesOfIntervals_ShowsFlows()
    {
        var path = Path.Combine(station.Folder.Root, "volumes.csv");
        await File.WriteAllTextAsync(path, "time,Consumption (m3)\n" + Rows(",", 15, 1, 2, 3), TestStation.Cancellation);
        var context = station.Get<ReadingPlans>().ContextOf(sensor, "volumes.csv", AtEnd, latest: null);
        Assert.Equal([4.0, 8.0, 12.0], CsvPreview.Read(path, context, sensor).Rows.Select(row => row.FlowRate));
    }

    [Fact]
    public async Task Import_NextFileOfIntervals_AsksNothing()
    {
        await station.ImportAsync(sensor, "time,Consumption (m3)\n" + Rows(",", 15, 1, 1, 1), AtEnd);
        await station.ImportAsync(
            sensor, "time,Consumption (m3)\n2024-03-02 0:00,2\n2024-03-02 0:15,2\n2024-03-02 0:30,2\n");
        Assert.Equal(["4", "4", "4", "8", "8", "8"], await FlowsAsync());
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Import_CounterThatIsReadSeldom_GivesMeansWhereItIsSaid(int minutes)
    {
        var csv = "time,Totalizer (m3)\n" + Rows(",", minutes, [.. Enumerable.Range(0, 20).Select(row => 1000.0 + (row * minutes / 60.0))]);
        var asked = await AskedAsync(csv, new PlanChoices());
        Assert.Equal(("counter.file-slow", PlanChoices.Names.FlowKind), (asked.Code, asked.Field));
        await station.ImportAsync(sensor, csv, new PlanChoices { FlowKind = FlowKind.Counter });
        string[] expected = ["-", .. Enumerable.Repeat("1", 19)];
        Assert.Equal(expected, await FlowsAsync());
    }

    /// <summary>A reading that is missing leaves a gap of two steps, and a reset is one at any distance.</summary>
    [Fact]
    public async Task Import_CounterThatIsReadSeldom_KeepsGapsAndResetsApart()
    {
        var rows = Enumerable.Range(0, 20).Where(row => row != 10).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{Begin.AddHours(6 * row):yyyy-MM-dd HH:mm},{(row < 15 ? 5000 : -80) + (row * 6)}\n"));
        var report = await station.ImportAsync(
            sensor, "time,Totalizer (m3)\n" + string.Concat(rows), new PlanChoices { FlowKind = FlowKind.Counter });
        Assert.Equal((1, 1), (report.Counter["gap"], report.Counter["reset"]));
        Assert.Equal(16, (await FlowsAsync()).Count(flow => flow == "1"));
    }

    [Theory]
    [InlineData("Totalizer (kgal)", 227.12470704)]
    [InlineData("Totalizer [CCF]", 169.901079552)]
    [InlineData("적산유량(×10 ㎥)", 600.0)]
    [InlineData("Totalizer x10 m3", 600.0)]
    [InlineData("Total_volume_ML", 60_000.0)]
    [InlineData("TotalizerM3", 60.0)]
    [InlineData("누적m3", 60.0)]
    public async Task Import_CounterInAnotherUnit_IsConverted(string column, double expected)
    {
        await station.ImportAsync(
            sensor, $"time;{column}\n" + Rows(";", 1, 100, 101, 102, 103), new PlanChoices { FlowKind = FlowKind.Counter });
        Assert.Equal(expected, (await station.ReadingsAsync(sensor))[2].FlowRate!.Value, 6);
    }

    /// <summary>Whether ten is in the counts already, and which gallons are meant, nobody knows.</summary>
    [Theory]
    [InlineData("Totalizer (m3) x10")]
    [InlineData("Totalizer x10 (m3)")]
    [InlineData("Totalizer 10 m3")]
    [InlineData("Totalizer (mgal)")]
    [InlineData("Totalizer (ml)")]
    public async Task Import_CounterInAUnitOfMoreThanOneMeaning_IsAskedAbout(string column) => Assert.Equal(
        PlanChoices.Names.CounterUnit, (await AskedAsync($"time;{column}\n" + Rows(";", 1, 100, 101, 102), new PlanChoices())).Field);

    private async Task<Problem> AskedAsync(string csv, PlanChoices choices) =>
        (await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv, choices))).Problem;

    private static string Rows(string separator, int minutes, params double[] values) => string.Concat(values.Select((value, row) =>
        string.Create(CultureInfo.InvariantCulture, $"{Begin.AddMinutes(minutes * row):yyyy-MM-dd HH:mm}{separator}{value}\n")));

    private async Task<string[]> FlowsAsync() =>
        [.. (await station.StoredAsync(sensor)).Select(row => row.Split(' ')[2])];
}

using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

/// <summary>One file that feeds several sensors: by columns, by tags, by a column of meters.</summary>
public sealed class WideFilesTests : IAsyncLifetime
{
    private const string Wide = "time,Q1,P1,Q2,P2,Q3\n2024-03-01 0:00,1,10,2,20,3\n2024-03-01 0:01,4,40,5,50,6\n";
    private const string Tags =
        "time,tag,value\n2024-03-01 0:00,A.flow,1\n2024-03-01 0:00,A.pressure,10\n2024-03-01 0:00,B.flow,2\n2024-03-01 0:00,B.pressure,20\n"
            + "2024-03-01 0:00,C.flow,3\n2024-03-01 0:01,A.flow,4\n2024-03-01 0:01,B.flow,5\n2024-03-01 0:01,C.flow,6\n";
    private const string Meters =
        "time,meter,flow,pressure\n2024-03-01 0:00,M1,1,10\n2024-03-01 0:00,M2,2,20\n2024-03-01 0:00,M3,3,\n2024-03-01 0:01,M1,4,40\n";

    private static readonly PlanChoices ThreeColumns = new()
    {
        FlowColumn = "Q1",
        PressureColumn = "P1",
        Feeds = [new Feed { Sensor = "s2", FlowColumn = "Q2", PressureColumn = "P2" }, new Feed { Sensor = "s3", FlowColumn = "Q3" }],
    };

    private TestStation station = null!;
    private Sensor one = null!;
    private Sensor two = null!;
    private Sensor three = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        one = await station.AddSensorAsync(new SensorDraft { Id = "s1" });
        two = await station.AddSensorAsync(new SensorDraft { Id = "s2" });
        three = await station.AddSensorAsync(new SensorDraft { Id = "s3" });
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Import_WideFile_FeedsEachSensorAndReportsEach()
    {
        var reports = await ImportAsync(Wide, ThreeColumns);
        Assert.All(reports, report => Assert.Empty(report.IgnoredColumns));
        Assert.Equal([("s1", 2), ("s2", 2), ("s3", 2)], reports.Select(report => (report.Sensor, report.Inserted)));
        await AssertStoredAsync(["0:00 1 10", "0:01 4 40"], ["0:00 2 20", "0:01 5 50"], ["0:00 3 -", "0:01 6 -"]);
        Assert.Equal(3, await station.QueryAsync(db => db.Imports.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Import_NextFileOfTheLayout_AsksNothingAndFeedsTheSame()
    {
        await ImportAsync(Wide, ThreeColumns);
        var reports = await ImportAsync(Wide.Replace("2024-03-01", "2024-03-02", StringComparison.Ordinal), new PlanChoices());
        Assert.Equal(["s1", "s2", "s3"], reports.Select(report => report.Sensor));
        Assert.Equal((4, 4, 4), ((await station.StoredAsync(one)).Length, (await station.StoredAsync(two)).Length,
            (await station.StoredAsync(three)).Length));
    }

    [Fact]
    public async Task Inbox_FileOfASavedLayout_FeedsAllItsSensors()
    {
        await ImportAsync(Wide, ThreeColumns);
        Drop("s1", Wide.Replace("2024-03-01", "2024-03-02", StringComparison.Ordinal));
        Assert.Equal(new InboxResult(1, 0, 6), await station.Get<Inbox>().TakeAsync(TestStation.Cancellation));
        Assert.Equal("2024-03-02 0:01 6 -", (await station.StoredAsync(three))[^1]);
    }

    [Fact]
    public async Task Import_Tags_FeedTheSensorsTheyAreGivenTo()
    {
        var choices = new PlanChoices
        {
            FlowTag = "A.flow",
            PressureTag = "A.pressure",
            Feeds =
            [
                new Feed { Sensor = "s2", FlowTag = "B.flow", PressureTag = "B.pressure" }, new Feed { Sensor = "s3", FlowTag = "C.flow" },
            ],
        };
        await ImportAsync(Tags, choices);
        await AssertStoredAsync(["0:00 1 10", "0:01 4 -"], ["0:00 2 20", "0:01 5 -"], ["0:00 3 -", "0:01 6 -"]);
        var next = await ImportAsync(Tags.Replace("2024-03-01", "2024-03-02", StringComparison.Ordinal), new PlanChoices());
        Assert.Equal([2, 2, 2], next.Select(report => report.Inserted));
        Assert.All(next, report => Assert.Equal(
            report.Read, report.Inserted + report.Updated + report.Unchanged + report.Duplicates + report.Merged + report.OtherTags
                + report.Rejected));
    }

    [Fact]
    public async Task Import_RowsOfManyMeters_FeedASensorEach()
    {
        var choices = new PlanChoices
        {
            FlowTag = "M1",
            PressureTag = "M1",
            Feeds = [.. new[] { ("s2", "M2"), ("s3", "M3") }.Select(pair => new Feed
            {
                Sensor = pair.Item1,
                FlowTag = pair.Item2,
                PressureTag = pair.Item2,
            })],
        };
        await ImportAsync(Meters, choices);
        await AssertStoredAsync(["0:00 1 10", "0:01 4 40"], ["0:00 2 20"], ["0:00 3 -"]);
        Assert.Equal([2, 1, 1], (await ImportAsync(Meters, new PlanChoices())).Select(report => report.Unchanged));
    }

    [Fact]
    public async Task Import_FileOfOthersAlone_LeavesTheSensorItIsGivenTo()
    {
        var choices = ThreeColumns with { FlowColumn = PlanChoices.NoColumn, PressureColumn = PlanChoices.NoColumn };
        var reports = await ImportAsync(Wide, choices);
        Assert.Equal(["s2", "s3"], reports.Select(report => report.Sensor));
        Assert.Empty(await station.StoredAsync(one));
        Assert.Equal(["s2", "s3"], (await ImportAsync(Wide, new PlanChoices())).Select(report => report.Sensor));
    }

    [Fact]
    public async Task Import_WhatIsGivenToOthers_IsNotTheSensorsOwn()
    {
        var choices = new PlanChoices
        {
            Feeds = [new Feed { Sensor = "s2", FlowColumn = "flow b" }, new Feed { Sensor = "s3", FlowColumn = "flow c" }],
        };
        await ImportAsync("time,flow a,flow b,flow c\n2024-03-01 0:00,1,2,3\n", choices);
        await AssertStoredAsync(["0:00 1 -"], ["0:00 2 -"], ["0:00 3 -"]);
    }

    [Theory]
    [InlineData("Q1", null, "\"Q1\" is given to s1 as flow_rate and to s2 as flow_rate")]
    [InlineData("Q2", "Q2", "\"Q2\" is given to s2 as flow_rate and to s2 as pressure")]
    public Task Import_OneColumnForTwo_IsRefusedWhole(string flow, string? pressure, string expected) => AssertRefusedAsync(
        ThreeColumns with { Feeds = [new Feed { Sensor = "s2", FlowColumn = flow, PressureColumn = pressure }] }, expected);

    [Theory]
    [InlineData("s2", "s2 is given two columns or tags for one quantity")]
    [InlineData("s1", "s1 is given two columns or tags for one quantity")]
    [InlineData("gone", "The file also feeds gone, and the station has no such sensor")]
    public Task Import_SensorThatCannotBeFed_IsRefusedWhole(string sensor, string expected) => AssertRefusedAsync(
        ThreeColumns with { Feeds = [.. ThreeColumns.Feeds!, new Feed { Sensor = sensor, FlowColumn = "P1" }] }, expected);

    [Fact]
    public async Task Import_SensorRemovedSinceThePlanWasSaved_IsAskedAboutAndNothingIsStored()
    {
        await ImportAsync(Wide, ThreeColumns);
        await station.ExecuteAsync("DELETE FROM sensors WHERE id = 's3'");
        var later = Wide.Replace("2024-03-01", "2024-03-02", StringComparison.Ordinal);
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(later, new PlanChoices()));
        Assert.StartsWith("The file also feeds s3", problem.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2), ((await station.StoredAsync(one)).Length, (await station.StoredAsync(two)).Length));
        var answered = new PlanChoices { Feeds = [new Feed { Sensor = "s2", FlowColumn = "Q2" }] };
        Assert.Equal(2, (await ImportAsync(later, answered)).Count);
    }

    [Fact]
    public async Task Import_QuestionOfOnePart_LeavesNothingOfTheOthers()
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(
            "time;Q1;Q2\n2024-03-01 0:00;1,5;10.5\n2024-03-01 0:01;1,5;1,5\n", new PlanChoices
            {
                FlowColumn = "Q1",
                PressureColumn = PlanChoices.NoColumn,
                Feeds = [new Feed { Sensor = "s2", FlowColumn = "Q2" }],
            }));
        Assert.StartsWith("s2: ", problem.Message, StringComparison.Ordinal);
        Assert.Empty(await station.StoredAsync(one));
        Assert.Equal(0, await station.QueryAsync(db => db.SavedPlans.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Import_QualityOfEachMeter_IsThatOfItsOwnValues()
    {
        await ImportAsync(
            "time,a.flow,a.flow_quality,b.flow,b.flow_quality\n2024-03-01 0:00,1,Good,2,Bad\n2024-03-01 0:01,3,Bad,4,Good\n",
            new PlanChoices { FlowColumn = "a.flow", Feeds = [new Feed { Sensor = "s2", FlowColumn = "b.flow" }] });
        await AssertStoredAsync(["0:00 1 -", "0:01 - -"], ["0:00 - -", "0:01 4 -"], []);
    }

    [Fact]
    public async Task Import_QualityBesideEachValueWithoutAName_IsThatOfTheValueBeforeIt()
    {
        await ImportAsync(
            "time,Q1,Quality,Q2,Quality\n2024-03-01 0:00,1,Good,2,Bad\n2024-03-01 0:01,3,Bad,4,Good\n",
            new PlanChoices { FlowColumn = "Q1", Feeds = [new Feed { Sensor = "s2", FlowColumn = "Q2" }] });
        await AssertStoredAsync(["0:00 1 -", "0:01 - -"], ["0:00 - -", "0:01 4 -"], []);
    }

    [Fact]
    public async Task Import_CountersOfSeveralSensors_AreAskedAboutByTheirSensorAndStoredAsGrowth()
    {
        const string csv = "time,Totalizer A (m3),Total B (m3)\n2024-03-01 0:00,10,20\n2024-03-01 0:01,11,22\n2024-03-01 0:02,12,24\n";
        var feed = new Feed { Sensor = "s2", FlowColumn = "3" };
        var choices = new PlanChoices { Feeds = [feed] };
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(csv, choices));
        Assert.StartsWith("s2: Column 3", problem.Message, StringComparison.Ordinal);
        Assert.Equal(PlanChoices.Names.Feed, problem.Problem.Field);
        await ImportAsync(csv, choices with { Feeds = [feed with { FlowKind = FlowKind.Counter }] });
        await AssertStoredAsync(["0:00 - -", "0:01 60 -", "0:02 60 -"], ["0:00 - -", "0:01 120 -", "0:02 120 -"], []);
    }

    /// <summary>The sensor's own id proves a column; those of others are said, and nothing is stored for them.</summary>
    [Theory]
    [InlineData("time,s1.flow,s2.flow\n2024-03-01 0:00,1,2\n")]
    [InlineData("time,s1 Q [m3/h],s2 Q [m3/h]\n2024-03-01 0:00,1,2\n")]
    [InlineData("time,s2 flow,s1 flow\n2024-03-01 0:00,2,1\n")]
    [InlineData("time,tag,value\n2024-03-01 0:00,s1/flow,1\n2024-03-01 0:00,s2/flow,2\n2024-03-01 0:00,s2/pressure,3\n")]
    public async Task Import_NamesOfSensors_DecideForTheirOwnSensorAlone(string csv)
    {
        var report = Assert.Single(await ImportAsync(csv, new PlanChoices()));
        Assert.Contains(report.Decisions, decision => decision.Contains("name of this sensor, s1", StringComparison.Ordinal));
        Assert.Contains(report.Decisions, decision => decision.StartsWith("Names of other sensors (s2)", StringComparison.Ordinal));
        await AssertStoredAsync(["0:00 1 -"], [], []);
    }

    [Theory]
    [InlineData("time,s2.flow\n2024-03-01 0:00,2\n", PlanChoices.Names.FlowColumn)]
    [InlineData("time,tag,value\n2024-03-01 0:00,s2.flow,2\n", PlanChoices.Names.FlowTag)]
    [InlineData("time,meter,flow\n2024-03-01 0:00,s2,2\n", PlanChoices.Names.FlowTag)]
    public async Task Import_WhatCarriesAnotherSensorsNameAlone_IsAskedAbout(string csv, string field)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(csv, new PlanChoices()));
        Assert.Equal(field, problem.Problem.Field);
        await AssertStoredAsync([], [], []);
    }

    [Fact]
    public void Plan_Candidates_CarryTheSensorsThatTheirNamesSay()
    {
        var path = Write("time,s1.flow,s2.flow,s2.pressure,note s9\n2024-03-01 0:00,1,2,3,4\n");
        var plan = station.Get<ReadingPlans>().Make(path, Context(new PlanChoices())).Own;
        Assert.Equal(
            [("2", "s1", Quantity.FlowRate), ("3", "s2", Quantity.FlowRate), ("4", "s2", Quantity.Pressure), ("5", null, (Quantity?)null)],
            plan.Candidates.All.Select(candidate => (candidate.Key, candidate.Sensor, candidate.Quantity)));
    }

    private async Task AssertRefusedAsync(PlanChoices choices, string expected)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(Wide, choices));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        await AssertStoredAsync([], [], []);
    }

    private async Task AssertStoredAsync(string[] first, string[] second, string[] third)
    {
        Assert.Equal(first.Select(OnDay), await station.StoredAsync(one));
        Assert.Equal(second.Select(OnDay), await station.StoredAsync(two));
        Assert.Equal(third.Select(OnDay), await station.StoredAsync(three));
    }

    private static string OnDay(string row) => $"2024-03-01 {row}";

    private Task<IReadOnlyList<ImportReport>> ImportAsync(string csv, PlanChoices choices) => station.Get<ReadingImporter>()
        .ImportAllAsync(one, Write(csv), "export.csv", choices, cancellation: TestStation.Cancellation);

    private PlanContext Context(PlanChoices choices) => station.Get<ReadingPlans>().ContextOf(one, "export.csv", choices, latest: null);

    private string Write(string csv)
    {
        var path = Path.Combine(station.Folder.Root, "given.csv");
        File.WriteAllText(path, csv);
        return path;
    }

    private void Drop(string sensor, string csv)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, sensor)).FullName, "export.csv");
        File.WriteAllText(path, csv);
        File.SetLastWriteTimeUtc(path, TestStation.Noon.UtcDateTime.AddHours(-1));
    }
}

using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

/// <summary>What was said of the values of the sensor that a file is given to is not said of those of the others that it feeds.</summary>
public sealed class FedSensorsTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor own = null!;
    private Sensor fed = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        own = await station.AddSensorAsync(new SensorDraft { Id = "dma_3" });
        fed = await station.AddSensorAsync(new SensorDraft { Id = "dma_3_out" });
        await station.AddSensorAsync(new SensorDraft { Id = "dma_4" });
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    /// <summary>dma_3 is the begin of dma_3_out, and no name of its own there.</summary>
    [Theory]
    [InlineData("time,dma_3_out.flow,dma_4.flow\n2024-03-01 0:00,33,44\n")]
    [InlineData("time,dma_3_out.flow\n2024-03-01 0:00,33\n")]
    [InlineData("time,tag,value\n2024-03-01 0:00,dma_3_out.flow,33\n2024-03-01 0:00,dma_4.flow,44\n")]
    [InlineData("time,tag,value\n2024-03-01 0:00,dma_3_out.flow,33\n")]
    public async Task Import_NameOfASensorThatBeginsAsAnother_IsAskedAbout(string csv)
    {
        await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(csv, new PlanChoices()));
        Assert.Empty(await station.StoredAsync(own));
    }

    [Fact]
    public async Task Import_OwnNameBesideALongerOne_IsProved()
    {
        await ImportAsync("time,dma_3_out.flow,dma_3.flow\n2024-03-01 0:00,33,3\n", new PlanChoices());
        Assert.Equal(["2024-03-01 0:00 3 -"], await station.StoredAsync(own));
        var path = Write("time,dma_3_out.flow,dma_3.flow\n2024-03-01 0:00,33,3\n");
        var plans = station.Get<ReadingPlans>();
        var candidates = plans.Make(path, plans.ContextOf(own, "export.csv", new PlanChoices(), latest: null)).Own.Candidates;
        Assert.Equal(["dma_3_out", "dma_3"], candidates.All.Select(one => one.Sensor));
    }

    [Fact]
    public async Task Import_CounterUnitThatWasSaid_IsNotThatOfANamedUnitOfAnother()
    {
        await ImportAsync(
            "time,Totalizer A,Totalizer B (m3)\n2024-03-01 0:00,10,20.0\n2024-03-01 0:01,11,20.5\n",
            Counters with { CounterUnit = "gal" });
        Assert.Equal(["2024-03-01 0:00 - -", "2024-03-01 0:01 30 -"], await station.StoredAsync(fed));
        Assert.Equal(0.2271, (await station.ReadingsAsync(own))[1].FlowRate!.Value, 4);
    }

    /// <summary>The unit of the other counter is asked about, and the answer is none about the own one.</summary>
    [Fact]
    public async Task Import_CounterUnitThatIsSaidOfAnother_LeavesTheNamedOneOfTheOwn()
    {
        const string csv = "time,Totalizer A (m3),Totalizer B\n2024-03-01 0:00,10,20\n2024-03-01 0:01,11,21\n";
        var choices = new PlanChoices
        {
            FlowColumn = "2",
            Feeds = [new Feed { Sensor = fed.Id, FlowColumn = "3", FlowKind = FlowKind.Counter }],
        };
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(csv, choices));
        Assert.Equal(PlanChoices.Names.CounterUnit, problem.Problem.Field);
        await ImportAsync(csv, choices with { CounterUnit = "gal" });
        Assert.Equal("2024-03-01 0:01 60 -", (await station.StoredAsync(own))[^1]);
        Assert.Equal(0.2271, (await station.ReadingsAsync(fed))[1].FlowRate!.Value, 4);
    }

    [Fact]
    public async Task Import_CounterUnitThatContradictsTheOwnName_HoldsAndIsSaid()
    {
        var reports = await ImportAsync(
            "time,Totalizer (m3)\n2024-03-01 0:00,10\n2024-03-01 0:01,1010\n", new PlanChoices { CounterUnit = "L" });
        Assert.Equal("2024-03-01 0:01 60 -", (await station.StoredAsync(own))[^1]);
        Assert.Contains(reports[0].Decisions, decision => decision.Contains("says m³ and is counted in L", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_CounterRangeThatWasSaid_IsNotThatOfAnother()
    {
        string[] rows = ["8997,99997", "8998,99998", "8999,99999", "0,0", "1,1", "2,2"];
        var reports = await ImportAsync(
            "time,Totalizer A (m3),Totalizer B (m3)\n" + string.Concat(rows.Select((row, minute) => $"2024-03-01 0:0{minute},{row}\n")),
            new PlanChoices
            {
                FlowColumn = "2",
                CounterRange = 9000,
                Feeds = [new Feed { Sensor = fed.Id, FlowColumn = "3", FlowKind = FlowKind.Counter }],
            });
        Assert.All(reports, report => Assert.Equal((1, false), (report.Counter["rolled_over"], report.Counter.ContainsKey("reset"))));
    }

    /// <summary>A file has one clock.</summary>
    [Fact]
    public async Task Import_FedSensorOfAnotherZone_IsReadOnTheClockOfTheFile()
    {
        var berlin = await station.AddSensorAsync(new SensorDraft { Id = "berlin", TimeZone = "Europe/Berlin" });
        var reports = await ImportAsync(
            "time,Q1,Q2\n2024-03-01 12:00,1,2\n",
            new PlanChoices { FlowColumn = "Q1", Feeds = [new Feed { Sensor = "berlin", FlowColumn = "Q2" }] });
        Assert.Equal((await station.ReadingsAsync(own))[0].Minute, (await station.ReadingsAsync(berlin))[0].Minute);
        Assert.Contains(reports[1].Decisions, decision => decision.Contains(own.TimeZone, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_FileWithTheTagOfAFedSensorAlone_FeedsIt()
    {
        await ImportAsync(
            "time,tag,value\n2024-03-01 0:00,FIT-01,1\n2024-03-01 0:00,FIT-02,2\n",
            new PlanChoices { FlowTag = "FIT-01", Feeds = [new Feed { Sensor = fed.Id, FlowTag = "FIT-02" }] });
        var reports = await ImportAsync("time,tag,value\n2024-03-01 0:01,FIT-02,3\n", new PlanChoices());
        Assert.Equal([(1, 0), (0, 1)], reports.Select(report => (report.OtherTags, report.Inserted)));
        Assert.Equal(["2024-03-01 0:00 2 -", "2024-03-01 0:01 3 -"], await station.StoredAsync(fed));

        // A file in which nobody's tag stands is asked about as before.
        await Assert.ThrowsAsync<UnreadableCsvException>(
            () => ImportAsync("time,tag,value\n2024-03-01 0:02,FIT-03,3\n2024-03-01 0:02,FIT-04,3\n", new PlanChoices()));
    }

    [Fact]
    public async Task Import_UnitsThatWereSaidToBeKept_DoNotHideTheMixedUnitsOfAnother()
    {
        var choices = new PlanChoices { FlowColumn = "2", Convert = false, Feeds = [new Feed { Sensor = fed.Id, FlowColumn = "3" }] };
        await ImportAsync("time,A (L/s),B\n2024-03-01 0:00,1,2 m3/h\n2024-03-01 0:01,1,2 m3/h\n", choices);
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(
            () => ImportAsync("time,A (L/s),B\n2024-03-01 0:02,1,2 m3/h\n2024-03-01 0:03,1,2 L/s\n", new PlanChoices()));
        Assert.StartsWith("dma_3_out: Column 3 \"B\" has more than one unit", problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await station.StoredAsync(own)).Length);
    }

    private PlanChoices Counters => new()
    {
        FlowColumn = "Totalizer A",
        Feeds = [new Feed { Sensor = fed.Id, FlowColumn = "Totalizer B (m3)", FlowKind = FlowKind.Counter }],
    };

    private Task<IReadOnlyList<ImportReport>> ImportAsync(string csv, PlanChoices choices) => station.Get<ReadingImporter>()
        .ImportAllAsync(own, Write(csv), "export.csv", choices, cancellation: TestStation.Cancellation);

    private string Write(string csv)
    {
        var path = Path.Combine(station.Folder.Root, "given.csv");
        File.WriteAllText(path, csv);
        return path;
    }
}

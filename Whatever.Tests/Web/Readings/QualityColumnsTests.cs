using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

/// <summary>Whose quality a column says, where a file holds the values of several meters.</summary>
public sealed class QualityColumnsTests : IAsyncLifetime
{
    private static readonly PlanChoices TwoFlows = new()
    {
        FlowColumn = "Flow1",
        Feeds = [new Feed { Sensor = "q2", FlowColumn = "Flow2" }],
    };

    private TestStation station = null!;
    private Sensor one = null!;
    private Sensor two = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        one = await station.AddSensorAsync(new SensorDraft { Id = "q1" });
        two = await station.AddSensorAsync(new SensorDraft { Id = "q2" });
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("time,Quality,Flow1,Quality,Flow2\n2024-03-01 0:00,Good,1,Bad,2\n2024-03-01 0:01,Bad,3,Good,4\n")]
    [InlineData("No,time,Quality,Flow1,Quality,Flow2\n7,2024-03-01 0:00,Good,1,Bad,2\n8,2024-03-01 0:01,Bad,3,Good,4\n")]
    [InlineData("time,Flow1,Quality,Flow2,Quality,Battery\n2024-03-01 0:00,1,Good,2,Bad,12\n2024-03-01 0:01,3,Bad,4,Good,11\n")]
    [InlineData("time,Flow1,Status1,Flow2,Status2\n2024-03-01 0:00,1,Good,2,Bad\n2024-03-01 0:01,3,Bad,4,Good\n")]
    [InlineData("time,Flow1,Flow2,Status2,Status1\n2024-03-01 0:00,1,2,0,192\n2024-03-01 0:01,3,4,192,0\n")]
    [InlineData("time,Flow1,Flow2,Q1,Q2\n2024-03-01 0:00,1,2,Good,Bad\n2024-03-01 0:01,3,4,Bad,Good\n")]
    [InlineData("time,Flow2,Flow1,Q1 flag,Q2 flag\n2024-03-01 0:00,2,1,ok,bad\n2024-03-01 0:01,4,3,bad,ok\n")]
    public async Task Import_ColumnsOfQuality_AreThoseOfTheirOwnValues(string csv)
    {
        await ImportAsync(csv, TwoFlows);
        await AssertStoredAsync(["0:00 1 -", "0:01 - -"], ["0:00 - -", "0:01 4 -"]);
    }

    [Fact]
    public async Task Import_WordsThatWereSaidToBeGood_AreLookedUpInTheOwnColumn()
    {
        await ImportAsync(
            "time,Flow1,Q1 flag,Flow2,Q2 flag\n2024-03-01 0:00,1,A,2,Z\n2024-03-01 0:01,3,Z,4,A\n", TwoFlows with { Good = ["A"] });
        await AssertStoredAsync(["0:00 1 -", "0:01 - -"], ["0:00 - -", "0:01 4 -"]);
    }

    [Theory]
    [InlineData("flag", ",E,", "(blank)")]
    [InlineData("Estimated", ",Y,", "(blank)")]
    [InlineData("Flag", "A,E,A", "A")]
    public async Task Import_WordsThatNothingTellsApart_AreAskedAbout(string name, string words, string good)
    {
        var rows = words.Split(',').Select((word, minute) => $"2024-03-01 0:0{minute},{minute},{word}\n");
        var csv = $"time,flow,{name}\n{string.Concat(rows)}";
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(csv, new PlanChoices()));
        Assert.Equal((PlanChoices.Names.Good, true), (problem.Problem.Field, problem.Message.Contains(good, StringComparison.Ordinal)));
        await ImportAsync(csv, new PlanChoices { Good = [good] });
        Assert.Equal(["2024-03-01 0:00 0 -", "2024-03-01 0:01 - -", "2024-03-01 0:02 2 -"], await station.StoredAsync(one));
    }

    [Theory]
    [InlineData("IsGood", "True,False,True")]
    [InlineData("Questionable", "FALSE,TRUE,FALSE")]
    public async Task Import_ColumnThatSaysYesOrNo_IsHeeded(string name, string words)
    {
        var rows = words.Split(',').Select((word, minute) => $"2024-03-01 0:0{minute},{minute},{word}\n");
        await ImportAsync($"time,flow,{name}\n{string.Concat(rows)}", new PlanChoices());
        Assert.Equal(["2024-03-01 0:00 0 -", "2024-03-01 0:01 - -", "2024-03-01 0:02 2 -"], await station.StoredAsync(one));
    }

    [Fact]
    public async Task Import_QualityOfAnotherMeter_SaysNothingOfThisOne()
    {
        await ImportAsync(
            "time,Flow A,Flow B,Quality of meter B\n2024-03-01 0:00,1,2,Bad\n2024-03-01 0:01,3,4,Good\n",
            new PlanChoices { FlowColumn = "Flow A", Feeds = [new Feed { Sensor = "q2", FlowColumn = "Flow B" }] });
        await AssertStoredAsync(["0:00 1 -", "0:01 3 -"], ["0:00 - -", "0:01 4 -"]);
    }

    [Theory]
    [InlineData("time,Flow1,Flow2,status,validity\n2024-03-01 0:00,1,2,Good,Bad\n2024-03-01 0:01,3,4,Bad,Good\n")]
    [InlineData("time,Quality,Flow1,Flow2,Quality\n2024-03-01 0:00,Good,1,2,Bad\n2024-03-01 0:01,Bad,3,4,Good\n")]
    public async Task Import_SeveralColumnsOfQualityThatFitNoName_AreAskedAbout(string csv)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync(csv, new PlanChoices { FlowColumn = "Flow1" }));
        Assert.Equal(("plan.which-quality", PlanChoices.Names.QualityColumn), (problem.Problem.Code, problem.Problem.Field));
        await ImportAsync(csv, new PlanChoices { FlowColumn = "Flow1", QualityColumn = "5" });
        await AssertStoredAsync(["0:00 - -", "0:01 3 -"], []);
    }

    [Fact]
    public async Task Import_NoColumnOfQualityAsSaid_TakesAllValues()
    {
        await ImportAsync(
            "time,flow,flow_quality\n2024-03-01 0:00,1,Good\n2024-03-01 0:01,2,Bad\n",
            new PlanChoices { QualityColumn = PlanChoices.NoColumn });
        await AssertStoredAsync(["0:00 1 -", "0:01 2 -"], []);
    }

    /// <summary>One for the row is one for each of its sensors; one behind a value of the own sensor is that one's.</summary>
    [Theory]
    [InlineData("time,Q1,P1,Q2,P2,X7\n2024-03-01 0:00,1,10,2,20,1\n2024-03-01 0:01,3,30,4,40,0\n", "0:01 - -")]
    [InlineData("time,Q1,P1,X7,Q2,P2\n2024-03-01 0:00,1,10,1,2,20\n2024-03-01 0:01,3,30,0,4,40\n", "0:01 4 40")]
    public async Task Import_ColumnOfQualityThatWasSaid_HoldsForTheRow(string csv, string expected)
    {
        await ImportAsync(csv, new PlanChoices
        {
            FlowColumn = "Q1",
            PressureColumn = "P1",
            QualityColumn = "X7",
            Good = ["1"],
            Feeds = [new Feed { Sensor = "q2", FlowColumn = "Q2", PressureColumn = "P2" }],
        });
        await AssertStoredAsync(["0:00 1 10", "0:01 - -"], ["0:00 2 20", expected]);
    }

    private async Task AssertStoredAsync(string[] first, string[] second)
    {
        Assert.Equal(first.Select(row => $"2024-03-01 {row}"), await station.StoredAsync(one));
        Assert.Equal(second.Select(row => $"2024-03-01 {row}"), await station.StoredAsync(two));
    }

    private Task<IReadOnlyList<ImportReport>> ImportAsync(string csv, PlanChoices choices)
    {
        var path = Path.Combine(station.Folder.Root, "given.csv");
        File.WriteAllText(path, csv);
        return station.Get<ReadingImporter>().ImportAllAsync(one, path, "export.csv", choices, cancellation: TestStation.Cancellation);
    }
}

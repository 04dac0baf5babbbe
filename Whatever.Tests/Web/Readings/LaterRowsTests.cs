using System.Globalization;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

/// <summary>What only a row far below the first ones shows, and what an earlier file of the layout was like.</summary>
public sealed class LaterRowsTests : IAsyncLifetime
{
    private const int BeyondTheSample = 1_600;
    private static readonly DateTime Begin = new(2024, 3, 1);
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Import_SignThatComesLate_IsDecidedForTheRowsBeforeItToo()
    {
        var report = await station.ImportAsync(
            sensor, Csv("time;flow_rate", row => row < BeyondTheSample ? "850" : row % 2 == 0 ? "1.234,5" : "1.235", separator: ';'));
        Assert.Equal((BeyondTheSample + 40, 0), (report.Inserted, report.UnreadableFields));
        Assert.EndsWith(" 1234.5 -", (await station.StoredAsync(sensor))[BeyondTheSample], StringComparison.Ordinal);
        Assert.EndsWith(" 1235 -", (await station.StoredAsync(sensor))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public Task Import_PointThatComesLateAndMayBeEither_IsAskedAbout() => AssertAskedAsync(
        Csv("time;flow_rate", row => row < BeyondTheSample ? "850" : "1.234", separator: ';'), PlanChoices.Names.DecimalSign);

    [Fact]
    public async Task Import_QualityThatComesLate_IsHeeded()
    {
        var report = await station.ImportAsync(
            sensor, Csv("time,flow_rate,quality", row => row < BeyondTheSample ? "10," : "777,BAD"));
        Assert.Equal((BeyondTheSample + 40, 40), (report.Inserted, report.UnreadableFields));
        Assert.DoesNotContain(await station.StoredAsync(sensor), row => row.Contains("777", StringComparison.Ordinal));
    }

    [Fact]
    public Task Import_TagThatComesLate_IsAskedAbout() => AssertAskedAsync(
        Csv("time,tag,value", row => row < BeyondTheSample ? "DMA1.flow,10" : "DMA2.flow,20"), PlanChoices.Names.FlowTag);

    [Fact]
    public async Task Import_FlowColumnThatIsEmptyAtFirst_IsNotPassedOverForAnother()
    {
        await station.ImportAsync(sensor, Csv("time,flow,flow_backup", row => row < BeyondTheSample ? ",5" : "10,5"));
        var stored = await station.StoredAsync(sensor);
        Assert.Equal(("2024-03-01 0:00 - -", " 10 -"), (stored[0], stored[^1][^5..]));
    }

    [Fact]
    public async Task Import_PressureThatComesLate_IsReadByItsOwnSign()
    {
        await station.ImportAsync(
            sensor, Csv("time;flow_rate;pressure", row => row < BeyondTheSample ? "10,5;" : "10,5;3,5", separator: ';'));
        Assert.EndsWith(" 10.5 3.5", (await station.StoredAsync(sensor))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_DateThatProvesTheOrderLate_DecidesTheRowsBeforeItToo()
    {
        // Noon of each day, so no midnight proves anything.
        var rows = Enumerable.Range(0, BeyondTheSample + 600).Select(row => Begin.AddDays(row / 120).AddHours(8).AddMinutes(row % 120));
        await station.ImportAsync(
            sensor, "time,flow_rate\n" + string.Concat(rows.Select(time => time.ToString("dd/MM/yyyy HH:mm", CultureInfo
                .InvariantCulture) + ",1\n")));
        var stored = await station.StoredAsync(sensor);
        Assert.Equal(("2024-03-01 8:00 1 -", "2024-03-19 8:39 1 -"), (stored[0], stored[^1]));
    }

    [Theory]
    [InlineData("time,pressure,flow_rate\n2024-03-02 0:00,1,2\n")]
    [InlineData("time,flow_rate (L/s),pressure\n2024-03-02 0:00,1,2\n")]
    public async Task Import_HeaderOfAnotherTable_IsRefusedWithItsLine(string second)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(
            () => station.ImportAsync(sensor, "time,flow_rate,pressure\n2024-03-01 0:00,1,2\n" + second));
        Assert.StartsWith("Line 3 is a header of other columns than line 1", problem.Message, StringComparison.Ordinal);
        Assert.Empty(await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("time,flow_rate\n2024-03-01 0:00,1\n2024-03-01 0:00,5\n2024-03-01 0:01,1\n2024-03-01 0:01,5\n")]
    [InlineData("Date,shift,flow_rate\n2024-03-01,x,1\n2024-03-01,y,2\n2024-03-01,z,3\n")]
    public async Task Import_RowsOfOneTimeThatContradict_AreNotWrittenOverEachOther(string csv)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Contains("have the time of another row and other values", problem.Message, StringComparison.Ordinal);
        Assert.Empty(await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("Zeit;Wert\n01.03.2024 00:00;12,5\n", "Zeit;Wert\n02.03.2024 00:00;10.25\n", PlanChoices.Names.DecimalSign)]
    [InlineData("Zeit;Wert\n01.03.2024 00:00;12,5\n", "Zeit;Wert\n02.03.2024 00:00;12.301\n", PlanChoices.Names.DecimalSign)]
    [InlineData("time,flow\n13/03/2024 0:00,1\n", "time,flow\n03/14/2024 0:00,1\n", PlanChoices.Names.DateOrder)]
    [InlineData("time,tag,flow\n2024-03-01 0:00,M1,1\n", "time,tag,flow\n2024-03-01 0:01,M2,1\n2024-03-01 0:02,M3,1\n", PlanChoices.Names
        .FlowTag)]
    public async Task Import_FileUnlikeTheEarlierOnesOfItsLayout_IsAskedAbout(string first, string second, string choice)
    {
        await station.ImportAsync(sensor, first, new PlanChoices { ValueQuantity = Whatever.Model.Series.Quantity.FlowRate });
        var before = await station.StoredAsync(sensor);
        await AssertAskedAsync(second, choice);
        Assert.Equal(before, await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_QuantitySaidForThisFile_CountsBeforeWhatAnEarlierOneWas()
    {
        await station.ImportAsync(sensor, "Zeit;Wert\n01.03.2024 00:00;12,5\n", name: "durchfluss_1.csv");
        await station.ImportAsync(sensor, "Zeit;Wert\n01.03.2024 00:00;4,5\n", name: "druck_1.csv");
        Assert.Equal(["2024-03-01 0:00 12.5 4.5"], await station.StoredAsync(sensor));
    }

    private async Task AssertAskedAsync(string csv, string choice)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Equal(choice, problem.Problem.Field);
    }

    private static string Csv(string header, Func<int, string> fields, char separator = ',') => header + "\n" + string.Concat(
        Enumerable.Range(0, BeyondTheSample + 40).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{Begin.AddMinutes(row):yyyy-MM-dd HH:mm}{separator}{fields(row)}\n")));
}

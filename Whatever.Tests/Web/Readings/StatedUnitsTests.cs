using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

/// <summary>Units that stand beside the names: in a column of their own, or in the lines before the header. The sensor is in m³/h and kPa
/// and has readings.</summary>
public sealed class StatedUnitsTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, 0, [1]);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("time,flow,unit\n2024-07-09 0:00,1,L/s\n2024-07-09 0:01,2,L/s\n")]
    [InlineData("time,flow,flow_unit,pressure,pressure_unit\n2024-07-09 0:00,1,L/s,300,kPa\n2024-07-09 0:01,2,L/s,300,kPa\n")]
    [InlineData("tag,time,value,uom\nflow,2024-07-09 0:00,1,l/s\npressure,2024-07-09 0:00,300,kPa\nflow,2024-07-09 0:01,2,l/s\n")]
    [InlineData("# Station: North\n# Unit: L/s\ntime,flow\n2024-07-09 0:00,1\n2024-07-09 0:01,2\n")]
    [InlineData("지점;북\n단위;L/s\n일시;유량\n2024-07-09 0:00;1\n2024-07-09 0:01;2\n")]
    public async Task Import_AnotherUnit_IsAskedAboutAndConverted(string csv)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Equal(PlanChoices.Names.Units, problem.Problem.Field);
        await station.ImportAsync(sensor, csv, new PlanChoices { Convert = true });
        Assert.Equal([3.6, 7.2], (await station.ReadingsAsync(sensor)).Where(row => row.Minute > 0).Select(row => row.FlowRate!.Value));
    }

    [Theory]
    [InlineData("time,flow,unit\n2024-07-09 0:00,1,m3/h\n2024-07-09 0:01,2,m³/h\n")]
    [InlineData("time,flow,pressure,unit\n2024-07-09 0:00,1,2,bar\n")]
    [InlineData("time,flow,status\n2024-07-09 0:00,1,m\n2024-07-09 0:01,2,m\n")]
    public async Task Import_NothingAgainstTheSensorsUnit_IsTaken(string csv)
    {
        var isOfPressure = csv.Contains("bar", StringComparison.Ordinal);
        var choices = isOfPressure ? new PlanChoices { Convert = true } : new PlanChoices();
        await station.ImportAsync(sensor, csv, choices);
        var first = (await station.ReadingsAsync(sensor)).First(row => row.Minute > 0);
        Assert.Equal((1.0, isOfPressure ? 200.0 : null), (first.FlowRate!.Value, first.Pressure));
    }

    [Theory]
    [InlineData("# Time zone: UTC\ntime,flow_rate\n2024-07-09 00:00,1\n")]
    [InlineData("Timezone: UTC+0\ntime,flow_rate\n2024-07-09 00:00,1\n")]
    [InlineData("Time zone;GMT\ntime;flow_rate\n2024-07-09 00:00;1\n")]
    [InlineData("\"All times in UTC\"\ntime,flow_rate\n2024-07-09 00:00,1\n")]
    [InlineData("Date Time GMT+00:00,flow_rate\n2024-07-09 00:00,1\n")]
    public async Task Import_ZoneBesideTheHeader_IsThatOfTheTimes(string csv)
    {
        await station.ImportAsync(sensor, csv);
        Assert.Contains("2024-07-09 9:00 1 -", await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("Time zone: local winter\ntime,flow_rate\n2024-07-09 00:00,1\n", PlanChoices.Names.TimeZone)]
    [InlineData("time,Flow (%)\n2024-07-09 00:00,50\n", PlanChoices.Names.Units)]
    [InlineData("time,Flow (mA)\n2024-07-09 00:00,12\n", PlanChoices.Names.Units)]
    [InlineData("Device Name,Timestamp,Flow (m3/h)\nA,2024-07-09 00:00,10\nB,2024-07-09 00:05,500\n", PlanChoices.Names.FlowTag)]
    public async Task Import_WhatIsNotKnown_IsAskedAbout(string csv, string choice)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Equal(choice, problem.Problem.Field);
    }

    [Fact]
    public async Task Import_OtherTagsThanThoseOfAnEarlierFile_AreAskedAbout()
    {
        const string First = "time,tag,value\n2024-07-09 0:00,DMA7 flow,1\n2024-07-09 0:00,DMA7 pressure,2\n";
        await station.ImportAsync(sensor, First);
        await Assert.ThrowsAsync<UnreadableCsvException>(
            () => station.ImportAsync(sensor, First.Replace("DMA7", "DMA8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Import_ClocksWithoutZerosInFront_AreHoursAndMinutes()
    {
        await station.ImportAsync(sensor, "Date,Time,flow_rate\n2024-07-09,0,1\n2024-07-09,5,2\n2024-07-09,29,3\n2024-07-09,130,4\n");
        Assert.Equal(
            ["2024-07-09 0:00 1 -", "2024-07-09 0:05 2 -", "2024-07-09 0:29 3 -", "2024-07-09 1:30 4 -"],
            (await station.StoredAsync(sensor))[^4..]);
    }

    [Theory]
    [InlineData("2024-07-09")]
    [InlineData("2024-07-09 00:00:00")]
    public async Task Import_DateInTheFirstRowOfADay_IsThatOfTheRowsBelow(string date)
    {
        await station.ImportAsync(
            sensor, $"Date,Time,flow_rate\n{date},08:00,1\n,08:15,2\n,08:30,3\n2024-07-10{date[10..]},08:00,4\n,08:15,5\n");
        Assert.Equal(
            ["2024-07-09 8:00 1 -", "2024-07-09 8:15 2 -", "2024-07-09 8:30 3 -", "2024-07-10 8:00 4 -", "2024-07-10 8:15 5 -"],
            (await station.StoredAsync(sensor))[^5..]);
    }

    [Fact]
    public async Task Import_PatternOfAPerson_ReadsTimesThatNothingElseDoes()
    {
        await station.ImportAsync(
            sensor, "time,flow_rate\n02h00 31/03/2024,2\n", new PlanChoices { TimePattern = "HH'h'mm dd/MM/yyyy" });
        Assert.Contains("2024-03-31 2:00 2 -", await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_UnitThatChangesLater_IsAskedAbout()
    {
        var rows = Enumerable.Range(0, 1_700).Select(row =>
            FormattableString.Invariant($"2024-07-{1 + (row / 1440):00} {row / 60 % 24}:{row % 60:00},1,{(row < 1_650 ? "m3/h" : "L/s")}\n"));
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(
            () => station.ImportAsync(sensor, "time,flow,unit\n" + string.Concat(rows)));
        Assert.Equal("plan.mixed-units", problem.Problem.Code);
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("########")]
    public async Task Import_NoValueThatCanBeRead_IsRefusedWithTheFirst(string field)
    {
        var rows = string.Concat(Enumerable.Range(0, 12).Select(minute => $"2024-07-09 0:{minute:00},{field}\n"));
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(
            () => station.ImportAsync(sensor, "time,flow_rate\n" + rows));
        Assert.Equal("plan.nothing-readable", problem.Problem.Code);
        Assert.Contains("line 2", ProblemTexts.English(problem.Problem), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NewestRowFirst_TakesTheLastSecondOfEachMinute()
    {
        await station.ImportAsync(
            sensor, "time,flow_rate\n2024-07-09 0:01:30,4\n2024-07-09 0:01:00,3\n2024-07-09 0:00:30,2\n2024-07-09 0:00:00,1\n");
        Assert.Equal(["2024-07-09 0:00 2 -", "2024-07-09 0:01 4 -"], (await station.StoredAsync(sensor))[^2..]);
    }
}

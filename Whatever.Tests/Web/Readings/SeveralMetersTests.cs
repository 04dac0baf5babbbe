using System.Globalization;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

/// <summary>
/// A column of a name that nobody knows may tell several meters apart; and columns may be called by letters of instruments.
/// </summary>
public sealed class SeveralMetersTests : IAsyncLifetime
{
    private const int BeyondTheSample = 1_600;
    private static readonly DateTime Begin = new(2024, 3, 30);
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public Task Import_MetersByTurns_AreAskedAbout() =>
        AssertAskedAsync(Csv("time,crew,flow_rate", 40, row => (row, $"{"AB"[row % 2]},{10 + (row % 2 * 5)}")), PlanChoices.Names.FlowTag);

    [Fact]
    public Task Import_MetersByTurnsWhoseTimesAreNoStepsOfOneClock_AreAskedAbout() => AssertAskedAsync(
        Csv("time,crew,flow_rate", 40, row => (row / 2 * 5 + (row % 2 * 2), $"{"AB"[row % 2]},10")), PlanChoices.Names.FlowTag);

    [Fact]
    public Task Import_DecimalCodesWhoseValuesGoWithThem_AreAskedAbout() => AssertAskedAsync(
        Csv("time,plot,flow_rate", 40, row => (row, $"1.{row % 2},{20 + (row % 2 * 60)}")), PlanChoices.Names.FlowTag);

    [Fact]
    public Task Import_CodesWhoseValuesGoWithThem_AreAskedAbout() => AssertAskedAsync(
        Csv("time,strand,flow_rate", 40, row => (row, $"{4 + (row % 3)},{10 * (1 + (row % 3)) + (row % 7 * .1)}")),
        PlanChoices.Names.FlowTag);

    [Fact]
    public Task Import_MetersOneBelowTheOther_AreAskedAbout() => AssertAskedAsync(
        Csv("time,crew,flow_rate", 60, row => (row < 30 ? row * 5 : ((row - 30) * 5) + 2, $"{(row < 30 ? 7 : 8)},10")),
        PlanChoices.Names.FlowTag);

    [Fact]
    public Task Import_ValuesThatJumpWithTheName_AreAskedAbout() => AssertAskedAsync(
        Csv("time,crew,flow_rate", 60, row => (row, row < 30 ? $"north,{10 + (row % 5 * .2)}" : $"south,{50 + (row % 5 * .2)}")),
        PlanChoices.Names.FlowTag);

    [Fact]
    public Task Import_SecondMeterFarBelow_IsAskedAbout() => AssertAskedAsync(
        Csv("time,crew,flow_rate", BeyondTheSample + 60, row => (row < BeyondTheSample ? row * 5 : ((row - BeyondTheSample) * 5) + 2,
            $"{(row < BeyondTheSample ? "north" : "south")},10")),
        PlanChoices.Names.FlowTag);

    [Fact]
    public async Task Import_MetersOfWhichOneIsMeant_StoresItAlone()
    {
        await station.ImportAsync(
            sensor, Csv("time,crew,flow_rate", 6, row => (row, $"{"AB"[row % 2]},{row}")), new PlanChoices { FlowTag = "B" });
        Assert.Equal(["2024-03-30 0:01 1 -", "2024-03-30 0:03 3 -", "2024-03-30 0:05 5 -"], await station.StoredAsync(sensor));
    }

    /// <summary>Columns that change with the rows and are of one meter.</summary>
    [Theory]
    [InlineData("shift")]
    [InlineData("pump")]
    [InlineData("pumps running")]
    [InlineData("zone name")]
    [InlineData("weekday")]
    [InlineData("battery")]
    [InlineData("weather")]
    [InlineData("sky")]
    [InlineData("pump 1")]
    [InlineData("hour")]
    [InlineData("remark")]
    public async Task Import_StatesOfOneMeter_AreNotAskedAbout(string column)
    {
        var report = await station.ImportAsync(
            sensor, Csv($"time,{column},flow_rate", 1_500, row => (row, $"{StateOf(column, row)},{Flow(column, row)}")));
        Assert.Equal(1_500, report.Inserted);
    }

    [Theory]
    [InlineData("time,1호관 유량,FIT-101.PV\n", PlanChoices.Names.FlowColumn)]
    [InlineData("time,flow_rate,DMA7_Q\n", PlanChoices.Names.FlowColumn)]
    [InlineData("time,Inlet pressure,PT101\n", PlanChoices.Names.PressureColumn)]
    [InlineData("time,flow main,Strand 2 (m3/h)\n", PlanChoices.Names.FlowColumn)]
    [InlineData("time,pressure,DMA7_Q\n", PlanChoices.Names.FlowColumn)]
    [InlineData("time,DMA7_Q,DMA7_P\n", PlanChoices.Names.FlowColumn)]
    [InlineData("time,spare,PIT-7\n", PlanChoices.Names.PressureColumn)]
    public Task Import_ColumnByLettersOfInstruments_IsAskedAbout(string header, string choice) =>
        AssertAskedAsync(header + "2024-03-30 0:00,1,2\n2024-03-30 0:01,3,4\n2024-03-30 0:02,5,6\n", choice);

    [Theory]
    [InlineData("time,flow forecast (m3/h)\n2024-03-30 0:00,1\n2024-03-30 0:01,2\n")]
    [InlineData("time,Level (m),Target pressure (bar)\n2024-03-30 0:00,1,2\n2024-03-30 0:01,2,2\n")]
    [InlineData("time,flow\n2024-03-30 0:00,1\nMeter: B2\ntime,flow\n2024-03-30 0:01,2\n")]
    [InlineData("time,flow\n2024-03-30 0:00,1\nMeter M2,\n2024-03-30 0:01,2\n")]
    [InlineData("time,flow\n2024-03-30 0:00,1\n# Meter: South\n2024-03-30 0:01,2\n")]
    [InlineData("Zeit;Durchfluss\n09.07.2024 00:00;1.000\n09.07.2024 00:01;1.767\n")]
    [InlineData("time,FT101,Totalizer (m3)\n2024-03-30 0:00,1,2\n2024-03-30 0:01,3,4\n2024-03-30 0:02,5,6\n")]
    [InlineData("time,pressure (0.1 bar)\n2024-03-30 0:00,1\n2024-03-30 0:01,2\n")]
    public async Task Import_WhatMayBeSomethingElse_IsNotTakenQuietly(string csv)
    {
        await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Empty(await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_LettersOfBothQuantities_AsksForBothAndTakesTheAnswer()
    {
        const string Csv = "time,DMA7_Q,DMA7_P\n2024-03-30 0:00,1,2\n2024-03-30 0:01,3,4\n2024-03-30 0:02,5,6\n";
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, Csv));
        Assert.Equal(
            [PlanChoices.Names.FlowColumn, PlanChoices.Names.PressureColumn], problem.Problem.Parts.Select(part => part.Field));
        await station.ImportAsync(sensor, Csv, new PlanChoices { FlowColumn = "DMA7_Q", PressureColumn = PlanChoices.NoColumn });
        Assert.Equal("2024-03-30 0:02 5 -", (await station.StoredAsync(sensor))[^1]);
    }

    [Theory]
    [InlineData("time,flow_rate,PT100\n")]
    [InlineData("time,flow_rate,Level_ft\n")]
    [InlineData("time,pressure,Pressure max\n")]
    [InlineData("time,flow_rate,Max (m3/h)\n")]
    [InlineData("time,flow_rate,FQI-1\n")]
    [InlineData("time,pressure,Level (m)\n")]
    [InlineData("time,flow_rate,pH\n")]
    [InlineData("time,flow_rate,P1 current (A)\n")]
    [InlineData("time,flow_rate,Fe (mg/L)\n")]
    [InlineData("time,flow_rate,Design capacity (m3/h)\n")]
    public async Task Import_OtherColumnsBesideTheValue_AreLeftOut(string header) => Assert.Equal(
        3, (await station.ImportAsync(sensor, header + "2024-03-30 0:00,1,2\n2024-03-30 0:01,3,4\n2024-03-30 0:02,5,6\n")).Inserted);

    private static string StateOf(string column, int row) => column switch
    {
        "shift" => row / 480 % 2 == 0 ? "early" : "late",
        "pump" => row / 15 % 2 == 0 ? "on" : "off",
        "pumps running" => (row / 20 % 3).ToString(CultureInfo.InvariantCulture),
        "zone name" => row < 700 ? "KST" : "KDT",
        "weather" or "sky" => new[] { "sunny", "rain", "cloudy" }[row * 7 % 3],
        "pump 1" => row / 15 % 2 == 0 ? "1" : "0",
        "weekday" => row < 1_440 ? "Sat" : "Sun",
        "battery" => row % 3 == 0 ? "3.6" : "3.5",
        "hour" => (row / 60 % 24).ToString(CultureInfo.InvariantCulture),
        _ => row % 100 == 0 ? "cleaned" : "",
    };

    private static string Flow(string column, int row)
    {
        var pumped = column switch
        {
            "pump" or "pump 1" when row / 15 % 2 == 0 => 30,
            "pumps running" => row / 20 % 3 * 15,
            _ => 0,
        };
        return (20 + (5 * Math.Sin(row / 200d)) + (row * 7 % 5 * .1) + pumped).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private async Task AssertAskedAsync(string csv, string choice)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Equal(choice, problem.Problem.Parts[0].Field);
        Assert.Empty(await station.StoredAsync(sensor));
    }

    private static string Csv(string header, int rows, Func<int, (int Minute, string Fields)> row) => header + "\n" + string.Concat(
        Enumerable.Range(0, rows).Select(row).Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{Begin.AddMinutes(one.Minute):yyyy-MM-dd HH:mm},{one.Fields}\n")));
}

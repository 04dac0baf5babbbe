using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

public sealed class CsvHeaderTests
{
    [Theory]
    [InlineData("time,flow_rate,pressure\n2024-07-09 0:00,224,45\n")]
    [InlineData("pressure,time,flow_rate\n45,2024-07-09 0:00,224\n")]
    [InlineData("flow_rate,pressure,time\r\n224,45,2024-07-09 0:00\r\n")]
    [InlineData("Time,FLOW_RATE,Pressure\n2024-07-09 0:00,224,45\n")]
    [InlineData(" time , flow_rate , pressure \n2024-07-09 0:00 , 224 , 45 \n")]
    [InlineData("\"time\",\"flow_rate\",\"pressure\"\n\"2024-07-09 0:00\",\"224\",\"45\"\n")]
    [InlineData("time;flow_rate;pressure\n2024-07-09 0:00;224;45\n")]
    [InlineData("time\tflow_rate\tpressure\n2024-07-09 0:00\t224\t45\n")]
    public async Task Import_ColumnsInAnyOrderAndSeparator_AreFound(string csv)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, csv);
        Assert.Equal(["2024-07-09 0:00 224 45"], await station.StoredAsync(sensor));
        Assert.Empty(report.IgnoredColumns);
    }

    [Fact]
    public async Task Import_ExtraColumns_AreReportedAndIgnored()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "id,time,note,flow_rate,pressure,flow_rate_predict\n1,2024-07-09 0:00,\"a, b\",224,45,222\n");
        Assert.Equal(["id", "note", "flow_rate_predict"], report.IgnoredColumns);
        Assert.Equal(["2024-07-09 0:00 224 45"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData(Quantity.FlowRate, "2024-07-09 0:00 224 -")]
    [InlineData(Quantity.Pressure, "2024-07-09 0:00 - 224")]
    public async Task Import_TimestampAndValue_GoesToTheChosenQuantity(Quantity quantity, string expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "timestamp,value\n2024-07-09 0:00,224\n", new PlanChoices { ValueQuantity = quantity });
        Assert.Equal([expected], await station.StoredAsync(sensor));
        Assert.Equal(0, report.MissingValues);
    }

    [Fact]
    public async Task Import_OnlyOneQuantity_LeavesTheOtherMissing()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, "time,pressure\n2024-07-09 0:00,45\n");
        Assert.Equal(["2024-07-09 0:00 - 45"], await station.StoredAsync(sensor));
        Assert.Equal(0, report.MissingValues);
    }

    [Theory]
    [InlineData("timestamp,value\n2024-07-09 0:00,224\n", "The column \"value\" does not say what it measures, flow rate or pressure.")]
    [InlineData("a,b\n1,2\n", "names no time column; expected a header such as time,flow_rate,pressure")]
    [InlineData("2024-07-09 0:00,224,45\n", "More than one column may be the flow_rate of this sensor: 2, 3.")]
    [InlineData("time,level\n2024-07-09 0:00,1\n", "The column \"level\" does not say what it measures")]
    [InlineData("time,note\n2024-07-09 0:00,a\n", "names neither flow_rate nor pressure nor value")]
    [InlineData("time,flow_rate,flow_rate\n2024-07-09 0:00,1,2\n",
        "may be the flow_rate of this sensor: 2 \"flow_rate\", 3 \"flow_rate\".")]
    [InlineData("time,timestamp,flow_rate\n2024-07-09 0:00,2024-07-09 0:01,2\n", "may be the time: 1 \"time\", 2 \"timestamp\".")]
    public async Task Import_HeaderThatCannotBeMapped_SaysWhatWasFound(string csv, string expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Empty(await station.StoredAsync(sensor));
    }
}

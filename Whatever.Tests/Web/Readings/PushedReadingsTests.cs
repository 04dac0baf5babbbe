using System.Text.Json;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Readings;

public sealed class PushedReadingsTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Take_GoodAndBadRows_AnswersEachAndStoresTheGood()
    {
        var answer = await TakeAsync("""
            [{"time":"2024-07-09 0:00","flow_rate":224,"pressure":45},
             {"time":"soon","flow_rate":1},
             {"time":"2024-07-08T15:01Z","flow_rate":"227.5","pressure":null},
             {"time":"2024-07-09 0:00","flow_rate":225,"pressure":45}]
            """);
        Assert.Equal(
            (4, 2, 0, 0, 1, 1), (answer.Read, answer.Inserted, answer.Updated, answer.Unchanged, answer.Duplicates, answer.Rejected));
        Assert.Equal(["accepted", "rejected", "accepted", "accepted"], answer.Rows.Select(row => row.Status));
        Assert.Equal([0, 1, 2, 3], answer.Rows.Select(row => row.Index));
        Assert.StartsWith("time is \"soon\", expected a time such as", answer.Rows[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["2024-07-09 0:00 225 45", "2024-07-09 0:01 227.5 -"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("null", "expected an object")]
    [InlineData("7", "expected an object")]
    [InlineData("[]", "expected an object")]
    [InlineData("{}", "time is \"\"")]
    [InlineData("""{"time":5,"flow_rate":1}""", "time is \"5\", expected a time such as")]
    [InlineData("""{"time":null,"flow_rate":1}""", "time is \"null\"")]
    [InlineData("""{"time":172,"flow_rate":1}""", "time is \"172\"")]
    [InlineData("""{"time":"11/07/2024 0:00","flow_rate":1}""", "time is \"11/07/2024 0:00\"")]
    [InlineData("""{"time":"2024-07-09 0:00"}""", "names neither flow_rate nor pressure")]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":true}""", "flow_rate is true, expected a number")]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":1e400}""", "flow_rate is 1e400")]
    [InlineData("""{"time":"2024-07-09 0:00","pressure":"Infinity"}""", "pressure is \"Infinity\"")]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":{}}""", "flow_rate is an object, expected a number")]
    [InlineData("""{"time":"2024-07-09T00:00+14:30","flow_rate":1}""", "time is \"2024-07-09T00:00+14:30\"")]
    [InlineData("""{"time":"\ud800","flow_rate":1}""", "time is ")]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":"\ud800"}""", "flow_rate is ")]
    public async Task Take_BadRow_IsRejectedWithItsReasonAndStopsNothing(string row, string expected)
    {
        var answer = await TakeAsync($$"""[{{row}},{"time":"2024-07-09 0:01","flow_rate":1}]""");
        Assert.Equal((2, 1, 1), (answer.Read, answer.Inserted, answer.Rejected));
        Assert.Contains(expected, answer.Rows[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["2024-07-09 0:01 1 -"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Take_MissingValues_AreNeverZeroAndEraseNothing()
    {
        await TakeAsync("""[{"time":"2024-07-09 0:00","flow_rate":224,"pressure":45}]""");
        var answer = await TakeAsync("""[{"time":"2024-07-09 0:00","flow_rate":null,"pressure":"-"},{"time":"2024-07-09 0:01","flow_rate":""}]""");
        Assert.Equal((1, 0, 1), (answer.Inserted, answer.Updated, answer.Unchanged));
        Assert.Equal(["2024-07-09 0:00 224 45", "2024-07-09 0:01 - -"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("""{"time":1720450800,"flow_rate":224}""")]
    [InlineData("""{"time":1720450800000,"flow_rate":224}""")]
    [InlineData("""{"time":"1720450800000","flow_rate":224}""")]
    [InlineData("""{"ts":1720450800000,"values":{"flow_rate":224}}""")]
    [InlineData("""{"timestamp":"2024-07-08T15:00:30.5Z","flow":224}""")]
    [InlineData("""{"time":"2024. 7. 9. 오전 12:00","flow_rate":"224.0"}""")]
    public async Task Take_RowAsAGatewayWritesIt_IsRead(string row)
    {
        Assert.Equal(1, (await TakeAsync($"[{row}]")).Inserted);
        Assert.Equal(["2024-07-09 0:00 224 -"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":224,"Quality":"Bad"}""")]
    [InlineData("""{"Time":"2024-07-09 0:00","FlowRate":224,"isGood":false,"sensorId":"sensor_01"}""")]
    [InlineData("""{"TS":"2024-07-09 0:00","flow":224,"q":0,"uom":"m3/h"}""")]
    [InlineData("""{"time":"2024-07-09 0:00","flow":224,"isBad":1}""")]
    [InlineData("""{"time":"2024-07-09 0:00","flow":224,"valid":"false"}""")]
    [InlineData("""{"time":"2024-07-09 0:00","flow":224,"StatusCode":"Bad"}""")]
    public async Task Take_QualityInAnySpelling_IsHeeded(string row)
    {
        var answer = await TakeAsync($"[{row}]");
        Assert.Equal((1, 0), (answer.Inserted, answer.IgnoredFields?.Count ?? 0));
        Assert.Equal(["2024-07-09 0:00 - -"], await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":224,"isGood":1}""", 1)]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":224,"questionable":false}""", 1)]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":224,"quality":100}""", 0)]
    public async Task Take_QualityThatIsGoodOrNotUnderstood_IsTakenOrRejected(string row, int stored)
    {
        await TakeAsync($"[{row}]");
        Assert.Equal(stored, (await station.StoredAsync(sensor)).Length);
    }

    [Theory]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":1,"sensorId":"sensor_02"}""")]
    [InlineData("""{"time":"2024-07-09 0:00","flow_rate":1,"UOM":"gpm"}""")]
    public async Task Take_AnotherSensorOrUnitInAnySpelling_IsRefused(string row) =>
        Assert.Equal(1, (await TakeAsync($"[{row}]")).Rejected);

    [Fact]
    public async Task TakeMany_RowsOfSeveralSensors_GoToEach()
    {
        var other = await station.AddSensorAsync(new() { Id = "sensor_02" });
        using var document = JsonDocument.Parse("""
            [{"sensor_id":"sensor_01","time":"2024-07-09 0:00","flow_rate":1},{"sensor_id":"sensor_02","time":"2024-07-09 0:00","flow_rate":2},
             {"sensor_id":"dma99","time":"2024-07-09 0:00","flow_rate":3},{"time":"2024-07-09 0:00","flow_rate":4}]
            """);
        var answer = await station.Get<PushedReadings>().TakeManyAsync(ItemsOf(document), _ => true, null, TestStation.Cancellation);
        Assert.Equal((4, 2, 2), (answer.Read, answer.Inserted, answer.Rejected));
        Assert.Contains("dma99", answer.Rows[2].Reason, StringComparison.Ordinal);
        Assert.Equal("sensor_id", answer.Rows[3].Field);
        Assert.Equal(["2024-07-09 0:00 1 -"], await station.StoredAsync(sensor));
        Assert.Equal(["2024-07-09 0:00 2 -"], await station.StoredAsync(other));
    }

    [Fact]
    public async Task Take_EmptyArray_StoresNothing()
    {
        var answer = await TakeAsync("[]");
        Assert.Equal((0, 0, 0), (answer.Read, answer.Inserted, answer.Rejected));
    }

    private async Task<PushAnswer> TakeAsync(string json)
    {
        using var document = JsonDocument.Parse(json);
        return await station.Get<PushedReadings>().TakeAsync(sensor, ItemsOf(document), null, TestStation.Cancellation);
    }

    private static PushedItem[] ItemsOf(JsonDocument document) =>
        [.. document.RootElement.EnumerateArray().Select(row => new PushedItem(row))];
}

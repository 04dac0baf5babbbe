using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

/// <summary>Rows as gateways and platforms write them.</summary>
public sealed class PushedFormsTests(RunningStation station)
{
    private const string Both = """[{"time":"2024-07-09 0:00","flow_rate":12.5,"pressure":3},{"time":"2024-07-09 0:01","flow_rate":13,"pressure":null}]""";

    [Theory]
    [InlineData("""{"flow":[{"ts":1720450800000,"value":"12.5"},{"ts":1720450860000,"value":13}],"pressure":[{"ts":1720450800000,"value":"3"}]}""")]
    [InlineData("""[{"ts":1720450800000,"values":{"flow_rate":"12.5","pressure":3}},{"ts":1720450860000,"values":{"flow":13}}]""")]
    [InlineData("""[{"bn":"urn:dev:ow:7:","bt":1720450800,"n":"flow_rate","u":"m3/h","v":12.5},{"n":"flow_rate","t":60,"u":"m3/h","v":13},{"n":"pressure","v":3}]""")]
    public async Task Push_OfAPlatform_IsOneRowAMinute(string body)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, body);
        Assert.True(status == 200 && answer.GetProperty("rejected").GetInt32() == 0, answer.GetRawText());
        Assert.Equal(Both, (await station.GetAsync($"/api/v1/sensors/{id}/readings")).GetRawText());
    }

    [Fact]
    public async Task Push_OfSeveralSensors_GoesToEach()
    {
        var (a, b) = (await station.AddSensorAsync(), await station.AddSensorAsync());
        foreach (var body in new[]
        {
            $$$"""{"{{{a}}}":[{"ts":1720450800000,"values":{"flow_rate":1}}],"{{{b}}}":[{"ts":1720450800000,"values":{"flow_rate":2}}]}""",
            $$"""[{"sensor_id":"{{a}}","pressure":[{"ts":1720450800000,"value":"3"}]},{"sensor_id":"{{b}}","pressure":[{"ts":1720450800000,"value":"4"}]}]""",
            $$"""[{"bn":"{{a}}:","bt":1720450860,"n":"flow_rate","v":5},{"bn":"urn:dev:{{b}}/","n":"flow_rate","v":6}]""",
        })
        {
            var (status, answer) = await station.SendAsync(HttpMethod.Post, "/api/v1/readings", body);
            Assert.True(status == 200 && answer.GetProperty("rejected").GetInt32() == 0, answer.GetRawText());
        }

        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":3},{"time":"2024-07-09 0:01","flow_rate":5,"pressure":null}]""", (await station.GetAsync($"/api/v1/sensors/{a}/readings")).GetRawText());
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":2,"pressure":4},{"time":"2024-07-09 0:01","flow_rate":6,"pressure":null}]""", (await station.GetAsync($"/api/v1/sensors/{b}/readings")).GetRawText());
    }

    [Theory]
    [InlineData("\"quality\":\"Bad\"", null, null)]
    [InlineData("\"quality\":0", null, null)]
    [InlineData("\"status\":\"불량\"", null, null)]
    [InlineData("\"quality\":\"Uncertain [EU Exceeded]\"", null, null)]
    [InlineData("\"quality\":2147483648", null, null)]
    [InlineData("\"quality\":false", null, null)]
    [InlineData("\"flow_rate_quality\":\"bad\"", null, 2.0)]
    [InlineData("\"pressure_quality\":64", 1.0, null)]
    [InlineData("\"quality\":192", 1.0, 2.0)]
    [InlineData("\"quality\":\"Good, non-specific\"", 1.0, 2.0)]
    [InlineData("\"status\":\"양호\"", 1.0, 2.0)]
    [InlineData("\"quality\":null", 1.0, 2.0)]
    public async Task Row_WithAQuality_IsMissingWhereItIsBad(string quality, double? flow, double? pressure)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, $$"""{"time":"2024-07-09 0:00","flow_rate":1,"pressure":2,{{quality}}}""");
        Assert.Equal((200, 0), (status, answer.GetProperty("rejected").GetInt32()));
        var row = answer.GetProperty("rows")[0];
        var isGood = flow is not null && pressure is not null;
        Assert.Equal(isGood ? null : "reading.bad-quality", row.GetProperty("code").GetString());
        Assert.Equal(isGood ? JsonValueKind.Null : JsonValueKind.String, row.GetProperty("reason").ValueKind);
        Assert.Equal([], answer.GetProperty("ignored_fields").EnumerateArray().Select(name => name.GetString()));
        var stored = (await station.GetAsync($"/api/v1/sensors/{id}/readings"))[0];
        Assert.Equal((flow, pressure), (NumberOf(stored, "flow_rate"), NumberOf(stored, "pressure")));
    }

    /// <summary>Of most devices 0 is no fault; other numbers are anything.</summary>
    [Theory]
    [InlineData("0", true)]
    [InlineData("\"0\"", true)]
    [InlineData("1", true)]
    [InlineData("\"1\"", true)]
    [InlineData("\"500\"", true)]
    [InlineData("500", true)]
    [InlineData("2147483648", true)]
    [InlineData("true", true)]
    [InlineData("192", false)]
    [InlineData("\"216\"", false)]
    public async Task Status_ThatIsANumber_TakesNoValueAway(string number, bool isIgnored)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, $$"""{"time":"2024-07-09 0:00","flow_rate":1,"status":{{number}}}""");
        Assert.Equal((200, JsonValueKind.Null), (status, answer.GetProperty("rows")[0].GetProperty("reason").ValueKind));
        Assert.Equal(isIgnored ? 1 : 0, answer.GetProperty("ignored_fields").GetArrayLength());
        Assert.Equal(1, NumberOf((await station.GetAsync($"/api/v1/sensors/{id}/readings"))[0], "flow_rate"));
    }

    [Theory]
    [InlineData("\"quality\":\"purple\"", "quality is \"purple\", expected")]
    [InlineData("\"quality\":[]", "quality is a list, expected")]
    [InlineData("\"flow_unit\":\"L/s\"", "flow_unit is \"L/s\", expected m³/h, the unit of the sensor")]
    [InlineData("\"unit\":\"bar\"", "unit is \"bar\", expected")]
    [InlineData("\"unit\":7", "unit is \"7\", expected")]
    [InlineData("\"sensor_id\":\"another\"", "sensor_id is \"another\", expected")]
    public async Task Row_ThatSaysSomethingElseThanTheSensor_IsRejected(string member, string expected)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, $$"""{"time":"2024-07-09 0:00","flow_rate":1,{{member}}}""");
        Assert.Equal(422, status);
        Assert.StartsWith(expected, answer.GetProperty("rows")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Small times are seconds from now, as devices without a clock write them; the unit counts here too.</summary>
    [Fact]
    public async Task SenMl_WithoutAClockOrOfAnotherUnit_IsReadByItsRules()
    {
        var id = await station.AddSensorAsync();
        var (_, answer) = await PushAsync(
            id, """[{"bn":"x/","n":"flow","v":1,"bv":10,"t":-60},{"n":"pressure","u":"bar","v":2},{"n":"temperature","u":"Cel","v":20}]""");
        Assert.Equal((2, 1, 1), (
            answer.GetProperty("read").GetInt32(), answer.GetProperty("inserted").GetInt32(), answer.GetProperty("rejected").GetInt32()));
        Assert.StartsWith(
            "pressure_unit is \"bar\", expected kPa", answer.GetProperty("rows")[1].GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("x/temperature", Assert.Single(answer.GetProperty("ignored_fields").EnumerateArray()).GetString());
        Assert.Equal(11, (await station.GetAsync($"/api/v1/sensors/{id}/readings"))[0].GetProperty("flow_rate").GetDouble());
    }

    [Theory]
    [InlineData("\"flow_unit\":\"CMH\"")]
    [InlineData("\"unit\":\"m3/h\"")]
    [InlineData("\"units\":\"㎥/h\",\"pressure_unit\":\"\"")]
    public async Task Row_WithTheUnitOfTheSensor_IsTaken(string member)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, $$"""{"time":"2024-07-09 0:00","flow_rate":1,{{member}}}""");
        Assert.True(status == 200, answer.GetRawText());
    }

    [Fact]
    public async Task Fields_ThatAreNotKnown_AreNamedInTheAnswer()
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(
            id, """[{"time":"2024-07-09 0:00","flow_rate":1,"flow":2,"battery":3.1},{"ts":1720450860,"values":{"flow":1,"temp":9},"battery":3,"status":"online"}]""");
        Assert.Equal(
            (200, "battery, flow, status, temp"),
            (status, string.Join(", ", answer.GetProperty("ignored_fields").EnumerateArray().Select(name => name.GetString()).Order())));
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e15")]
    [InlineData("3.4028235e38")]
    [InlineData("\"1e300\"")]
    public async Task Value_ThatNothingMeasures_IsRejected(string value)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, $$"""{"time":"2024-07-09 0:00","flow_rate":{{value}}}""");
        Assert.Equal(422, status);
        Assert.Contains("expected a number between", answer.GetProperty("rows")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private Task<(int Status, JsonElement Answer)> PushAsync(string id, string body) =>
        station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings", body);

    private static double? NumberOf(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}

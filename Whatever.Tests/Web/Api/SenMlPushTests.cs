using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

/// <summary>Names of SenML: what is a quantity, and whose.</summary>
public sealed class SenMlPushTests(RunningStation station)
{
    [Fact]
    public async Task Names_ThatOnlyEndLikeAQuantity_AreIgnoredAndNamed()
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(
            $"sensors/{id}/",
            """[{"bn":"plant:","bt":1720450800,"n":"pressure","u":"kPa","v":300},{"n":"air_pressure","u":"kPa","v":101},{"n":"flow_rate","v":10},{"n":"overflow","v":3},{"n":"backflow","v":2}]""");
        Assert.Equal((200, 2, 0), (status, answer.GetProperty("read").GetInt32(), answer.GetProperty("rejected").GetInt32()));
        Assert.Equal(
            ["plant:air_pressure", "plant:overflow", "plant:backflow"],
            answer.GetProperty("ignored_fields").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":10,"pressure":300}]""", await StoredAsync(id));
    }

    [Theory]
    [InlineData("{0}_flow_rate")]
    [InlineData("{0}flow")]
    [InlineData("urn:dev:{0}.flow_rate")]
    [InlineData("{0}/flow_rate")]
    [InlineData("{0}:channel_1:flow_rate")]
    [InlineData("urn:dev:ow:flow_rate")]
    public async Task Name_BehindItsSensor_IsTaken(string name)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(
            $"sensors/{id}/", $$"""[{"n":"{{name.Replace("{0}", id, StringComparison.Ordinal)}}","bt":1720450800,"v":1}]""");
        Assert.True(status == 200, answer.GetRawText());
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":null}]""", await StoredAsync(id));
    }

    [Theory]
    [InlineData("{0}:")]
    [InlineData("urn:dev:{0}/")]
    [InlineData("{0}:channel_1:")]
    [InlineData("{0}_")]
    public async Task Name_OfAnotherSensorThanThePath_IsRejectedAlone(string prefix)
    {
        var (id, other) = (await station.AddSensorAsync(), await station.AddSensorAsync());
        var (status, answer) = await PushAsync(
            $"sensors/{id}/",
            $$"""[{"n":"{{prefix.Replace("{0}", other, StringComparison.Ordinal)}}flow_rate","bt":1720450800,"v":7},{"n":"flow_rate","v":1}]""");
        Assert.Equal((200, 1), (status, answer.GetProperty("rejected").GetInt32()));
        Assert.StartsWith(
            $"sensor_id is \"{other}\", expected {id}", answer.GetProperty("rows")[0].GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":null}]""", await StoredAsync(id));
        Assert.Equal("[]", await StoredAsync(other));
    }

    [Fact]
    public async Task Name_OfManySensors_IsBehindTheIdOfOne()
    {
        var id = await station.AddSensorAsync();
        var (_, answer) = await PushAsync(
            "", $$"""[{"bn":"{{id}}_","bt":1720450800,"n":"flow_rate","v":1},{"n":"overflow","v":9},{"bn":"nobody:","n":"flow_rate","v":2},{"bn":"flow","v":3}]""");
        Assert.Equal(
            ["accepted ", "rejected sensor.unknown-listed", "rejected reading.no-sensor"],
            answer.GetProperty("rows").EnumerateArray().Select(
                row => $"{row.GetProperty("status").GetString()} {row.GetProperty("code").GetString()}"));
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":null}]""", await StoredAsync(id));
    }

    /// <summary>A name stands in the base alone, values are texts, a record says but what counts for the others.</summary>
    [Theory]
    [InlineData("""[{"bn":"flow_rate","bt":1720450800,"v":1},{"t":60,"v":2}]""")]
    [InlineData("""[{"bn":"x:","bt":1720450800,"bu":"m3/h"},{"n":"flow_rate","v":"1"},{"n":"flow_rate","t":60,"vs":"2"}]""")]
    public async Task Records_ThatLeaveOutWhatTheBaseSays_AreRead(string body)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync($"sensors/{id}/", body);
        Assert.True(status == 200 && answer.GetProperty("rejected").GetInt32() == 0, answer.GetRawText());
        Assert.Equal("[]", answer.GetProperty("ignored_fields").GetRawText());
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":null},{"time":"2024-07-09 0:01","flow_rate":2,"pressure":null}]""", await StoredAsync(id));
    }

    private Task<(int Status, JsonElement Answer)> PushAsync(string path, string body) =>
        station.SendAsync(HttpMethod.Post, $"/api/v1/{path}readings", body);

    private async Task<string> StoredAsync(string id) => (await station.GetAsync($"/api/v1/sensors/{id}/readings")).GetRawText();
}

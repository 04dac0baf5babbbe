using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

/// <summary>Half letters and other entries that are none, beside good ones: each body holds a flow of 1 that has to be stored.</summary>
public sealed class HalfLetterPushTests(RunningStation station)
{
    [Theory]
    [InlineData("""[{"n":"flow_rate","bt":1720450800,"v":1,"\ud800":1}]""", null)]
    [InlineData("""[{"bn":"x:","bt":1720450800,"n":"\ud800","v":7},{"n":"flow_rate","v":1}]""", "n is \"\\ud800\", expected a text")]
    [InlineData("""[{"bn":"\ud800","bt":1720450800,"n":"flow","v":7},{"bn":"x/","n":"flow","v":1}]""", "bn is \"\\ud800\", expected a text")]
    [InlineData("""[{"bn":"flow_rate","bt":1720450800,"u":"\ud800","v":7},{"v":1}]""", "flow_rate_unit is \"\"\\ud800\"\", expected m³/h")]
    [InlineData("""[{"bn":"flow_rate","bt":1720450800,"v":"\ud800"},{"v":1}]""", "flow_rate is \"\\ud800\", expected a number")]
    [InlineData("""[{"bn":"flow_rate","bt":"soon","v":7},{"bt":1720450800,"v":1}]""", "bt is \"soon\", expected a number")]
    [InlineData("""[{"bn":"flow_rate","bt":1720450800,"t":"0","v":7},{"v":1}]""", "t is \"0\", expected a number")]
    [InlineData("""[{"bn":"flow_rate","bt":1720450800,"v":1},7]""", "found 7, expected an object")]
    [InlineData("""{"flow":[{"ts":1720450800000,"value":"\ud800"},{"ts":1720450800000,"value":1}]}""", "flow_rate is \"\\ud800\", expected a number")]
    [InlineData("""{"flow":[{"ts":1720450800000,"value":1,"\ud800":2},7]}""", "found 7, expected an object")]
    [InlineData("""{"flow":[{"ts":1720450800000,"value":1}],"pressure":[7],"\ud800":"\ud800"}""", null)]
    public async Task Push_OfABadEntry_IsRejectedAlone(string body, string? reason) =>
        await AssertTakenAsync(await station.AddSensorAsync(), "sensors/{0}/readings", body, reason);

    [Theory]
    [InlineData("""{"{0}":[{"ts":1720450800000,"values":{"flow":"\ud800"}},{"ts":1720450800000,"values":{"flow":1}}]}""", "flow_rate is \"\\ud800\", expected a number")]
    [InlineData("""{"{0}":[{"ts":1720450800000,"values":{"flow":1,"\ud800":1}}],"\ud800":[{"ts":1720450800000,"values":{"flow":7}}]}""", "There is no sensor \\ud800")]
    [InlineData("""{"{0}":[{"ts":1720450800000,"values":{"flow":1}},7],"version":2}""", "found 7, expected an object")]
    [InlineData("""[{"\ud800":1,"sensor_id":"{0}","time":1720450800,"flow":1}]""", null)]
    [InlineData("""[{"sensor_id":"{0}","flow":[{"ts":1720450800000,"value":"\ud800"},{"ts":1720450800000,"value":1}]}]""", "flow_rate is \"\\ud800\", expected a number")]
    [InlineData("""[{"bn":"{0}:","bt":1720450800,"n":"\ud800","v":7},{"n":"flow_rate","v":1,"\ud800":1}]""", "n is \"\\ud800\", expected a text")]
    public async Task PushOfMany_OfABadEntry_IsRejectedAlone(string body, string? reason) =>
        await AssertTakenAsync(await station.AddSensorAsync(), "readings", body, reason);

    private async Task AssertTakenAsync(string id, string path, string body, string? reason)
    {
        string Of(string text) => text.Replace("{0}", id, StringComparison.Ordinal);
        var (status, answer) = await station.SendAsync(HttpMethod.Post, $"/api/v1/{Of(path)}", Of(body));
        Assert.True(status == 200, answer.GetRawText());
        var rejected = answer.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("status").GetString() == "rejected")
            .ToList();
        Assert.Equal(reason is null ? 0 : 1, rejected.Count);
        Assert.All(rejected, row => Assert.StartsWith(reason!, row.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.Equal(
            """[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":null}]""",
            (await station.GetAsync($"/api/v1/sensors/{id}/readings")).GetRawText());
    }
}

using System.Text;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Devices;
using Whatever.Web.Devices.Lines;
using Whatever.Web.Devices.Mqtt;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

/// <summary>What devices write: messages, lines, times.</summary>
public sealed class DeviceWordsTests
{
    private static readonly DateTimeOffset Arrived = new(2024, 7, 9, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("12.5", "", "", 12.5)]
    [InlineData(" 1.2e3\n", "", "", 1200.0)]
    [InlineData("null", "", "", null)]
    [InlineData("""{"flow": {"rate": 7}}""", "flow.rate", "", 7.0)]
    [InlineData("""{"flow": {"rate": "7.25"}}""", "$.flow.rate", "", 7.25)]
    [InlineData("""{"values": [1, {"v": -2}]}""", "values[1].v", "", -2.0)]
    [InlineData("""{"flow rate": 3}""", """["flow rate"]""", "", 3.0)]
    [InlineData("[5, 6]", "[1]", "", 6.0)]
    [InlineData("8", "$", "", 8.0)]
    [InlineData("""{"v": null}""", "v", "", null)]
    public void Message_WithAValue_IsRead(string message, string path, string timePath, double? expected)
    {
        Assert.True(path.Length == 0 || JsonPlace.IsValid(path));
        Assert.Null(Read(message, path, timePath, out var value, out var at));
        Assert.Equal((expected, Arrived), (value, at));
    }

    [Theory]
    [InlineData("""{"v": 1, "quality": "Good"}""", "v", 1.0)]
    [InlineData("""{"v": 1, "quality": 192}""", "v", 1.0)]
    [InlineData("""{"v": 1, "quality": "as usual"}""", "v", null)]
    [InlineData("""{"q": 12, "p": 4.5}""", "p", 4.5)]
    [InlineData("""{"v": 1, "status": false}""", "v", 1.0)]
    [InlineData("""{"v": 1, "status": "0"}""", "v", 1.0)]
    [InlineData("""{"v": 1, "status": "error-free"}""", "v", 1.0)]
    [InlineData("""{"v": 1, "isGood": 1}""", "v", 1.0)]
    [InlineData("""{"v": 1, "isGood": "false"}""", "v", null)]
    [InlineData("""{"v": 1, "valid": false}""", "v", null)]
    [InlineData("""{"v": 1, "StatusCode": "Bad"}""", "v", null)]
    [InlineData("""{"flow_q": 12, "q": 1, "flow_q_quality": "Bad"}""", "flow_q", null)]
    [InlineData("""{"v": 1, "status": 0}""", "v", 1.0)]
    [InlineData("""{"a": {"v": 1}, "quality": "Bad"}""", "a.v", 1.0)]
    [InlineData("""{"v": 1, "Quality": "Bad"}""", "v", null)]
    [InlineData("""{"a": [{"v": 1, "q": 0}]}""", "a[0].v", null)]
    [InlineData("""{"v": 1, "isGood": false}""", "$.v", null)]
    [InlineData("""{"v": 1, "status": "fault"}""", "v", null)]
    public void Message_WhoseQualityIsBad_IsNotTaken(string message, string path, double? expected)
    {
        var problem = Read(message, path, "", out var value, out _);
        Assert.Equal((expected, expected is null ? "mqtt.bad-quality" : null), (value, problem?.Code));
    }

    [Theory]
    [InlineData("abc", "", "", "the message holds \"abc\", expected a number.")]
    [InlineData("abc", "v", "", "The message is no JSON: \"abc\".")]
    [InlineData("""{"w": 1}""", "v", "", "There is nothing at v in \"{\"w\": 1}\".")]
    [InlineData("""{"v": true}""", "v", "", "v holds \"true\", expected a number.")]
    [InlineData("""{"v": 1}""", "v", "t", "There is nothing at t in \"{\"v\": 1}\".")]
    [InlineData("""{"v": 1, "t": "noon"}""", "v", "t", "t holds \"\"noon\"\", expected ISO 8601 or a number of seconds to nanoseconds since 1970.")]
    public void Message_ThatCannotBeTaken_SaysWhy(string message, string path, string timePath, string expected) =>
        Assert.Equal(expected, Read(message, path, timePath, out _, out _)!.ToString());

    [Theory]
    [InlineData("2024-07-09T00:01:30Z", "2024-07-09T00:01:30Z")]
    [InlineData("2024-07-09T09:01:30+09:00", "2024-07-09T00:01:30Z")]
    [InlineData("2024-07-09 9:01", "2024-07-09T00:01:00Z")]
    [InlineData("2024-07-09T09:01:30.250", "2024-07-09T00:01:30.250Z")]
    [InlineData("1720483290", "2024-07-09T00:01:30Z")]
    [InlineData("1720483290500", "2024-07-09T00:01:30.500Z")]
    public void Time_OfAMessage_IsReadOnTheSensorsClock(string written, string expected)
    {
        Assert.Null(Read($$"""{"v": 1, "t": "{{written}}"}""", "v", "t", out _, out var at));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), at);
    }

    [Fact]
    public void Time_AsANumber_IsReadAsSecondsOrMilliseconds()
    {
        Assert.Null(Read("""{"v": 1, "t": 1720483290.5}""", "v", "t", out _, out var at));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_720_483_290_500), at);
    }

    [Theory]
    [InlineData("flow.rate", true)]
    [InlineData("$.flow[0][1].rate", true)]
    [InlineData("flow..rate", false)]
    [InlineData("flow[x]", false)]
    [InlineData("flow.", false)]
    [InlineData("[\"a.b\"].c", true)]
    public void Path_ThatCanBeFollowed_IsValid(string path, bool expected) => Assert.Equal(expected, JsonPlace.IsValid(path));

    [Theory]
    [InlineData("water/flow", true)]
    [InlineData("water/+/flow", true)]
    [InlineData("#", true)]
    [InlineData("water/#", true)]
    [InlineData("water/#/flow", false)]
    [InlineData("wa+ter", false)]
    [InlineData("", false)]
    public void Topic_ByTheRulesOfMqtt_IsValid(string filter, bool expected) => Assert.Equal(expected, TopicFilter.IsValid(filter));

    [Fact]
    public void Lines_InPieces_ArePutTogether()
    {
        var reader = new LineReader(isWhole: true);
        Assert.Empty(Take(reader, "2024-07-09 0:0"));
        Assert.Equal(["2024-07-09 0:00,1,2", "x"], Take(reader, "0,1,2\r\n\r\nx\ny"));
        Assert.Equal(["yz"], Take(reader, "z\r"));
        Assert.Equal([null, "1"], Take(reader, $"{new string('9', 201)}\n1\n"));
    }

    [Fact]
    public void Lines_HeardFromTheirMiddle_BeginWithTheNext() =>
        Assert.Equal(["113.5"], Take(new LineReader(isWhole: false), "2.5\n113.5\n"));

    [Theory]
    [InlineData("2024-07-09 9:01,12.5,300", 1, 2, 12.5)]
    [InlineData("2024-07-09 9:01;12.5;-", 1, 3, null)]
    [InlineData("300", 0, 1, 300.0)]
    [InlineData("1\t2", 0, 2, 2.0)]
    public void Line_WithItsColumns_IsRead(string line, int timeColumn, int column, double? expected)
    {
        Assert.Null(LineParser.Read(line, Point(new PointPlace { Column = column }), timeColumn, Arrived, out var value, out var at));
        Assert.Equal(expected, value);
        Assert.Equal(timeColumn == 0 ? Arrived : new DateTimeOffset(2024, 7, 9, 0, 1, 0, TimeSpan.Zero), at);
    }

    [Theory]
    [InlineData("2024-07-09 9:01,12.5", 1, 3, "A line has 2 columns, expected 3 or more: \"2024-07-09 9:01,12.5\".")]
    [InlineData("noon,1", 1, 2, "Column 1 holds \"noon\", expected a time such as 2024-07-09 0:00 or 1720450800.")]
    [InlineData("time,flow", 0, 2, "Column 2 holds \"flow\", expected a number.")]
    public void Line_ThatCannotBeTaken_SaysWhy(string line, int timeColumn, int column, string expected) =>
        Assert.Equal(
            expected,
            LineParser.Read(line, Point(new PointPlace { Column = column }), timeColumn, Arrived, out _, out _)!.ToString());

    [Fact]
    public void Progress_WrittenAndRead_KnowsTheLastMessages()
    {
        var progress = new MqttProgress { Topics = ["a"] };
        for (var packet = 1; packet <= 300; packet++)
        {
            progress.Take(MqttProgress.MarkOf((ushort)packet, "a", [1]));
        }

        var read = MqttProgress.Read(progress.Write());
        Assert.Equal(["a"], read.Topics);
        Assert.False(read.Knows(MqttProgress.MarkOf(44, "a", [1])));
        Assert.True(read.Knows(MqttProgress.MarkOf(45, "a", [1])));
        Assert.True(read.Knows(MqttProgress.MarkOf(300, "a", [1])));
        Assert.False(read.Knows(MqttProgress.MarkOf(300, "a", [2])));
        Assert.False(read.Knows(MqttProgress.MarkOf(300, "b", [1])));
    }

    private static List<string?> Take(LineReader reader, string text) => [.. reader.Take(Encoding.Latin1.GetBytes(text))];

    private static Problem? Read(string message, string path, string timePath, out double? value, out DateTimeOffset at)
    {
        using var payload = new MqttPayload(Encoding.UTF8.GetBytes(message));
        return payload.Read(Point(new PointPlace { ValuePath = path, TimePath = timePath }), Arrived, out value, out at);
    }

    private static PointSetup Point(PointPlace place) => new(1, 1, Quantity.FlowRate, 1, Sensor.DefaultTimeZone, place);
}

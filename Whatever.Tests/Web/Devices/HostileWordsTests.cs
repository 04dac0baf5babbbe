using System.Globalization;
using System.Text;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Devices;
using Whatever.Web.Devices.Lines;
using Whatever.Web.Devices.Mqtt;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

/// <summary>What devices write that nobody told them to.</summary>
public sealed class HostileWordsTests
{
    private static readonly DateTimeOffset Arrived = new(2024, 7, 9, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("utf-8", "{\"v\": 12.5}", "v")]
    [InlineData("utf-16", "{\"v\": 12.5}", "v")]
    [InlineData("utf-16BE", "{\"v\": 12.5}", "v")]
    [InlineData("utf-8", "12.5", "")]
    [InlineData("utf-16", "12.5", "")]
    public void Message_OfAnotherEncoding_IsRead(string encoding, string message, string path)
    {
        var named = Encoding.GetEncoding(encoding);
        Assert.Null(Read([.. named.GetPreamble(), .. named.GetBytes(message)], path, "", out var value, out _));
        Assert.Equal(12.5, value);
    }

    [Theory]
    [InlineData(" 12.5\r\n\0", "")]
    [InlineData("\t{\"v\": \" 12.5 \"}\0\0", "v")]
    [InlineData("{\"list\": [{\"v\": [1, 12.5]}]}", "list[0].v[1]")]
    [InlineData("{\"v\": 12.5, \"w\": NaN}", "v")]
    [InlineData("{\"v\": 12.5, \"w\": [-Infinity, Infinity], \"s\": \"NaN\\\" is\"}", "v")]
    public void Message_WithWhatIsNoPartOfIt_IsRead(string message, string path)
    {
        Assert.Null(Read(Encoding.UTF8.GetBytes(message), path, "", out var value, out _));
        Assert.Equal(12.5, value);
    }

    [Theory]
    [InlineData("NaN", "", "the message holds \"NaN\", which is no finite number: a missing value.")]
    [InlineData("-inf", "", "the message holds \"-inf\", which is no finite number: a missing value.")]
    [InlineData("{\"v\": NaN}", "v", "v holds \"NaN\", which is no finite number: a missing value.")]
    [InlineData("{\"v\": \"+Infinity\"}", "v", "v holds \"+Infinity\", which is no finite number: a missing value.")]
    [InlineData("{\"v\": 1e999}", "v", "v holds \"1e999\", which is no finite number: a missing value.")]
    [InlineData("12.3 m3/h", "", "the message holds \"12.3 m3/h\", expected a number.")]
    [InlineData("12,3", "", "the message holds \"12,3\", expected a number.")]
    [InlineData("{\"v\": \"1,234\"}", "v", "v holds \"1,234\", expected a number.")]
    [InlineData("{\"v\": true}", "v", "v holds \"true\", expected a number.")]
    [InlineData("{\"v\": []}", "v", "v holds \"a list\", expected a number.")]
    [InlineData("", "v", "The message is no JSON: \"\".")]
    public void Message_ThatIsNoNumber_SaysWhy(string message, string path, string expected)
    {
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(message), path, "", out var value, out _)?.ToString());
        Assert.Null(value);
    }

    [Theory]
    [InlineData("1720483290", "2024-07-09T00:01:30Z")]
    [InlineData("1720483290250", "2024-07-09T00:01:30.250Z")]
    [InlineData("1720483290250000", "2024-07-09T00:01:30.250Z")]
    [InlineData("1720483290250000000", "2024-07-09T00:01:30.250Z")]
    [InlineData("20240709090130", "2024-07-09T00:01:30Z")]
    [InlineData("202407090901", "2024-07-09T00:01:00Z")]
    [InlineData("2024-07-09T09:01:30+0900", "2024-07-09T00:01:30Z")]
    [InlineData("2024/07/09 09:01:30", "2024-07-09T00:01:30Z")]
    public void Time_OfAnySize_IsTheSame(string written, string expected)
    {
        var wanted = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        Assert.Null(Read(Encoding.UTF8.GetBytes($$"""{"v": 1, "t": "{{written}}"}"""), "v", "t", out _, out var at));
        Assert.Equal(wanted, at);
        if (written.All(char.IsAsciiDigit))
        {
            Assert.Null(Read(Encoding.UTF8.GetBytes($$"""{"v": 1, "t": {{written}}}"""), "v", "t", out _, out var number));
            Assert.Equal(wanted, number);
        }
    }

    /// <summary>The clock is put back from 3:00 to 2:00 at 1:00 UTC: what stands twice is meant as it arrives.</summary>
    [Theory]
    [InlineData(0, 30, "2024-10-27T00:30:00Z")]
    [InlineData(1, 30, "2024-10-27T01:30:00Z")]
    public void Time_ThatStandsTwice_IsTheOneThatHasJustBeen(int hour, int minute, string expected)
    {
        var arrived = new DateTimeOffset(2024, 10, 27, hour, minute, 2, TimeSpan.Zero);
        using var payload = new MqttPayload("""{"v": 1, "t": "2024-10-27 2:30"}"""u8.ToArray());
        var point = new PointSetup(1, 1, Quantity.FlowRate, 1, "Europe/Berlin", new PointPlace { ValuePath = "v", TimePath = "t" });
        Assert.Null(payload.Read(point, arrived, out _, out var at));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), at);
    }

    [Fact]
    public void Lines_ThatNeverEnd_AreSaidAndCostNothing()
    {
        var reader = new LineReader(isWhole: true);
        Assert.Contains(null, Take(reader, new string('x', 5000)));
        Assert.Equal(["1,2"], Take(reader, "\n1,2\n").Where(line => line is not null));
    }

    [Theory]
    [InlineData("1,2\r3,4\r", "1,2|3,4")]
    [InlineData("\0\0" + "1,2\0\r\n", "1,2")]
    [InlineData("1,2\n\r\n\r3,4\n", "1,2|3,4")]
    public void Lines_OfAnyEnd_AreLines(string text, string expected) =>
        Assert.Equal(expected.Split('|'), Take(new LineReader(isWhole: true), text));

    [Theory]
    [InlineData("inf", "Column 1 holds \"inf\", which is no finite number: a missing value.")]
    [InlineData("NaN", "Column 1 holds \"NaN\", which is no finite number: a missing value.")]
    [InlineData("±2.µ", "Column 1 holds \"±2.µ\", expected a number.")]
    public void Line_WithNoNumber_SaysWhy(string line, string expected)
    {
        Assert.Equal(expected, LineParser.Read(line, Point(new PointPlace { Column = 1 }), 0, Arrived, out var value, out _)?.ToString());
        Assert.Null(value);
    }

    private static List<string?> Take(LineReader reader, string text) => [.. reader.Take(Encoding.Latin1.GetBytes(text))];

    private static Problem? Read(byte[] message, string path, string timePath, out double? value, out DateTimeOffset at)
    {
        using var payload = new MqttPayload(message);
        return payload.Read(Point(new PointPlace { ValuePath = path, TimePath = timePath }), Arrived, out value, out at);
    }

    private static PointSetup Point(PointPlace place) => new(1, 1, Quantity.FlowRate, 1, Sensor.DefaultTimeZone, place);
}

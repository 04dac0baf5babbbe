using System.Globalization;
using System.Text;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

public sealed class TimeParserTests
{
    [Theory]
    [InlineData("2024-07-09 0:00", "2024-07-09 00:00")]
    [InlineData("2024-07-09 9:05", "2024-07-09 09:05")]
    [InlineData("2024-07-09 23:59", "2024-07-09 23:59")]
    [InlineData("2024-07-09 00:01:59", "2024-07-09 00:01")]
    [InlineData("2024-07-09 00:01:59.999", "2024-07-09 00:01")]
    [InlineData("2024/07/09 13:00", "2024-07-09 13:00")]
    [InlineData("2024/7/9 3:00", "2024-07-09 03:00")]
    [InlineData("7/9/24 0:00", "2024-07-09 00:00")]
    [InlineData("12/31/24 23:59", "2024-12-31 23:59")]
    [InlineData("07/09/2024 0:00", "2024-07-09 00:00")]
    [InlineData("2024-07-09T06:30", "2024-07-09 06:30")]
    [InlineData(" 2024-07-09 0:00\t", "2024-07-09 00:00")]
    [InlineData("2024-02-29 0:00", "2024-02-29 00:00")]
    [InlineData("2024-07-09", "2024-07-09 00:00")]
    [InlineData("1970-01-01 0:00", "1970-01-01 00:00")]
    [InlineData("2099-12-31 23:59", "2099-12-31 23:59")]
    public void TryParse_TimeOfTheContract_IsReadWithoutOffset(string text, string expected)
    {
        Assert.True(TimeParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out var time, out var offset));
        Assert.Equal(expected, time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Null(offset);
    }

    [Theory]
    [InlineData("2024-07-09 00:01:59", "2024-07-09 00:01:59.0000000", null)]
    [InlineData("2024-07-09 00:01", "2024-07-09 00:01:00.0000000", null)]
    [InlineData("2024-07-09 00:01:59.25", "2024-07-09 00:01:59.2500000", null)]
    [InlineData("2024-07-09 00:01:59,3", "2024-07-09 00:01:59.3000000", null)]
    [InlineData("2024-07-09 00:01:59.123456789", "2024-07-09 00:01:59.1234568", null)]
    [InlineData("2024-07-09T00:01:07.5+09:00", "2024-07-09 00:01:07.5000000", 540)]
    public void TryParseWithSeconds_Time_KeepsThem(string text, string expected, int? expectedOffset)
    {
        Assert.True(TimeParser.TryParseWithSeconds(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out var time, out var offset));
        Assert.Equal((expected, expectedOffset), (time.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture), offset));
    }

    [Theory]
    [InlineData("2024-07-09T00:00Z", 0)]
    [InlineData("2024-07-09T00:00:00z", 0)]
    [InlineData("2024-07-09T00:00+09:00", 540)]
    [InlineData("2024-07-09T00:00:59.5+0900", 540)]
    [InlineData("2024-07-09 0:00 +09", 540)]
    [InlineData("2024-07-09T00:00-03:30", -210)]
    [InlineData("2024-07-09T00:00+14:00", 840)]
    [InlineData("2024-07-09T00:00-00:00", 0)]
    public void TryParse_Iso8601_GivesItsOffset(string text, int expected)
    {
        Assert.True(TimeParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out var time, out var offset));
        Assert.Equal(new DateTime(2024, 7, 9), time);
        Assert.Equal(expected, offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-02-30 0:00")]
    [InlineData("2023-02-29 0:00")]
    [InlineData("2024-13-01 0:00")]
    [InlineData("2024-00-01 0:00")]
    [InlineData("2024-07-00 0:00")]
    [InlineData("2024-07-09 24:00")]
    [InlineData("2024-07-09 0:60")]
    [InlineData("2024-07-09 0:5")]
    [InlineData("2024-07-09 0:00:60")]
    [InlineData("2024-07-09 0")]
    [InlineData("2024-07-09 0:00 PM")]
    [InlineData("2024-07/09 0:00")]
    [InlineData("13/1/24 0:00")]
    [InlineData("7/9/024 0:00")]
    [InlineData("1969-12-31 23:59")]
    [InlineData("2100-01-01 0:00")]
    [InlineData("20240709 0:00")]
    [InlineData("2024-07-09T00:00+15:00")]
    [InlineData("2024-07-09T00:00+14:01")]
    [InlineData("2024-07-09T00:00-14:59")]
    [InlineData("2024-07-09T00:00+09:60")]
    [InlineData("2024-07-09T00:00+9")]
    [InlineData("2024-07-09T00:00Z+09:00")]
    [InlineData("-2024-07-09 0:00")]
    [InlineData("２０２４-07-09 0:00")]
    [InlineData("45482.5")]
    public void TryParse_AnythingElse_IsRefused(string text) =>
        Assert.False(TimeParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.MonthFirst, out _, out _));
}

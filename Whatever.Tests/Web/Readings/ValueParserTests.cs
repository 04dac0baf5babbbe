using System.Text;
using Whatever.Web.Readings.Csv;

namespace Whatever.Tests.Web.Readings;

public sealed class ValueParserTests
{
    [Theory]
    [InlineData("224", 224)]
    [InlineData("224.5", 224.5)]
    [InlineData("-0.25", -0.25)]
    [InlineData("+3", 3)]
    [InlineData(" 7\t", 7)]
    [InlineData("1e3", 1000)]
    [InlineData("1E-3", 0.001)]
    [InlineData("0", 0)]
    [InlineData("1.7976931348623157E+308", double.MaxValue)]
    public void TryParse_Number_IsThatNumber(string text, double expected)
    {
        Assert.True(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: false, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("-")]
    [InlineData(" - ")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("NULL")]
    public void TryParse_MissingValue_IsNaN(string text)
    {
        Assert.True(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: false, out var value));
        Assert.True(double.IsNaN(value));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("∞")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("0x10")]
    [InlineData("12abc")]
    [InlineData("--5")]
    [InlineData("nanx")]
    [InlineData("N/A")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    public void TryParse_NoFiniteNumber_IsRefused(string text) =>
        Assert.False(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: false, out _));

    [Theory]
    [InlineData("1,5", 1.5)]
    [InlineData("-0,25", -0.25)]
    [InlineData("1.5", 1.5)]
    [InlineData("1,5e2", 150)]
    public void TryParse_DecimalComma_IsRead(string text, double expected)
    {
        Assert.True(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: true, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1.234,5")]
    [InlineData("1,234,5")]
    [InlineData(",")]
    public void TryParse_ThousandsWithDecimalComma_IsRefused(string text) =>
        Assert.False(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: true, out _));

    [Fact]
    public void TryParse_LongerThanAnyMeterWrites_DoesNotOverrun()
    {
        var text = Encoding.UTF8.GetBytes("0," + new string('1', 500));
        Assert.False(ValueParser.TryParse(text, decimalComma: true, out _));
    }
}

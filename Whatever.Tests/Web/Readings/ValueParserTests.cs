using System.Text;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

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
        Assert.True(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), out var value));
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
        Assert.True(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), out var value));
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
        Assert.False(ValueParser.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("1,5", 1.5)]
    [InlineData("-0,25", -0.25)]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("1.234.567,5", 1234567.5)]
    [InlineData("1 234,5", 1234.5)]
    [InlineData("1\u00A0234,5", 1234.5)]
    [InlineData("1’234,5", 1234.5)]
    [InlineData("1,5e2", 150)]
    [InlineData("7", 7)]
    public void TryRead_DecimalComma_IsRead(string text, double expected)
    {
        Assert.True(NumberText.TrySplit(Encoding.UTF8.GetBytes(text), out var number));
        Assert.True(number.TryRead(new NumberForm(DecimalComma: true, HasThousands: true), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1,2,3")]
    [InlineData("1.23,5")]
    [InlineData("1,234.5")]
    [InlineData("12.3456,7")]
    public void TryRead_AgainstTheForm_IsRefused(string text)
    {
        Assert.True(NumberText.TrySplit(Encoding.UTF8.GetBytes(text), out var number));
        Assert.False(number.TryRead(new NumberForm(DecimalComma: true, HasThousands: true), out _));
    }

    [Theory]
    [InlineData("224.5 m³/h", "m³/h")]
    [InlineData("45 kPa", "kPa")]
    [InlineData("3.2E+02bar", "bar")]
    [InlineData("7", "")]
    public void TrySplit_UnitBehind_IsItsSuffix(string text, string expected)
    {
        Assert.True(NumberText.TrySplit(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(expected, number.Unit);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("Bad Input")]
    [InlineData("[-11057] Not Enough Values")]
    [InlineData("#-1")]
    [InlineData("")]
    public void TrySplit_NoNumber_IsRefused(string text) => Assert.False(NumberText.TrySplit(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TrySplit_LongerThanAnyMeterWrites_DoesNotOverrun() =>
        Assert.False(NumberText.TrySplit(Encoding.UTF8.GetBytes("0," + new string('1', 500)), out _));
}

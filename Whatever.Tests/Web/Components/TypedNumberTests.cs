using Whatever.Web.Components.Shared;

namespace Whatever.Tests.Web.Components;

public sealed class TypedNumberTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData(" 12.5 ", 12.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("-2E-1", -0.2)]
    public void TryRead_Number_IsTakenAsTyped(string? text, double? expected)
    {
        Assert.True(TypedNumber.TryRead(text, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("12abc")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("1 000")]
    public void TryRead_AnythingElse_IsRefused(string text)
    {
        Assert.False(TypedNumber.TryRead(text, out var number));
        Assert.Null(number);
    }

    [Theory]
    [InlineData("1,5", false, "Found \"1,5\", expected a number such as 12.5 or 1e3.")]
    [InlineData("1.500,25", false, "Found \"1.500,25\", expected a number such as 12.5 or 1e3.")]
    [InlineData("abc", true, "Found \"abc\", expected a whole number such as 30.")]
    [InlineData("1.5", true, "Found \"1.5\", expected a whole number such as 30.")]
    [InlineData("1e10", true, "Found \"1e10\", expected a whole number such as 30.")]
    [InlineData("-1", false, "Found -1, expected 0 to 300.")]
    [InlineData("301", true, "Found 301, expected 0 to 300.")]
    [InlineData("", true, null)]
    [InlineData("1e2", true, null)]
    public void Refuse_Text_SaysWhatIsExpected(string text, bool isWhole, string? expected) =>
        Assert.Equal(expected, TypedNumber.Refuse(text, isWhole, 0, 300)?.ToString());

    [Theory]
    [InlineData(1e9, "1000000000")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(88.89999999999999, "88.9")]
    [InlineData(null, "")]
    public void Write_Number_CanBeReadBack(double? number, string expected) => Assert.Equal(expected, TypedNumber.Write(number));
}

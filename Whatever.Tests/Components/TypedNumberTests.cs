using Whatever.Web.Components.Shared;

namespace Whatever.Tests.Components;

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
}

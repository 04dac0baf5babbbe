using Whatever.Model.Series;

namespace Whatever.Tests.Model.Series;

public sealed class QuantityNamesTests
{
    [Theory]
    [InlineData("flow_rate", Quantity.FlowRate)]
    [InlineData("FLOW_RATE", Quantity.FlowRate)]
    [InlineData("pressure", Quantity.Pressure)]
    [InlineData("Pressure", Quantity.Pressure)]
    public void TryParse_WireName_IsFoundInAnyCase(string text, Quantity expected)
    {
        Assert.True(QuantityNames.TryParse(text, out var quantity));
        Assert.Equal(expected, quantity);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("flow rate")]
    [InlineData("flow_rate ")]
    [InlineData("0")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(QuantityNames.TryParse(text, out _));

    [Fact]
    public void ToWireName_EachQuantity_IsReadBack() => Assert.All(QuantityNames.All, quantity =>
    {
        Assert.True(QuantityNames.TryParse(quantity.ToWireName(), out var read));
        Assert.Equal(quantity, read);
    });

    [Fact]
    public void ToWireName_UndefinedQuantity_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => ((Quantity)9).ToWireName());
}

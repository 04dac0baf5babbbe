using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Series;
using Whatever.Web.Models;

namespace Whatever.Tests.Web.Models;

public sealed class FeedingTests
{
    private static readonly Dictionary<string, IReadOnlyList<double>> Stored = [];
    private static readonly FittedScaler Three = new("MinMaxScaler", [1, 2, 3], [10, 20, 30], Stored, false);
    private static readonly FittedScaler One = new("StandardScaler", [5], [50], Stored, false);

    [Theory]
    [InlineData("flow_rate,pressure,hour", 1.0, 2.0, 3.0)]
    [InlineData("pressure:3, flow_rate:1 ,hour:none", 3.0, 1.0, null)]
    [InlineData("hour:0..23,constant=1.5:2,pressure", 0.0, 2.0, 3.0)]
    public void Inputs_ScalerOfAFeatureEach_TakesItsPlaceUnlessAnotherIsSaid(string text, params double?[] offsets) =>
        Assert.Equal(
            offsets,
            new Feeding(Quantity.FlowRate, Three, null).Inputs(FeedingText.ReadInputs(text)).Select(input => input.Scaler?.Offset));

    [Fact]
    public void Inputs_ScalerOfOneFeature_IsThatOfTheQuantityAlone() => Assert.Equal(
        [null, 5.0, null],
        new Feeding(Quantity.Pressure, One, null).Inputs(FeedingText.ReadInputs("hour,pressure,flow_rate"))
            .Select(input => input.Scaler?.Offset));

    [Fact]
    public void Outputs_NothingSaidOfTheirScalers_HaveThoseOfTheInputs()
    {
        var inputs = FeedingText.ReadInputs("flow_rate,pressure,hour");
        var heads = new Feeding(Quantity.FlowRate, Three, null).Outputs(FeedingText.ReadOutputs("pressure,flow_rate:3,none"), inputs);
        Assert.Equal(["pressure", "flow_rate", "none"], heads.Select(head => head.Quantity));
        Assert.Equal([null, 3.0, null], heads.Select(head => head.Scaler?.Offset));
    }

    [Theory]
    [InlineData("level", "inputs: number 1 is \"level\", expected flow_rate, pressure, hour")]
    [InlineData("hour,constant", "inputs: number 2 is \"constant\", expected a number with constant")]
    [InlineData("hour=3", "inputs: number 1 is \"hour=3\", expected a number with constant")]
    [InlineData("hour:x", "inputs: number 1 is \"x\", expected a feature of the scaler as in :2, two values as in :0..500, or :none.")]
    [InlineData("hour:4", "inputs: number 1 takes feature 4 of the scaler, which has the features 1 to 3.")]
    [InlineData("hour:5..5", "inputs: number 1 knows 5 as 0 and 5 as 1, expected the latter to be greater")]
    [
        InlineData(
            "flow_rate,hour",
            "inputs: number 1 (flow_rate) has no scaler of its own, as the scaler has 3 features and there are 2 inputs;")]
    public void Inputs_PartThatMakesNoSense_IsNamed(string text, string sentence) => Assert.StartsWith(
        sentence,
        Assert.Throws<ModelFileException>(() => new Feeding(Quantity.FlowRate, Three, null).Inputs(FeedingText.ReadInputs(text))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Outputs_WithoutTheQuantity_AreRefused() => Assert.Equal(
        "outputs are none, pressure, expected one of them to be flow_rate, which the model is to forecast.",
        Assert.Throws<ModelFileException>(
            () => new Feeding(Quantity.FlowRate, null, null).Outputs(FeedingText.ReadOutputs("none,pressure"), null)).Message);
}

using System.Text.Json;
using Whatever.Model.Forecasting;
using Whatever.Model.Kernels;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.Series;
using Whatever.Tests.Model.Kernels;
using Whatever.Tests.Model.ModelFiles.Keras;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.ModelFiles;

/// <summary>
/// What <c>models predict --as-forecasts</c> printed on a processor with AVX-512 is what every other one gives: the same bits where .NET
/// offers a fused multiply-add, 1e-6 where it does not. Whoever changes a kernel so that forecasts change has to write these files anew,
/// and to say so.
/// </summary>
public sealed class RecordedForecastsTests
{
    [Theory]
    [InlineData("lstm50x2_w60", "model.h5")]
    [InlineData("lstm100x2_w100", "model.h5")]
    [InlineData("lstm64_32_keras3", "model.keras")]
    [InlineData("lstm50x3", "model.h5")]
    public void Outputs_PublicFile_AreThoseOfEveryMachine(string name, string file) => Compare(
        KerasImport.Read(GoldenKerasTests.PathOf($"{name}/{file}"), new KerasImportOptions("golden", Quantity.FlowRate)).Model,
        $"{name}/cases.json", name);

    [Theory]
    [InlineData("flow_rate")]
    [InlineData("pressure")]
    public void Outputs_ShippedModel_AreThoseOfEveryMachine(string name) =>
        Compare(ForecastModelFile.Load(Path.Combine(Repository.Root, "models", name)), "as_forecasts/windows.json", name);

    private static void Compare(ForecastModel model, string inputs, string recorded)
    {
        var windows = Read(inputs, "inputs").Select(Numbers).ToList();
        var expected = Read($"as_forecasts/{recorded}.json", "outputs").Select(Numbers).ToList();
        var found = model.Outputs(windows);
        Assert.Equal(expected.Count, found.Length);
        for (var row = 0; row < found.Length; row++)
        {
            SameBits.Expect(
                Array.ConvertAll(expected[row], value => (float)value), Array.ConvertAll(found[row], value => (float)value),
                $"{recorded}, window {row}, {KernelPaths.Best}");
        }
    }

    private static List<JsonElement> Read(string file, string name)
    {
        var document = JsonElement.Parse(File.ReadAllText(GoldenKerasTests.PathOf(file)));
        return [.. document.GetProperty(name).EnumerateArray()];
    }

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];
}

using System.Text;
using Whatever.Model.ModelFiles;
using Whatever.Model.Networks;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.ModelFiles;

public sealed class ForecastModelTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Model => folder.File("model");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WhatWasSaved_HasTheSameDescriptionAndWeights()
    {
        var saved = (TestModels.Direct with { Training = new("simulated", new(2024, 1, 1), new(2024, 3, 1), 10, 7, 1, 2, 0.5, 0.75) })
            .WithRandomWeights();
        saved.Save(Model);
        var loaded = ForecastModelFile.Load(Model);
        Assert.Equivalent(saved.Description with { Weights = loaded.Description.Weights }, loaded.Description, strict: true);
        Assert.Equal(new DateOnly(2024, 3, 1), loaded.Card!.To);
        AssertSameToSinglePrecision(WeightNames.ToTensors(saved.Network), WeightNames.ToTensors(loaded.Network));
    }

    [Fact]
    public void Load_NegativeVariance_NamesTheTensor()
    {
        var description = TestModels.Recursive with
        {
            Layers = [new LayerDescription("batch_normalization") { Epsilon = 1 }, new LayerDescription("flatten")],
        };
        var tensors = new[] { "gamma", "beta", "moving_mean", "moving_variance" }
            .ToDictionary(name => $"batch_normalization_0.{name}", _ => new Tensor([1], [-0.5]));
        Assert.Equal(
            "weights.safetensors: tensor batch_normalization_0.moving_variance holds -0.5, expected 0 or more.",
            Assert.Throws<ModelFileException>(() => WeightNames.ToNetwork(description, tensors, "weights.safetensors")).Message);
    }

    [Fact]
    public void Save_LoadedModel_GivesTheSameBytes()
    {
        TestModels.AtOnce.WithRandomWeights().Save(Model);
        ForecastModelFile.Load(Model).Save(folder.File("again"));
        Assert.All(["model.json", "weights.safetensors"], file =>
            Assert.Equal(File.ReadAllBytes(Path.Combine(Model, file)), File.ReadAllBytes(Path.Combine(folder.File("again"), file))));
    }

    [Fact]
    public void Save_OverAnotherModel_ReplacesItAndLeavesNothingBeside()
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        (TestModels.Direct with { Version = "test-2" }).WithRandomWeights(2).Save(Model);
        Assert.Equal("test-2", ForecastModelFile.Load(Model).Version);
        Assert.Equal([Model], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Save_OverAFolderOfOtherThings_RefusesAndTouchesNothing()
    {
        Directory.CreateDirectory(Model);
        File.WriteAllText(Path.Combine(Model, "readings.csv"), "mine");
        var problem = Assert.Throws<FolderOccupiedException>(() => TestModels.Direct.WithRandomWeights().Save(Model));
        Assert.Contains("is not a model", problem.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Model, "readings.csv")));
        Assert.Equal([Model], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Load_OneByteOfTheWeightsChanged_NamesBothChecksums()
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        var path = Path.Combine(Model, "weights.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        AssertRefused("weights.safetensors: sha256 is ", "(weights.sha256 in model.json)");
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("weights.safetensors")]
    public void Load_FileMissing_NamesIt(string file)
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        File.Delete(Path.Combine(Model, file));
        AssertRefused($"{file}: cannot be read", "expected model.json and weights.safetensors side by side");
    }

    [Fact]
    public void Load_NoFolder_NamesTheFile() => AssertRefused("model.json: cannot be read");

    [Fact]
    public void Load_WeightsUnderAnotherName_SaysWhichIsExpected()
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        TestModels.ReplaceInDescription(Model, "\"weights.safetensors\"", "\"other.safetensors\"");
        AssertRefused("weights.file is other.safetensors, expected weights.safetensors");
    }

    [Fact]
    public void Load_TensorTooMuch_NamesIt() => AssertTensorsRefused(
        tensors => tensors["dense_1.bias"] = new Tensor([1], [0]), "tensor dense_1.bias belongs to no layer");

    [Fact]
    public void Load_TensorMissing_NamesIt() => AssertTensorsRefused(
        tensors => tensors.Remove("lstm_0.recurrent_kernel"), "tensor lstm_0.recurrent_kernel is missing");

    [Fact]
    public void Load_TensorTransposed_NamesBothShapes() => AssertTensorsRefused(
        tensors => tensors["dense_0.kernel"] = tensors["dense_0.kernel"] with { Shape = [6, 4] },
        "tensor dense_0.kernel is (6, 4), expected (4, 6)");

    [Fact]
    public void Load_TensorOfAnotherRank_NamesBothShapes() => AssertTensorsRefused(
        tensors => tensors["dense_0.bias"] = tensors["dense_0.bias"] with { Shape = [1, 6] },
        "tensor dense_0.bias is (1, 6), expected (6)");

    [Theory]
    [InlineData("", "model.json is empty, expected JSON.")]
    [InlineData("null", "model.json: is null, expected a model description.")]
    [InlineData("[]", "model.json is a list, expected an object.")]
    [InlineData("{ \"format\": ", "model.json ends in line 1, column 13, before its JSON does.")]
    [InlineData("{ \"format\": \"whatever-model/1\" }", "model.json lacks name, version, quantity")]
    public void Load_DescriptionThatIsNoneAtAll_NamesTheFile(string json, string sentence)
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        File.WriteAllText(Path.Combine(Model, "model.json"), json);
        AssertRefused(sentence);
    }

    [Theory]
    [InlineData("\"name\": \"test\"", "\"name\": null", ": name is null, expected a value.")]
    [InlineData("\"name\": \"test\"", "\"name\": \"test\", \"nickname\": 1", " has nickname, which is no known field.")]
    [InlineData("\"steps\": 60", "\"steps\": \"60\"", "model.json: window.steps is \"60\", expected a whole number.")]
    [InlineData("\"steps\": 60,", "", " lacks window.steps.")]
    [InlineData("\"value\",", "null,", "features is missing")]
    [InlineData("\"lstm\"", "null", "type is null, expected a value.")]
    [InlineData("\"steps\": 60", "\"steps\": 48.5", "model.json: window.steps is 48.5, expected a whole number.")]
    [InlineData("\"steps\": 60", "\"steps\": -1", "window.steps is -1, expected 1 to 100000")]
    public void Load_DescriptionWithOneFieldWrong_NamesFileAndField(string text, string by, string field)
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        TestModels.ReplaceInDescription(Model, text, by);
        AssertRefused("model.json", field);
    }

    [Fact]
    public void Load_DescriptionWithByteOrderMark_IsRead()
    {
        TestModels.Direct.WithRandomWeights().Save(Model);
        var path = Path.Combine(Model, "model.json");
        File.WriteAllText(path, File.ReadAllText(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("test", ForecastModelFile.Load(Model).Name);
    }

    private void AssertTensorsRefused(Action<Dictionary<string, Tensor>> change, string sentence)
    {
        var model = TestModels.Direct.WithRandomWeights();
        model.Save(Model);
        var tensors = new Dictionary<string, Tensor>(WeightNames.ToTensors(model.Network), StringComparer.Ordinal);
        change(tensors);
        TestModels.ReplaceWeights(Model, Safetensors.Write(tensors));
        AssertRefused("weights.safetensors: ", sentence);
    }

    private void AssertRefused(params string[] parts)
    {
        var problem = Assert.Throws<ModelFileException>(() => ForecastModelFile.Load(Model));
        Assert.All([Model, .. parts], part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    private static void AssertSameToSinglePrecision(
        IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual) =>
        Assert.All(expected, pair => Assert.Equal(pair.Value.Values.Select(value => (double)(float)value), actual[pair.Key].Values));
}

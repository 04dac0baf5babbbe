using static Whatever.Tests.Model.ModelFiles.Keras.KerasFiles;

namespace Whatever.Tests.Model.ModelFiles.Keras;

public sealed class KerasGraphTests
{
    private const string Input = """{"class_name": "InputLayer", "name": "in", "config": {"name": "in", "batch_input_shape": [null, 4, 1]}, "inbound_nodes": []}""";
    private static readonly (string, (string, int[])[]) Lstm = ("a", [Array("kernel", 1, 8), Array("recurrent", 2, 8), Array("bias", 8)]);

    [Fact]
    public void Read_FunctionalChainInAnyOrder_IsPutInOrder()
    {
        var config = Model("""["b", 0, 0]""", Node("Dense", "b", "a", "\"units\": 1"), Node("LSTM", "a", "in", "\"units\": 2"), Input);
        var result = Import(H5(config, "2.4.0", Lstm, ("b", [Array("kernel", 2, 1), Array("bias", 1)])));
        Assert.Equal("lstm(2, tanh) → dense(1)", string.Join(" → ", result.Model.Description.Layers));
    }

    [Fact]
    public void Read_FunctionalChainAsKeras3WritesIt_IsTaken()
    {
        var config = """
            {"class_name": "Functional", "module": "keras", "config": {"name": "functional", "layers": [{"class_name": "InputLayer", "module": "keras.layers", "name": "in", "config": {"name": "in", "batch_shape": [null, 4, 1]}, "inbound_nodes": []},
            {"class_name": "LSTM", "module": "keras.layers", "registered_name": null, "name": "a", "config": {"name": "a", "units": 2, "recurrent_activation": "sigmoid"},
            "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 4, 1], "keras_history": ["in", 0, 0]}}], "kwargs": {"training": false, "mask": null}}]}],
            "input_layers": [["in", 0, 0]], "output_layers": [["a", 0, 0]]}}
            """;
        Assert.Equal(
            (2, "direct"), (Import(H5(config, "3.6.0", Lstm)).Model.OutputSteps, Import(H5(config, "3.6.0", Lstm)).Model.Strategy));
    }

    [Fact]
    public void Read_LayerThatJoinsTwo_IsNamed()
    {
        var add = """{"class_name": "Add", "name": "sum", "config": {"name": "sum"}, "inbound_nodes": [[["a", 0, 0, {}], ["in", 0, 0, {}]]]}""";
        Assert.Contains("layer \"sum\" (Add): it joins 2 inputs (a, in), expected a chain", Refusal(H5(Model("""["sum", 0, 0]""", Input, Node("LSTM", "a", "in", "\"units\": 2"), add), "2.4.0", Lstm)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EndThatIsNoOutput_IsNamed() => Assert.Contains(
        "the model has the outputs b; expected each end of its layers once, c among them.",
        Refusal(H5(Model("""["b", 0, 0]""", Input, Node("LSTM", "a", "in", "\"units\": 2"), Node("Dense", "b", "a", "\"units\": 1"), Node("Dense", "c", "a", "\"units\": 1")), "2.4.0", Lstm)),
        StringComparison.Ordinal);

    [Fact]
    public void Read_TwoInputs_AreNamed() => Assert.Contains(
        "the model has 2 inputs (in, in), expected one", Refusal(H5(Model("""["a", 0, 0]""", Input, Input, Node("LSTM", "a", "in", "\"units\": 2")), "2.4.0", Lstm)), StringComparison.Ordinal);

    [Fact]
    public void Read_StateHandedOn_IsNamed() => Assert.Contains(
        "layer \"b\" (Dense): it reads output 1 of a",
        Refusal(H5(Model("""["b", 0, 0]""", Input, Node("LSTM", "a", "in", "\"units\": 2, \"return_state\": true"), Node("Dense", "b", "a", "\"units\": 1").Replace("\"a\", 0, 0", "\"a\", 0, 1", StringComparison.Ordinal)), "2.4.0", Lstm)),
        StringComparison.Ordinal);

    [Fact]
    public void Read_DropoutThatIsAlwaysOn_IsNamed() => Assert.Contains(
        "layer \"d\" (Dropout): it is called with training=True",
        Refusal(H5(Model("""["d", 0, 0]""", Input, Node("Dropout", "d", "in", "\"rate\": 0.2").Replace("{}]]]", "{\"training\": true}]]]", StringComparison.Ordinal)), "2.4.0")),
        StringComparison.Ordinal);

    [Fact]
    public void Read_ThousandLayers_IsReadInAMomentAndOneMoreIsRefused()
    {
        string[] Layers(int count) =>
            [
                Input,
                .. Enumerable.Range(1, count - 1)
                    .Select(place => Node("Dropout", $"d{place}", place == 1 ? "in" : $"d{place - 1}", "\"rate\": 0.2"))];
        Assert.Contains("layers", Refusal(H5(Model("""["d999", 0, 0]""", Layers(1000)), "2.4.0")), StringComparison.Ordinal);
        Assert.Contains("the model has more than 1000 layers, the most that are taken", Refusal(H5(Model("""["d1000", 0, 0]""", Layers(1001)), "2.4.0")), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ModelsInsideModelsWithMoreLayersTogether_AreRefused()
    {
        var inner = Sequential([.. Enumerable.Range(0, 600).Select(place => Layer("Dropout", $"d{place}"))]);
        Assert.Contains(
            "the model has more than 1000 layers", Refusal(H5(Sequential(KerasFiles.Input("[null, 4, 1]"), inner, inner), "2.4.0")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "the model has no class_name, expected Sequential or Functional.")]
    [InlineData("{}", "the model has no class_name")]
    [InlineData("{\"class_name\": \"Sequential\"}", "the model has no config")]
    [InlineData("{\"class_name\": \"Sequential\", \"config\": 7}", "the model has no layers")]
    [InlineData("{\"class_name\": \"MyModel\", \"config\": {}}", "the model is a MyModel, expected a Sequential or a Functional one")]
    [InlineData("{\"class_name\": \"Sequential\", \"config\": {\"layers\": [7]}}", "made.h5: layer \"layers\" has no class_name, expected a layer of Keras.")]
    [InlineData("{", "its configuration is no JSON")]
    public void Read_ConfigurationOfSomethingElse_IsRefused(string config, string sentence) =>
        Assert.Contains(sentence, Refusal(H5(config, "2.4.0", Lstm)), StringComparison.Ordinal);

    private static string Node(string className, string name, string from, string settings) =>
        $$$"""{"class_name": "{{{className}}}", "name": "{{{name}}}", "config": {"name": "{{{name}}}", {{{settings}}} }, "inbound_nodes": [[["{{{from}}}", 0, 0, {}]]]}""";

    private static string Model(string output, params string[] layers) =>
        $$$"""{"class_name": "Model", "config": {"name": "model", "layers": [{{{string.Join(", ", layers)}}}], "input_layers": [["in", 0, 0]], "output_layers": [{{{output}}}]}}""";

    /// <summary>Two layers of one name, the second of which follows itself; a chain of calls without end would end the process.</summary>
    [Fact]
    public void Read_LayersOfOneNameThatFollowThemselves_AreRefused()
    {
        const string config = """
            {"class_name": "Functional", "config": {"name": "m", "input_layers": [["a", 0, 0]], "output_layers": [["c", 0, 0]], "layers": [
              {"class_name": "InputLayer", "name": "a", "inbound_nodes": [], "config": {"name": "a", "batch_input_shape": [null, 5, 1]}},
              {"class_name": "Dense", "name": "b", "inbound_nodes": [[["a", 0, 0, {}]]], "config": {"name": "b", "units": 1}},
              {"class_name": "Dense", "name": "b", "inbound_nodes": [[["b", 0, 0, {}]]], "config": {"name": "b", "units": 1}},
              {"class_name": "Dense", "name": "c", "inbound_nodes": [[["b", 0, 0, {}]]], "config": {"name": "c", "units": 1}}]}}
            """;
        Assert.Contains("layer \"b\"", KerasFiles.Refusal(KerasFiles.H5(config, "2.4.0")), StringComparison.Ordinal);
    }
}

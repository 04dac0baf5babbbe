using MathNet.Numerics.LinearAlgebra;
using PureHDF;
using static Whatever.Tests.Model.ModelFiles.Keras.KerasFiles;

namespace Whatever.Tests.Model.ModelFiles.Keras;

public sealed class KerasSettingsTests
{
    private const string Window = "[null, 4, 1]";
    private static readonly (string, (string, int[])[]) Head = ("dense", [Array("kernel", 2, 1), Array("bias", 1)]);

    /// <summary>Settings in the spelling of some version of Keras, and the sentence that has to name the layer.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { Layer("Lambda", "lambda_3"), "layer \"lambda_3\" (Lambda): Lambda is not supported" },
        { Layer("Embedding", "words"), "layer \"words\" (Embedding)" },
        { Layer("CuDNNLSTM", "fast", "\"units\": 2"), "layer \"fast\" (CuDNNLSTM)" },
        { Layer("Attention", "look"), "layer \"look\" (Attention)" },
        { """{"class_name": "Mine", "module": "my_layers", "config": {"name": "own"}}""", "layer \"own\" (Mine) is a class of the author's own (module my_layers" },
        { """{"class_name": "LSTM", "registered_name": "Custom>LSTM", "config": {"name": "own"}}""", "registered as Custom>LSTM" },
        { Layer("LSTM", "late", "\"units\": 2, \"time_major\": true"), "layer \"late\" (LSTM): time_major is true" },
        { Layer("LSTM", "odd", "\"units\": 2, \"activation\": \"swash\""), "layer \"odd\" (LSTM): its activation is \"swash\"" },
        { Layer("LSTM", "many", "\"units\": 99999"), "units is 99999" },
        { Layer("LSTM", "worded", "\"units\": \"abc\""), "layer \"worded\" (LSTM): units is abc, expected a whole number." },
        { Layer("LSTM", "flag", "\"units\": 2, \"stateful\": 1"), "stateful is 1, expected true or false" },
        { Layer("LeakyReLU", "leaky", "\"alpha\": \"x\""), "negative_slope is x, expected a number" },
        { Layer("RepeatVector", "list", "\"n\": [1, 2]"), "n is [1, 2], expected one number" },
        { Layer("MaxPooling1D", "pad", "\"padding\": 3"), "padding is 3, expected a text" },
        { Layer("Dense", "code", "\"units\": 2, \"activation\": [\"4wEAAAA\", null, null]"), "activation is a function of the author's own" },
        { Layer("Dense", "layered", "\"units\": 2, \"activation\": {\"class_name\": \"PReLU\", \"config\": "
            + "{}}"), "its activation is a PReLU" },
        { Layer("Bidirectional", "both", $"\"merge_mode\": null, \"layer\": {Layer("LSTM", "in", "\"units\": 2")}"),
            "layer \"both\" (Bidirectional): merge_mode is null, which gives two outputs" },
        { Layer("Bidirectional", "both", $"\"layer\": {Layer("Dense", "in", "\"units\": 2")}"), "it wraps a Dense" },
        { Layer("TimeDistributed", "each", $"\"layer\": {Layer("LSTM", "in", "\"units\": 2")}"), "it wraps a LSTM" },
        { Layer("MaxPooling1D", "pool", "\"data_format\": \"channels_first\""), "data_format is channels_first" },
        { Layer("RepeatVector", "again", "\"n\": 3"), "expected a vector" },
        { Layer("BatchNormalization", "norm", "\"axis\": [1]"), "axis is 1, expected the last one, 2" },
        { Layer("Conv2D", "picture"), "Conv2D is not supported" },
        { Layer("Softmax", "soft", "\"axis\": 1"), "layer \"soft\" (Softmax): axis is 1, expected -1, the last one" },
        { Layer("Dense", "soft", "\"units\": 2, \"activation\": {\"class_name\": \"Softmax\", \"config\": {\"axis\": "
            + "0}}"), "axis is 0, expected -1, the last one" },
        { Layer("Dense", "own", "\"units\": 2, \"activation\": {\"class_name\": \"ReLU\", \"registered_name\": \"Mine>ReLU\", "
            + "\"config\": {}}"), "layer \"own\" (activation of Dense) is a class of the author's own" },
        { Layer("LSTM", "own", "\"units\": 2, \"recurrent_activation\": {\"class_name\": \"function\", \"config\": \"relu\", "
            + "\"registered_name\": \"Mine>relu\"}"), "layer \"own\" (recurrent_activation of LSTM) is a class of the author's own" },
        { Layer("Bidirectional", "both", "\"layer\": {\"class_name\": \"LSTM\", \"registered_name\": \"Mine>LSTM\", \"config\": "
            + "{\"units\": 2}}"), "layer \"both\" (LSTM in Bidirectional) is a class of the author's own" },
        { Layer("Bidirectional", "both", $"\"layer\": {Layer("LSTM", "in", "\"units\": 2")}, \"backward_layer\": {{\"class_name\": "
            + $"\"LSTM\", \"module\": \"mine\", \"config\": {{\"units\": 2}}}}"), "layer \"both\" (LSTM in Bidirectional) is a class of "
                + "the author's own" },
        { Layer("TimeDistributed", "each", "\"layer\": {\"class_name\": \"Dense\", \"module\": \"mine\", \"config\": {\"units\": "
            + "2}}"), "layer \"each\" (Dense in TimeDistributed) is a class of the author's own" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Read_WhatIsNotSupported_NamesTheLayerAndTheReason(string layer, string sentence)
    {
        var name = layer.Split("\"name\": \"")[1].Split('"')[0];
        var message = Refusal(H5(Sequential(Input(Window), layer), "2.3.1", (name, [])));
        Assert.StartsWith("made.h5: ", message, StringComparison.Ordinal);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.2.4-tf", "hard_sigmoid_keras2")]
    [InlineData("3.10.0", "hard_sigmoid_keras3")]
    public void Read_HardSigmoid_IsThatOfTheVersion(string version, string name)
    {
        var lstm = Layer("LSTM", "lstm", "\"units\": 2, \"recurrent_activation\": \"hard_sigmoid\"");
        var result = Import(
            H5(Sequential(Input(Window), lstm, Layer("Dense", "dense", "\"units\": 1")), version, Cell("lstm", 4, 8), Head));
        Assert.Equal(name, result.Model.Description.Layers[0].RecurrentActivation);
    }

    /// <summary>The first version of each is that in whose documentation it appears.</summary>
    [Theory]
    [InlineData("2.3.1", "leaky_relu", false)]
    [InlineData("2.3.1", "gelu", false)]
    [InlineData("2.3.1", "swish", false)]
    [InlineData("2.3.0-tf", "swish", true)]
    [InlineData("2.4.0", "gelu", true)]
    [InlineData("2.12.0", "mish", false)]
    [InlineData("2.15.0", "mish", true)]
    [InlineData("2.15.0", "leaky_relu", false)]
    [InlineData("3.0.0", "leaky_relu", true)]
    [InlineData("1.2.2", "selu", false)]
    [InlineData("1.2.2", "elu", true)]
    [InlineData("2.1.3", "exponential", false)]
    [InlineData("2.2.4-tf", "exponential", true)]
    [InlineData("nonsense", "gelu", false)]
    [InlineData("nonsense", "selu", true)]
    public void Read_ActivationByItsName_IsThatOfKerasOnlySinceItHasOne(string version, string name, bool taken)
    {
        var file = H5(Sequential(Input("[null, 2]"), Layer("Dense", "dense", $"\"units\": 1, \"activation\": \"{name}\"")), version, Head);
        var problem = Record.Exception(() => Import(file));
        Assert.Equal(
            taken
                ? null
                : $"made.h5: layer \"dense\" (Dense): its activation \"{name}\" is a function of the author's own, as Keras {version} "
                    + "has none of that name, expected one that it has.",
            problem?.Message);
    }

    [Fact]
    public void Read_SoftmaxOverTheLastAxisByItsPlace_IsTaken()
    {
        var result = Import(H5(Sequential(Input("[null, 2]"), Layer("Softmax", "soft", "\"axis\": 1")), "2.4.0"));
        Assert.Equal("flatten → activation(softmax)", string.Join(" → ", result.Model.Description.Layers));
    }

    [Fact]
    public void Read_WeightBeyondSinglePrecision_NamesTheArray()
    {
        var file = H5(
            Sequential(Input("[null, 2]"), Layer("Dense", "dense", "\"units\": 1")), "2.4.0",
            (name, count) => name == "kernel" ? new H5Dataset(new[] { 1, 1e39 }, fileDims: [2, 1]) : null, Head);
        Assert.Contains(
            "made.h5: model_weights/dense/kernel holds 1E+39, expected finite numbers of single precision", Refusal(file),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NegativeVariance_NamesTheLayer()
    {
        var arrays = new[] { Array("gamma", 2), Array("beta", 2), Array("mean", 2), Array("variance", 2) };
        var file = H5(
            Sequential(Input("[null, 2]"), Layer("BatchNormalization", "norm")), "2.4.0",
            (name, _) => name == "variance" ? new H5Dataset(new[] { 1, -0.5f }, fileDims: [2]) : null, ("norm", arrays));
        Assert.Contains(
            "layer \"norm\" (BatchNormalization): its moving variance holds -0.5, expected 0 or more", Refusal(file),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreArraysThanALayerHas_NamesTheLayer()
    {
        var arrays = Enumerable.Range(0, 25).Select(place => Array($"array{place}", 1)).ToArray();
        Assert.Contains(
            "layer \"dense\" (Dense): the file names 25 arrays of it, expected 24 at most",
            Refusal(H5(Sequential(Input("[null, 2]"), Layer("Dense", "dense", "\"units\": 1")), "2.4.0", ("dense", arrays))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BareListShapeOnTheFirstLayerAndNoBias_IsTaken()
    {
        var config = $$"""{"class_name": "Sequential", "config": [{{Layer("SimpleRNN", "rnn", "\"units\": 2, \"use_bias\": false, \"batch_input_shape\": [null, 4, 1], \"dtype\": null")}}]}""";
        var result = Import(H5(config, "2.1.3", ("rnn", [Array("kernel", 1, 2), Array("recurrent", 2, 2)])));
        Assert.Equal("simple_rnn(2, tanh)", string.Join(" → ", result.Model.Description.Layers));
        Assert.Equal(Math.Tanh(0.5), result.Model.Network.Forward(Matrix<double>.Build.DenseOfRowArrays([0], [0], [0], [1]))[0], 1e-12);
    }

    [Fact]
    public void Read_OpenNumberOfSteps_IsSixtyOrWhatIsAskedFor()
    {
        var file = H5(
            Sequential(Input("[null, null, 1]"), Layer("LSTM", "lstm", "\"units\": 2"), Layer("Dense", "dense", "\"units\": 1")), "2.3.1",
            Cell("lstm", 4, 8), Head);
        Assert.Equal((60, 24), (Import(file).Model.WindowSteps, Import(file, 24).Model.WindowSteps));
    }

    [Theory]
    [InlineData("\"use_bias\": true", true, 2)]
    [InlineData("\"reset_after\": false", false, 1)]
    [InlineData("\"reset_after\": true", true, 2)]
    public void Read_Gru_KnowsItsResetGateBySettingOrBias(string settings, bool after, int rows)
    {
        var bias = rows == 2 ? Array("bias", 2, 6) : Array("bias", 6);
        var gru = ("gru", new[] { Array("kernel", 1, 6), Array("recurrent", 2, 6), bias });
        var result = Import(
            H5(
                Sequential(Input(Window), Layer("GRU", "gru", $"\"units\": 2, {settings}"), Layer("Dense", "dense", "\"units\": 1")),
                "2.3.1", gru, Head));
        Assert.Equal(after ? true : null, result.Model.Description.Layers[0].ResetAfter);
    }

    [Fact]
    public void Read_DenseOnly_IsFedWithItsWindowFlattened()
    {
        var result = Import(
            H5(
                Sequential(
                    Input("[null, 5]"),
                    Layer("Dense", "dense", "\"units\": 6, \"activation\": {\"class_name\": \"LeakyReLU\", \"config\": {\"alpha\": 0.1}}")),
                "2.3.1", ("dense", [Array("kernel", 5, 6), Array("bias", 6)])));
        Assert.Equal("flatten → dense(6) → relu", string.Join(" → ", result.Model.Description.Layers));
        Assert.Null(result.Model.ForecastProblem);
        Assert.Equal(-0.2, result.Model.Network.Forward(Matrix<double>.Build.Dense(5, 1, -1))[0], 1e-12);
    }

    [Fact]
    public void Read_ModelInsideAModel_BecomesPartOfTheChain()
    {
        var inner = """{"class_name": "Sequential", "config": {"name": "inner", "layers": [""" + Input(Window) + ", " + Layer("LSTM", "deep", "\"units\": 2") + "]}}";
        var result = Import(H5(Sequential(inner, Layer("Dense", "dense", "\"units\": 1")), "2.4.0",
            ("inner", [.. Cell("deep", 4, 8).Item2.Select(array => ($"deep/{array.Item1}", array.Item2))]), Head));
        Assert.Equal("lstm(2, tanh) → dense(1)", string.Join(" → ", result.Model.Description.Layers));
    }

    [Fact]
    public void Read_ArrayTooMuchOrOfAnotherShape_NamesTheLayer()
    {
        var config = Sequential(Input("[null, 5]"), Layer("Dense", "dense", "\"units\": 6"));
        Assert.Contains(
            "the file holds 3 arrays of it",
            Refusal(H5(config, "2.3.1", ("dense", [Array("kernel", 5, 6), Array("bias", 6), Array("extra", 6)]))),
            StringComparison.Ordinal);
        Assert.Contains(
            "layer \"dense\" (Dense): kernel is (6, 5), expected (5, 6)",
            Refusal(H5(config, "2.3.1", ("dense", [Array("kernel", 6, 5), Array("bias", 6)]))), StringComparison.Ordinal);
        Assert.Contains("the bias is missing", Refusal(H5(config, "2.3.1", ("dense", [Array("kernel", 5, 6)]))), StringComparison.Ordinal);
    }

    private static (string, (string, int[])[]) Cell(string name, int gates, int columns) =>
        (name, [Array("kernel", 1, columns), Array("recurrent", columns / gates, columns), Array("bias", columns)]);
}

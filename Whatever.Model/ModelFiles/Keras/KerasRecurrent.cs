using Whatever.Model.Networks;
using Whatever.Model.Problems;

using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>Reads LSTM, GRU and SimpleRNN in the settings and arrays of Keras 1 to 3.</summary>
internal sealed class KerasRecurrent(KerasActivations activations)
{
    private const string Bias = "bias";

    public static bool Knows(string className) => className is "LSTM" or "GRU" or "SimpleRNN";

    /// <param name="layer">Its settings.</param>
    /// <param name="arrays">Begin with its own; those of the other direction may follow.</param>
    /// <param name="inputs">Features of a step.</param>
    /// <param name="notes">What a person should know.</param>
    public (LayerDescription Layer, List<(string Name, Tensor Tensor)> Tensors) Read(
        KerasLayer layer, KerasArrays arrays, int inputs, List<Phrase> notes)
    {
        layer.Require(!layer.Flag(false, "time_major"), new Phrase("keras.time-major"), new Phrase("keras.batches-first"));
        var units = layer.Int("units", "output_dim");
        layer.Require(
            units is >= 1 and <= LayerShapes.LargestUnits, new Phrase("keras.setting-is", "units", units),
            Expected.Range(1, LayerShapes.LargestUnits));
        if (layer.Flag(false, "stateful"))
        {
            notes.Add(new Phrase("keras.stateful", layer.Words));
        }

        var described = new LayerDescription(TypeOf(layer), units, activations.ReadPlain(layer, "tanh", "activation"))
        {
            Name = layer.Name,
            ReturnSequences = layer.Flag(false, "return_sequences"),
            GoBackwards = layer.Flag(false, "go_backwards") ? true : null,
        };
        return layer.ClassName switch
        {
            "LSTM" => (WithGates(layer, described), Lstm(layer, arrays, inputs, units)),
            "GRU" => Gru(layer, arrays, inputs, WithGates(layer, described)),
            _ => (described, Plain(layer, arrays, inputs, units, 1)),
        };
    }

    private static string TypeOf(KerasLayer layer) => layer.ClassName switch
    {
        "LSTM" => T.Lstm,
        "GRU" => T.Gru,
        _ => T.SimpleRnn,
    };

    /// <summary>A file that does not say has the default of the version that knew no setting for it, hard_sigmoid.</summary>
    private LayerDescription WithGates(KerasLayer layer, LayerDescription described) => described with
    {
        RecurrentActivation = activations.ReadPlain(layer, "hard_sigmoid_keras2", "recurrent_activation", "inner_activation"),
    };

    private static List<(string Name, Tensor Tensor)> Lstm(KerasLayer layer, KerasArrays arrays, int inputs, int units) =>
        arrays.NextShape() is [_, var columns] && columns == units && arrays.Left >= 12
            ? Named(arrays.TakeGates("ifco", ("W", [inputs, units]), ("U", [units, units]), ("b", [units])))
            : Plain(layer, arrays, inputs, units, 4);

    private static (LayerDescription Layer, List<(string Name, Tensor Tensor)> Tensors) Gru(
        KerasLayer layer, KerasArrays arrays, int inputs, LayerDescription described)
    {
        var units = described.Units;
        if (arrays.NextShape() is [_, var columns] && columns == units && arrays.Left >= 9)
        {
            return (described, Named(arrays.TakeGates("zrh", ("W", [inputs, units]), ("U", [units, units]), ("b", [units]))));
        }

        // Without a word about it a bias of two rows says that the reset gate comes after the product.
        var hasBias = layer.Flag(true, "use_bias");
        var resetAfter = layer.Flag(hasBias && arrays.NextShape(2).Length == 2, "reset_after");
        if (!resetAfter)
        {
            return (described, Plain(layer, arrays, inputs, units, 3));
        }

        var tensors = new List<(string, Tensor)>
        {
            ("kernel", arrays.Take("kernel", inputs, 3 * units)),
            ("recurrent_kernel", arrays.Take("recurrent kernel", units, 3 * units)),
        };
        var both = hasBias ? arrays.Take(Bias, 2, 3 * units).Values : new double[6 * units];
        tensors.Add((Bias, new Tensor([3 * units], both[..(3 * units)])));
        tensors.Add(("recurrent_bias", new Tensor([3 * units], both[(3 * units)..])));
        return (described with { ResetAfter = true }, tensors);
    }

    private static List<(string Name, Tensor Tensor)> Plain(KerasLayer layer, KerasArrays arrays, int inputs, int units, int gates) =>
        Named(
    [
        arrays.Take("kernel", inputs, gates * units),
        arrays.Take("recurrent kernel", units, gates * units),
        arrays.TakeIf(layer.Flag(true, "use_bias"), Bias, 0, gates * units),
    ]);

    private static List<(string Name, Tensor Tensor)> Named(IReadOnlyList<Tensor> tensors) =>
        [("kernel", tensors[0]), ("recurrent_kernel", tensors[1]), (Bias, tensors[2])];
}

using System.Text.Json;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>Reads the layers that shift and stretch features: BatchNormalization, LayerNormalization, Rescaling.</summary>
internal static class KerasNormalization
{
    public static List<(LayerDescription, List<(string, Tensor)>)> Batch(
        KerasLayer layer, KerasArrays arrays, SignalShape input)
    {
        RequireLastAxis(layer, input);
        layer.Require((layer.OptionalInt("mode") ?? 0) == 0, new Phrase("keras.mode"), "0");
        var tensors = new List<(string, Tensor)>
        {
            ("gamma", arrays.TakeIf(layer.Flag(true, "scale"), "gamma", 1, input.Features)),
            ("beta", arrays.TakeIf(layer.Flag(true, "center"), "beta", 0, input.Features)),
            ("moving_mean", arrays.Take("moving mean", input.Features)),
            ("moving_variance", arrays.Take("moving variance", input.Features)),
        };
        arrays.ExpectNothingLeft();
        var variance = tensors[^1].Item2.Values;
        layer.Require(
            variance.All(value => value >= 0), new Phrase("keras.variance", variance.Min()),
            Expected.OrMore(0));
        return [(new LayerDescription(T.BatchNormalization) { Epsilon = layer.Number("epsilon") ?? 1e-3 }, tensors)];
    }

    public static List<(LayerDescription, List<(string, Tensor)>)> Layer(KerasLayer layer, KerasArrays arrays, SignalShape input)
    {
        RequireLastAxis(layer, input);
        layer.Require(!layer.Flag(false, "rms_scaling"), new Phrase("keras.setting-is", "rms_scaling", "true"), "false");
        var tensors = new List<(string, Tensor)>
        {
            ("gamma", arrays.TakeIf(layer.Flag(true, "scale"), "gamma", 1, input.Features)),
            ("beta", arrays.TakeIf(layer.Flag(true, "center"), "beta", 0, input.Features)),
        };
        arrays.ExpectNothingLeft();
        return [(new LayerDescription(T.LayerNormalization) { Epsilon = layer.Number("epsilon") ?? 1e-3 }, tensors)];
    }

    /// <param name="layer">One number for all features, or a list of one for each.</param>
    /// <param name="input">What it takes.</param>
    /// <param name="isForgetful">With Keras 2 the layers behind it know nothing of skipped steps any more.</param>
    public static List<(LayerDescription, List<(string, Tensor)>)> Rescaling(KerasLayer layer, SignalShape input, bool isForgetful) =>
    [
        (
            new LayerDescription(T.Rescaling) { ForgetsMask = isForgetful ? true : null },
            [("scale", PerFeature(layer, "scale", 1, input.Features)), ("offset", PerFeature(layer, "offset", 0, input.Features))]),
    ];

    /// <summary>In single precision, as the layer itself casts them before it uses them.</summary>
    private static Tensor PerFeature(KerasLayer layer, string key, double otherwise, int features)
    {
        var found = layer.Find(key);

        // An array of numpy is written as an object around its list.
        var list = found?.Find("config")?.Find("value") ?? found?.Find("value") ?? found;
        if (list is not { ValueKind: JsonValueKind.Array } numbers)
        {
            var one = list is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : layer.Number(key) ?? otherwise;
            return new Tensor([features], [.. Enumerable.Repeat((double)(float)one, features)]);
        }

        var values = numbers.Items().Select(item => item.ValueKind == JsonValueKind.Number ? (double)(float)item.GetDouble()
            : throw layer.Refuse(new Problem("keras.not-number", key, numbers))).ToArray();
        return values.Length == 1 ? new Tensor([features], [.. Enumerable.Repeat(values[0], features)])
            : values.Length == features ? new Tensor([features], values)
            : throw layer.Refuse(new Problem("keras.per-feature", key, values.Length, features));
    }

    private static void RequireLastAxis(KerasLayer layer, SignalShape input)
    {
        var last = input.Steps is null ? 1 : 2;
        var axis = layer.OptionalInt("axis") ?? -1;
        layer.Require(axis == -1 || axis == last, new Phrase("keras.setting-is", "axis", axis), new Phrase("keras.last-axis", last));
    }
}

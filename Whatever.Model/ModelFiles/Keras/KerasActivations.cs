using System.Text.Json;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>What a layer's activation is called here.</summary>
/// <param name="Name">A name that <see cref="Activations"/> knows.</param>
/// <param name="After">Where the activation is a layer with settings of its own: that layer, after a linear one.</param>
internal sealed record KerasActivation(string Name, LayerDescription? After = null);

/// <summary>Reads activations in all their spellings.</summary>
/// <param name="version">Each brought functions; Keras 3 has another hard_sigmoid than those before it.</param>
internal sealed class KerasActivations(KerasVersion version)
{
    public KerasActivation Read(KerasLayer layer, string otherwise, params string[] keys)
    {
        if (layer.Find(keys) is not { } found)
        {
            // An activation that is written as null is none at all.
            return new KerasActivation(keys.Any(key => layer.Config.TryGetProperty(key, out _)) ? "linear" : otherwise);
        }

        KerasGraph.RefuseCustom(found, new Phrase("keras.of", keys[0], layer.ClassName), layer.Name);
        return found.ValueKind switch
        {
            JsonValueKind.String => new KerasActivation(Known(layer, found.GetString()!)),
            JsonValueKind.Object when found.Find("config") is { ValueKind: JsonValueKind.String } function =>
                new KerasActivation(Known(layer, function.GetString()!)),
            JsonValueKind.Object when found.FindText("class_name") is { } className =>
                OfObject(layer, className, found.Find("config") ?? default),
            _ => throw layer.Refuse(new Problem("keras.own-function", keys[0])),
        };
    }

    /// <exception cref="ModelFileException">The activation has settings of its own; the recurrent equations take plain functions
    /// only.</exception>
    public string ReadPlain(KerasLayer layer, string otherwise, params string[] keys)
    {
        var read = Read(layer, otherwise, keys);
        return read.After is null && Activations.Find(read.Name) is not null ? read.Name
            : throw layer.Refuse(
                new Problem("keras.not-of-one-number", keys[0], read.After is null ? read.Name : new Phrase("keras.a-layer")));
    }

    /// <summary>ReLU, LeakyReLU, ELU, Softmax as layers or as the activation of another.</summary>
    /// <param name="layer">Its settings.</param>
    /// <param name="last">Place of the last axis, where it is known.</param>
    public static LayerDescription? AsLayer(KerasLayer layer, int? last = null) => layer.ClassName switch
    {
        "ReLU" =>
            new LayerDescription(
                "relu")
            {
                NegativeSlope = layer.Number("negative_slope") ?? 0,
                Threshold = layer.Number("threshold") ?? 0,
                MaxValue = layer.Number("max_value")
            },
        "LeakyReLU" => new LayerDescription("relu") { NegativeSlope = layer.Number("negative_slope", "alpha") ?? 0.3 },
        "ELU" => new LayerDescription("elu") { Alpha = layer.Number("alpha") ?? 1 },
        "Softmax" =>
            (layer.OptionalInt("axis") ?? -1) is var axis && (axis == -1 || axis == last) ? new LayerDescription("activation", 0, "softmax")
            : throw layer.Refuse(new Problem("keras.axis", axis)),
        _ => null,
    };

    private static KerasActivation OfObject(KerasLayer layer, string className, JsonElement config) =>
        AsLayer(
            layer with { ClassName = className, Config = config }) is { } after ? new KerasActivation("linear", after with { Name = null })
            : throw layer.Refuse(new Problem("keras.activation-class", className));

    private string Known(KerasLayer layer, string name)
    {
        var known = name switch
        {
            "hard_sigmoid" => version.Major >= 3 ? "hard_sigmoid_keras3" : "hard_sigmoid_keras2",
            "hard_sigmoid_keras2" or "hard_sigmoid_keras3" => "",
            "swish" => "silu",
            "hard_swish" => "hard_silu",
            _ => name,
        };
        return !Activations.Names.Contains(known) ? throw layer.Refuse(
            new Problem("keras.activation-unknown", name, string.Join(", ", Activations.Names)))
            : version.Has(name) ? known
            : throw layer.Refuse(
                new Problem("keras.activation-own", name, version));
    }
}

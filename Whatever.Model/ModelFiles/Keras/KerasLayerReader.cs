using Whatever.Model.Networks;
using Whatever.Model.Problems;
using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>Adds one layer after the other to a chain. What is not known is refused by name.</summary>
internal sealed class KerasLayerReader(IKerasWeights weights, KerasVersion version, KerasChain chain)
{
    /// <summary>They do something while training only.</summary>
    private static readonly string[] Identities =
    [
        "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "InputLayer",
        "Identity",
    ];

    private static readonly string[] Supported =
    [
        "LSTM", "GRU", "SimpleRNN", "Bidirectional", "Dense", "TimeDistributed", "BatchNormalization", "Conv1D", "MaxPooling1D",
        "AveragePooling1D", "GlobalMaxPooling1D",
        "GlobalAveragePooling1D", "LayerNormalization", "Rescaling", "Masking", "RepeatVector", "Flatten", "Reshape", "Activation", "ReLU",
        "LeakyReLU", "ELU", "Softmax", "Dropout",
        "GaussianNoise",
    ];

    /// <summary>What TimeDistributed may wrap.</summary>
    private static readonly string[] OfVectors =
        ["Dense", "BatchNormalization", "LayerNormalization", "Rescaling", "Activation", "Flatten"];

    private readonly KerasActivations activations = new(version);
    private readonly KerasRecurrent recurrent = new(new KerasActivations(version));

    public void Read(KerasLayer layer)
    {
        if (Identities.Contains(layer.ClassName))
        {
            if (layer.ClassName != "InputLayer")
            {
                chain.LeftOut.Add(layer.Name);
            }

            return;
        }

        switch (layer.ClassName)
        {
            case var name when KerasRecurrent.Knows(name):
                ReadRecurrent(layer);
                break;
            case "Bidirectional":
                ReadBidirectional(layer);
                break;
            case "TimeDistributed":
                ReadTimeDistributed(layer);
                break;
            default:
                AddAll(layer, ReadStepless(layer, chain.Shape), "");
                break;
        }
    }

    /// <summary>The layers of the tree up to its ends.</summary>
    public void Read(KerasTree tree)
    {
        foreach (var layer in tree.Chain)
        {
            Read(layer);
        }

        if (tree.Branches.Count > 0)
        {
            chain.AddHeads([.. tree.Branches.Select(ReadBranch)]);
        }
        else
        {
            chain.End(tree.Output ?? "");
        }
    }

    private KerasChain ReadBranch(KerasTree tree)
    {
        var branch = chain.Branch();
        new KerasLayerReader(weights, version, branch).Read(tree);
        return branch;
    }

    private void ReadRecurrent(KerasLayer layer)
    {
        layer.Require(
            !(chain.IsMasked && layer.Flag(false, "zero_output_for_mask")), new Phrase("keras.setting-is", "zero_output_for_mask", "true"),
            new Phrase("keras.outputs-held"));
        var arrays = new KerasArrays(layer, weights.Of(layer));
        var (described, tensors) = recurrent.Read(layer, arrays, chain.Shape.Features, chain.Notes);
        arrays.ExpectNothingLeft();
        chain.Add(layer, described, tensors);
    }

    private void ReadBidirectional(KerasLayer layer)
    {
        var inner = Inner(layer, "layer") ?? throw layer.Refuse(new Phrase("keras.no-inner"));
        var backward = Inner(layer, "backward_layer");
        layer.Require(
            KerasRecurrent.Knows(inner.ClassName), new Phrase("keras.wraps", inner.ClassName), Expected.OneOf("LSTM", "GRU", "SimpleRNN"));
        layer.Require(
            backward is null || KerasRecurrent.Knows(backward.ClassName), new Phrase("keras.backward-is", backward?.ClassName),
            Expected.OneOf("LSTM", "GRU", "SimpleRNN"));
        var mode = layer.Config.Find("merge_mode") is null && layer.Config.TryGetProperty("merge_mode", out _)
            ? throw layer.Refuse(
                new Phrase("keras.merge-mode-null", string.Join(", ", BidirectionalLayer.MergeModes)))
            : layer.Text("concat", "merge_mode");
        var arrays = new KerasArrays(layer, weights.Of(layer));
        var (first, firstTensors) = recurrent.Read(inner, arrays, chain.Shape.Features, chain.Notes);
        var (second, secondTensors) = recurrent.Read(backward ?? inner, arrays, chain.Shape.Features, []);
        arrays.ExpectNothingLeft();
        second = backward is null ? second with { GoBackwards = first.GoBackwards == true ? null : true } : second;
        layer.Require(
            (first.GoBackwards ?? false) != (second.GoBackwards ?? false), new Phrase("keras.same-way"), new Phrase("keras.one-backwards"));
        chain.Add(
            layer,
            new LayerDescription(
                T.Bidirectional)
            { MergeMode = mode, Layer = first with { Name = null }, BackwardLayer = second with { Name = null } },
            [.. Prefixed(firstTensors, "forward."), .. Prefixed(secondTensors, "backward.")]);
    }

    private void ReadTimeDistributed(KerasLayer layer)
    {
        var inner = Inner(layer, "layer") ?? throw layer.Refuse(new Phrase("keras.no-inner"));
        if (Identities.Contains(inner.ClassName))
        {
            chain.LeftOut.Add(layer.Name);
            return;
        }

        layer.Require(
            OfVectors.Contains(inner.ClassName) || KerasActivations.AsLayer(inner) is not null,
            new Phrase("keras.wraps", inner.ClassName), Expected.OneOf(OfVectors));
        var found = weights.Of(layer);
        var read = ReadStepless(inner, new SignalShape(null, chain.Shape.Features), found);
        AddAll(layer, [.. read.Select(part => (new LayerDescription(T.TimeDistributed) { Layer = part.Layer }, part.Tensors))], "layer.");
    }

    private void AddAll(KerasLayer layer, List<(LayerDescription Layer, List<(string, Tensor)> Tensors)> parts, string prefix)
    {
        foreach (var (described, tensors) in parts)
        {
            chain.Add(layer, described, Prefixed(tensors, prefix));
        }
    }

    /// <returns>One layer, or two where the activation is one of its own.</returns>
    private List<(LayerDescription Layer, List<(string, Tensor)> Tensors)> ReadStepless(
        KerasLayer layer, SignalShape input, IReadOnlyList<NamedTensor>? found = null)
    {
        if (KerasActivations.AsLayer(layer, input.Steps is null ? 1 : 2) is { } function)
        {
            layer.Require(
                !(chain.IsMasked && layer.ClassName == "Softmax"), new Phrase("keras.softmax-masked"),
                new Phrase("keras.no-masking-before"));
            return [(function, [])];
        }

        return layer.ClassName switch
        {
            "Dense" => Dense(layer, new KerasArrays(layer, found ?? weights.Of(layer)), input),
            "Conv1D" => Convolution(layer, new KerasArrays(layer, weights.Of(layer)), input),
            "BatchNormalization" => KerasNormalization.Batch(layer, new KerasArrays(layer, found ?? weights.Of(layer)), input),
            "LayerNormalization" => KerasNormalization.Layer(layer, new KerasArrays(layer, found ?? weights.Of(layer)), input),
            "Rescaling" => KerasNormalization.Rescaling(layer, input, isForgetful: version.Major < 3),
            "Masking" => [(new LayerDescription(T.Masking) { MaskValue = layer.Number("mask_value") ?? 0 }, [])],
            "Activation" =>
                activations.Read(layer, "linear", "activation") is var read && read.After is { } after
                    ? [(after, [])]
                    : [(new LayerDescription(T.Activation, 0, read.Name), [])],
            "MaxPooling1D" => [(Pooling(layer, T.MaxPooling), [])],
            "AveragePooling1D" => [(Pooling(layer, T.AveragePooling), [])],
            "GlobalMaxPooling1D" => [(Global(layer, T.GlobalMaxPooling), [])],
            "GlobalAveragePooling1D" => [(Global(layer, T.GlobalAveragePooling), [])],
            "RepeatVector" => [(new LayerDescription(T.RepeatVector) { Steps = layer.Int("n") }, [])],
            "Flatten" => [(ChannelsLast(layer, new LayerDescription(T.Flatten)), [])],
            "Reshape" => [(Reshape(layer, input), [])],
            _ => throw layer.Refuse(new Phrase("keras.not-supported", layer.ClassName, string.Join(", ", Supported))),
        };
    }

    private List<(LayerDescription, List<(string, Tensor)>)> Dense(KerasLayer layer, KerasArrays arrays, SignalShape input)
    {
        var units = layer.Int("units", "output_dim");
        layer.Require(
            units is >= 1 and <= LayerShapes.LargestUnits, new Phrase("keras.setting-is", "units", units),
            Expected.Range(1, LayerShapes.LargestUnits));
        var activation = activations.Read(layer, "linear", "activation");
        var kernel = arrays.Take("kernel", input.Features, units);
        var bias = arrays.TakeIf(layer.Flag(true, "use_bias", "bias"), "bias", 0, units);
        arrays.ExpectNothingLeft();
        return WithActivation(activation, new LayerDescription(T.Dense, units), [("kernel", kernel), ("bias", bias)]);
    }

    private List<(LayerDescription, List<(string, Tensor)>)> Convolution(KerasLayer layer, KerasArrays arrays, SignalShape input)
    {
        layer.Require((layer.OptionalInt("groups") ?? 1) == 1, new Phrase("keras.groups"), "1");
        var (filters, size) = (layer.Int("filters"), layer.Int("kernel_size"));
        layer.Require(
            filters is >= 1 and <= LayerShapes.LargestUnits && size is >= 1 and <= 100_000, new Phrase("keras.filters", filters, size),
            Expected.OrMore(1));
        var activation = activations.Read(layer, "linear", "activation");
        var kernel = arrays.Take("kernel", size, input.Features, filters);
        var bias = arrays.TakeIf(layer.Flag(true, "use_bias"), "bias", 0, filters);
        arrays.ExpectNothingLeft();
        var described = new LayerDescription(T.Conv1D, filters)
        {
            Size = size,
            Stride = layer.OptionalInt("strides") ?? 1,
            Dilation = layer.OptionalInt("dilation_rate") ?? 1,
            Padding = layer.Text("valid", "padding"),
        };
        return WithActivation(activation, ChannelsLast(layer, described), [("kernel", kernel), ("bias", bias)]);
    }

    private static List<(LayerDescription, List<(string, Tensor)>)> WithActivation(
        KerasActivation activation, LayerDescription described, List<(string, Tensor)> tensors)
    {
        var first = (described with { Activation = activation.Name }, tensors);
        return activation.After is { } after ? [first, (after, [])] : [first];
    }

    private static LayerDescription Pooling(KerasLayer layer, string type)
    {
        var size = layer.OptionalInt("pool_size", "pool_length") ?? 2;
        return ChannelsLast(
            layer,
            new LayerDescription(
                type)
            {
                Size = size,
                Stride = layer.OptionalInt("strides", "stride") ?? size,
                Padding = layer.Text("valid", "padding", "border_mode")
            });
    }

    private static LayerDescription Global(KerasLayer layer, string type)
    {
        layer.Require(!layer.Flag(false, "keepdims"), new Phrase("keras.keepdims"), new Phrase("keras.vector-output"));
        return ChannelsLast(layer, new LayerDescription(type));
    }

    private static LayerDescription Reshape(KerasLayer layer, SignalShape input)
    {
        var target = (layer.Find("target_shape") ?? default).Items().Select(axis => axis.TryGetInt64(out var length) ? length : 0)
            .ToArray();
        layer.Require(target.Length is 1 or 2, new Phrase("keras.target-axes", target.Length), new Phrase("keras.one-or-two"));
        var known = target.Where(length => length > 0).Aggregate(1L, (product, length) => Math.Min(product * length, int.MaxValue));
        var shape = target.Select(length => (int)Math.Min(length == -1 ? input.Count / known : length, int.MaxValue)).ToArray();
        return new LayerDescription(T.Reshape) { Steps = shape.Length == 2 ? shape[0] : null, Features = shape[^1] };
    }

    private static LayerDescription ChannelsLast(KerasLayer layer, LayerDescription described) =>
        layer.Text("channels_last", "data_format") == "channels_last" ? described
        : throw layer.Refuse(new Phrase("keras.channels-first"));

    private static KerasLayer? Inner(KerasLayer layer, string key)
    {
        if (layer.Find(key) is not { } wrapped)
        {
            return null;
        }

        var className = wrapped.FindText("class_name")
            ?? throw new ModelFileException(new Problem("keras.layer-no-class", layer.Name));
        KerasGraph.RefuseCustom(wrapped, new Phrase("keras.in", className, layer.ClassName), layer.Name);
        return layer with { ClassName = className, Config = wrapped.Find("config") ?? default };
    }

    private static IEnumerable<(string, Tensor)> Prefixed(IEnumerable<(string Name, Tensor Tensor)> tensors, string prefix) =>
        tensors.Select(pair => (prefix + pair.Name, pair.Tensor));
}

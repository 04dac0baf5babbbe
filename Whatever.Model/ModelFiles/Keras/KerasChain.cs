using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>An output of the model.</summary>
/// <param name="Name">Of the layer that gives it.</param>
/// <param name="Shape">Of what it gives.</param>
/// <param name="First">Place of its first number among all that the network gives.</param>
internal sealed record KerasEnd(string Name, SignalShape Shape, int First);

/// <summary>The layers read so far, with their tensors under the names of weights.safetensors.</summary>
internal sealed class KerasChain
{
    private readonly Dictionary<string, int> counts;

    public KerasChain(SignalShape input) => (Shape, counts, Tensors, Notes, LeftOut) = (
        input, new(StringComparer.Ordinal), new(StringComparer.Ordinal), [], []);

    /// <summary>Places, tensors and what is said are those of the whole network.</summary>
    private KerasChain(KerasChain trunk) => (Shape, counts, Tensors, Notes, LeftOut, IsMasked) = (
        trunk.Shape, trunk.counts, trunk.Tensors, trunk.Notes, trunk.LeftOut, trunk.IsMasked);

    public List<LayerDescription> Layers { get; } = [];

    public Dictionary<string, Tensor> Tensors { get; }

    /// <summary>Things that a person should know and that do not stand in the way.</summary>
    public List<Phrase> Notes { get; }

    /// <summary>Layers that do something while training only.</summary>
    public List<string> LeftOut { get; }

    /// <summary>What the last layer gives.</summary>
    public SignalShape Shape { get; private set; }

    /// <summary>Whether steps may be skipped by what comes next.</summary>
    public bool IsMasked { get; private set; }

    /// <summary>Where the chain ends, or where its branches do.</summary>
    public List<KerasEnd> Outputs { get; } = [];

    /// <param name="layer">Where it comes from.</param>
    /// <param name="described">What it is here.</param>
    /// <param name="tensors">Its arrays by the part of their name behind the layer's.</param>
    /// <exception cref="ModelFileException">It cannot follow the layer before it.</exception>
    public void Add(KerasLayer layer, LayerDescription described, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var named = described with { Name = layer.Name };
        if (LayerShapes.Explain([named], Shape, out var next) is { } problem)
        {
            throw layer.Refuse(problem);
        }

        var place = counts.GetValueOrDefault(named.Type);
        counts[named.Type] = place + 1;
        foreach (var (name, tensor) in tensors)
        {
            Tensors[$"{named.Type}_{place}.{name}"] = tensor;
        }

        Layers.Add(named);
        (IsMasked, Shape) = (KeepsMask(named), next);
    }

    /// <summary>A chain that goes on from here beside others.</summary>
    public KerasChain Branch() => new(this);

    public void End(string name) => Outputs.Add(new KerasEnd(name, Shape, 0));

    /// <param name="branches">All that go on from here, with their ends.</param>
    public void AddHeads(IReadOnlyList<KerasChain> branches)
    {
        // A branch without layers of its own hands on what it is given.
        var described = new LayerDescription(LayerTypes.Heads)
        {
            Branches = [.. branches.Select(branch => branch.Layers.Count > 0 ? branch.Layers
                : [new LayerDescription(LayerTypes.Activation, 0, "linear")])],
        };
        var first = 0;
        foreach (var branch in branches)
        {
            Outputs.AddRange(branch.Outputs.Select(output => output with { First = output.First + first }));
            first += (int)branch.Shape.Count;
        }

        Layers.Add(described);
        (IsMasked, Shape) = (false, new SignalShape(null, first));
    }

    private bool KeepsMask(LayerDescription layer) => layer.Type switch
    {
        LayerTypes.Masking => true,
        LayerTypes.Dense or LayerTypes.BatchNormalization or LayerTypes.LayerNormalization or LayerTypes.Activation or LayerTypes.Relu
            or LayerTypes.Elu or LayerTypes.TimeDistributed => IsMasked,
        LayerTypes.Rescaling => IsMasked && layer.ForgetsMask != true,
        LayerTypes.Bidirectional => IsMasked && layer.Layer!.ReturnSequences == true,
        _ => IsMasked && layer.IsRecurrent && layer.ReturnSequences == true,
    };
}

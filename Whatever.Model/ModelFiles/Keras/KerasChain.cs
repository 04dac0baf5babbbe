using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>The layers read so far, with their tensors under the names of weights.safetensors.</summary>
internal sealed class KerasChain(SignalShape input)
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    public List<LayerDescription> Layers { get; } = [];

    public Dictionary<string, Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Things that a person should know and that do not stand in the way.</summary>
    public List<Phrase> Notes { get; } = [];

    /// <summary>Layers that do something while training only.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>What the last layer gives.</summary>
    public SignalShape Shape { get; private set; } = input;

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
        Shape = next;
    }
}

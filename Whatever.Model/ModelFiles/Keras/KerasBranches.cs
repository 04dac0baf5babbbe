using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>Layers in the order in which they are run, and where they branch, what comes then.</summary>
/// <param name="Chain">From the input, or from where it branches, on.</param>
/// <param name="Branches">None at an end.</param>
/// <param name="Output">At an end: the layer that gives the output; null elsewhere.</param>
internal sealed record KerasTree(IReadOnlyList<KerasLayer> Chain, IReadOnlyList<KerasTree> Branches, string? Output);

/// <summary>The same by places in the list of layers.</summary>
/// <param name="Order">See <see cref="KerasTree"/>.</param>
/// <param name="Branches">In the order of the model's outputs.</param>
/// <param name="Output">See <see cref="KerasTree"/>.</param>
/// <param name="First">Place of the first of its outputs among those of the model.</param>
internal sealed record KerasBranch(IReadOnlyList<int> Order, IReadOnlyList<KerasBranch> Branches, string? Output, int First);

/// <summary>How the layers of a functional model follow each other. Each has one before it; several may come after.</summary>
internal sealed class KerasBranches
{
    private readonly List<KerasLayer> layers;
    private readonly List<string> names;
    private readonly List<string> outputs;
    private readonly ILookup<string, int> followers;
    private readonly HashSet<int> visited = [];

    /// <summary>Heads of heads of heads are a few; thousands of them would be as many calls in each other.</summary>
    private const int DeepestBranch = 32;

    private KerasBranches(JsonElement config, List<JsonElement> entries, List<KerasLayer> layers)
    {
        this.layers = layers;
        names = [.. entries.Select((entry, index) => entry.FindText("name") ?? layers[index].Name)];
        var sources = entries.Select((entry, index) => Source(entry, layers[index])).ToList();
        Inputs = [.. Enumerable.Range(0, layers.Count).Where(index => sources[index] is null)];
        followers = Enumerable.Range(0, layers.Count).Where(index => sources[index] is not null)
            .ToLookup(index => sources[index]!, StringComparer.Ordinal);
        var given = Outputs(config.Find("output_layers") ?? default).ToList();
        outputs = given.Find(output => output.Output != 0) is { Layer: { } stateful } state
            ? throw new ModelFileException(new Problem("keras.state-output", state.Output, stateful))
            : [.. given.Select(output => output.Layer)];
    }

    private List<int> Inputs { get; }

    /// <param name="config">Of the model.</param>
    /// <param name="entries">Its layers.</param>
    /// <param name="layers">The same, read.</param>
    /// <exception cref="ModelFileException">There are several inputs, or a layer has several before it.</exception>
    public static KerasBranch Find(JsonElement config, List<JsonElement> entries, List<KerasLayer> layers)
    {
        var graph = new KerasBranches(config, entries, layers);
        if (graph.Inputs.Count != 1)
        {
            throw new ModelFileException(
                new Problem("keras.inputs", graph.Inputs.Count, string.Join(", ", graph.Inputs.Select(index => layers[index].Name))));
        }

        var tree = graph.From(graph.Inputs[0], 0);
        return graph.visited.Count != layers.Count
            ? throw layers[Enumerable.Range(0, layers.Count).First(index => !graph.visited.Contains(index))]
                .Refuse(new Problem("keras.not-of-chain"))
            : graph.outputs.Count != EndsOf(tree) ? throw graph.RefuseOutputs(tree.Order[^1])
            : tree;
    }

    private static int EndsOf(KerasBranch branch) => branch.Branches.Count == 0 ? 1 : branch.Branches.Sum(EndsOf);

    private KerasBranch From(int start, int depth)
    {
        // Of layers of one name each follows all that name it, itself too.
        if (!visited.Add(start) || depth > DeepestBranch)
        {
            throw layers[start].Refuse(new Problem("keras.not-of-chain"));
        }

        var order = new List<int> { start };
        while (followers[names[order[^1]]].ToList() is var next && !outputs.Contains(names[order[^1]]))
        {
            if (next.Count == 0)
            {
                throw RefuseOutputs(order[^1]);
            }

            if (next.Count > 1)
            {
                return Split(order, next.ConvertAll(index => From(index, depth + 1)));
            }

            order.Add(visited.Add(next[0]) ? next[0] : throw layers[order[^1]].Refuse(new Problem("keras.not-of-chain")));
        }

        var end = order[^1];
        var output = new KerasBranch([], [], names[end], outputs.IndexOf(names[end]));
        return followers[names[end]].ToList() is { Count: > 0 } further
            ? Split(order, [output, .. further.ConvertAll(index => From(index, depth + 1))])
            : output with { Order = order };
    }

    private static KerasBranch Split(List<int> order, List<KerasBranch> branches) =>
        new(order, [.. branches.OrderBy(branch => branch.First)], null, branches.Min(branch => branch.First));

    private ModelFileException RefuseOutputs(int end) =>
        new(new Problem("keras.outputs", string.Join(", ", outputs), names[end]));

    /// <summary>["dense", 0, 0], or a list of those, or each by a name.</summary>
    private static IEnumerable<(string Layer, int Output)> Outputs(JsonElement outputs) =>
        AsReference(outputs) is { } one ? [one]
        : outputs.ValueKind == JsonValueKind.Object ? outputs.EnumerateObject().Select(output => AsReference(output.Value) ?? ("?", 0))
        : outputs.Items().Select(output => AsReference(output) ?? ("?", 0));

    /// <returns>The layer that feeds this one; null for an input.</returns>
    private static string? Source(JsonElement entry, KerasLayer layer)
    {
        var nodes = (entry.Find("inbound_nodes") ?? default).Items().ToList();
        if (nodes.Count == 0)
        {
            return null;
        }

        var references = References(nodes[0], 0).ToList();
        if (AlwaysTraining(nodes[0], 0))
        {
            throw layer.Refuse(new Problem("keras.training-true"));
        }

        if (references.Count > 1 && KerasRecurrent.Knows(layer.ClassName))
        {
            throw layer.Refuse(new Problem("keras.initial-state", string.Join(", ", references.Select(one => one.Layer).Distinct())));
        }

        return nodes.Count > 1 ? throw layer.Refuse(new Problem("keras.used-often", nodes.Count))
            : references.Count != 1 ? throw layer.Refuse(
                new Problem("keras.joins", references.Count, string.Join(", ", references.Select(one => one.Layer))))
            : references[0].Output != 0 ? throw layer.Refuse(
                new Problem("keras.other-output", references[0].Output, references[0].Layer))
            : references[0].Layer;
    }

    /// <summary>
    /// ["lstm", 0, 0, {...}] up to Keras 2, {"keras_history": ["lstm", 0, 0]} in Keras 3, at any depth of a call's arguments.
    /// </summary>
    private static IEnumerable<(string Layer, int Output)> References(JsonElement node, int depth)
    {
        if (depth > 16)
        {
            return [];
        }

        if (AsReference(node) is { } reference)
        {
            return node.Items().Skip(3).SelectMany(part => References(part, depth + 1)).Prepend(reference);
        }

        return node.ValueKind == JsonValueKind.Array ? node.EnumerateArray().SelectMany(part => References(part, depth + 1))
            : node.ValueKind == JsonValueKind.Object ? node.EnumerateObject().SelectMany(part => References(part.Value, depth + 1)) : [];
    }

    private static (string Layer, int Output)? AsReference(JsonElement node) =>
        node.ValueKind == JsonValueKind.Array && node.GetArrayLength() is 3 or 4 && node[0].ValueKind == JsonValueKind.String
        && node[1].ValueKind == JsonValueKind.Number && node[2].ValueKind == JsonValueKind.Number && node[2].TryGetInt32(out var output)
            ? (node[0].GetString()!, output)
            : null;

    private static bool AlwaysTraining(JsonElement node, int depth) =>
        depth <= 16 && (node.Find("training") is { ValueKind: JsonValueKind.True }
            || (node.ValueKind == JsonValueKind.Array && node.EnumerateArray().Any(part => AlwaysTraining(part, depth + 1)))
            || (node.ValueKind == JsonValueKind.Object && node.EnumerateObject().Any(part => AlwaysTraining(part.Value, depth + 1))));
}

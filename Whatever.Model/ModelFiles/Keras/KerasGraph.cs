using System.Text.Json;
using System.Text.RegularExpressions;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>
/// The layers of a model in the order in which they are run. Only chains are taken; models inside models become part of the chain.
/// </summary>
internal static partial class KerasGraph
{
    private const int DeepestNesting = 8;
    private const int MostLayers = 1000;
    private static readonly string[] Models = ["Sequential", "Functional", "Model"];

    /// <param name="model">Its class_name and config.</param>
    public static IReadOnlyList<KerasLayer> Read(JsonElement model)
    {
        var left = MostLayers;
        return Read(model, "", null, 0, ref left);
    }

    public static bool IsModel(string className) => Models.Contains(className);

    /// <summary>As Keras makes names of classes: LSTM is lstm, SimpleRNN is simple_rnn.</summary>
    public static string SnakeCase(string className) =>
        LowerUpper().Replace(AnyCapitalised().Replace(className, "$1_$2"), "$1_$2").ToLowerInvariant();

    private static List<KerasLayer> Read(JsonElement model, string path, string? group, int depth, ref int left)
    {
        var className = model.FindText("class_name") ?? throw new ModelFileException(new Problem("keras.model-no-class"));
        if (!IsModel(className) || depth > DeepestNesting)
        {
            throw new ModelFileException(new Problem("keras.model-class", className));
        }

        RefuseCustom(model, className, model.Find("config")?.FindText("name") ?? "model");
        var config = model.Find("config") ?? throw new ModelFileException(new Problem("keras.no-config"));
        var entries = (config.ValueKind == JsonValueKind.Array ? config : config.Find("layers") ?? default).Items().ToList();
        left -= entries.Count;
        if (left < 0)
        {
            throw new ModelFileException(new Problem("keras.too-many-layers", MostLayers));
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var layers = entries.Select(entry => ToLayer(entry, path, group, counts)).ToList();
        if (layers.Count == 0)
        {
            throw new ModelFileException(new Problem("keras.no-layers"));
        }

        var order = className == "Sequential" ? Enumerable.Range(0, layers.Count) : Chain(config, entries, layers);
        var flat = new List<KerasLayer>();
        foreach (var index in order)
        {
            flat.AddRange(
                IsModel(layers[index].ClassName)
                    ? Read(entries[index], layers[index].ArchivePath + "/", layers[index].Group, depth + 1, ref left)
                    : [layers[index]]);
        }

        return flat;
    }

    private static KerasLayer ToLayer(JsonElement entry, string path, string? group, Dictionary<string, int> counts)
    {
        var config = entry.Find("config") ?? default;
        var named = config.FindText("name") ?? entry.FindText("name");
        var className = entry.FindText("class_name")
            ?? throw new ModelFileException(new Problem("keras.layer-no-class", named ?? $"{path}layers"));
        var name = named ?? className;
        RefuseCustom(entry, className, name);
        var folder = SnakeCase(className);
        var place = counts.GetValueOrDefault(folder);
        counts[folder] = place + 1;
        return new KerasLayer(className, name, config, $"{path}layers/{(place == 0 ? folder : $"{folder}_{place}")}", group ?? name);
    }

    /// <summary>A class of somebody's own may have the name of one of Keras' and do something else.</summary>
    /// <param name="entry">Its description, with its module and the name it is registered under where Keras says them; a text has
    /// neither.</param>
    /// <param name="className">What it is, for the error.</param>
    /// <param name="name">The layer that it is or belongs to.</param>
    /// <exception cref="ModelFileException">It is none of Keras' own.</exception>
    public static void RefuseCustom(JsonElement entry, object className, string name)
    {
        var module = entry.FindText("module") ?? "keras";
        if (
            !KerasModule().IsMatch(module)
                || entry.FindText("registered_name") is { } registered && registered.Contains('>', StringComparison.Ordinal)
                    && !registered.StartsWith("keras>", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelFileException(
                new Problem(
                    "keras.own-class", name, className, module,
                    entry.FindText("registered_name") as object ?? new Phrase("keras.nothing")));
        }
    }

    /// <returns>Places in the list, from the input on.</returns>
    private static List<int> Chain(JsonElement config, List<JsonElement> entries, List<KerasLayer> layers)
    {
        var sources = entries.Select((entry, index) => Source(entry, layers[index])).ToList();
        var names = entries.Select((entry, index) => entry.FindText("name") ?? layers[index].Name).ToList();
        var inputs = sources.Select((source, index) => (source, index)).Where(pair => pair.source is null).Select(pair => pair.index)
            .ToList();
        if (inputs.Count != 1)
        {
            throw new ModelFileException(
                new Problem("keras.inputs", inputs.Count, string.Join(", ", inputs.Select(index => layers[index].Name))));
        }

        var followers = Enumerable.Range(0, layers.Count).Where(index => sources[index] is not null)
            .ToLookup(index => sources[index]!, StringComparer.Ordinal);
        var order = new List<int> { inputs[0] };
        while (followers[names[order[^1]]].ToList() is { Count: > 0 } next)
        {
            if (next.Count > 1 || order.Count > layers.Count)
            {
                throw layers[order[^1]]
                    .Refuse(new Problem("keras.branches", string.Join(", ", next.Select(index => layers[index].Name))));
            }

            order.Add(next[0]);
        }

        var outputs = Outputs(config.Find("output_layers") ?? default).ToList();
        return order.Count != layers.Count ? throw layers[Enumerable.Range(0, layers.Count).Except(order).First()]
            .Refuse(new Problem("keras.not-of-chain"))
            : outputs.Count != 1
                || outputs[0] != names[order[^1]] ? throw new ModelFileException(
                    new Problem("keras.outputs", string.Join(", ", outputs), names[order[^1]]))
            : order;
    }

    /// <summary>["dense", 0, 0], or a list of those.</summary>
    private static IEnumerable<string> Outputs(JsonElement outputs) =>
        AsReference(outputs) is { } one ? [one.Layer] : outputs.Items().Select(output => AsReference(output)?.Layer ?? "?");

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

    [GeneratedRegex(@"^(keras|tf_keras|tensorflow|builtins)(\.|$)")]
    private static partial Regex KerasModule();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex AnyCapitalised();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex LowerUpper();
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>
/// The layers of a model in the order in which they are run: a chain, or one that branches towards several outputs. Models inside models
/// become part of the chain.
/// </summary>
internal static partial class KerasGraph
{
    private const int DeepestNesting = 8;
    private const int MostLayers = 1000;
    private static readonly string[] Models = ["Sequential", "Functional", "Model"];

    /// <param name="model">Its class_name and config.</param>
    public static KerasTree Read(JsonElement model)
    {
        var left = MostLayers;
        return Read(model, "", null, 0, ref left);
    }

    public static bool IsModel(string className) => Models.Contains(className);

    /// <summary>As Keras makes names of classes: LSTM is lstm, SimpleRNN is simple_rnn.</summary>
    public static string SnakeCase(string className) =>
        LowerUpper().Replace(AnyCapitalised().Replace(className, "$1_$2"), "$1_$2").ToLowerInvariant();

    private static KerasTree Read(JsonElement model, string path, string? group, int depth, ref int left)
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

        return className == "Sequential"
            ? new KerasTree(Flatten([.. Enumerable.Range(0, layers.Count)], entries, layers, depth, ref left), [], layers[^1].Name)
            : Flatten(KerasBranches.Find(config, entries, layers), entries, layers, depth, ref left);
    }

    private static KerasTree Flatten(
        KerasBranch branch, List<JsonElement> entries, List<KerasLayer> layers, int depth, ref int left)
    {
        var chain = Flatten(branch.Order, entries, layers, depth, ref left);
        var branches = new List<KerasTree>();
        foreach (var next in branch.Branches)
        {
            branches.Add(Flatten(next, entries, layers, depth, ref left));
        }

        return new KerasTree(chain, branches, branch.Output);
    }

    private static List<KerasLayer> Flatten(
        IReadOnlyList<int> order, List<JsonElement> entries, List<KerasLayer> layers, int depth, ref int left)
    {
        var flat = new List<KerasLayer>();
        foreach (var index in order)
        {
            if (!IsModel(layers[index].ClassName))
            {
                flat.Add(layers[index]);
                continue;
            }

            var inner = Read(entries[index], layers[index].ArchivePath + "/", layers[index].Group, depth + 1, ref left);
            flat.AddRange(inner.Branches.Count == 0 ? inner.Chain : throw layers[index].Refuse(new Problem("keras.inner-branches")));
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

    [GeneratedRegex(@"^(keras|tf_keras|tensorflow|builtins)(\.|$)")]
    private static partial Regex KerasModule();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex AnyCapitalised();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex LowerUpper();
}

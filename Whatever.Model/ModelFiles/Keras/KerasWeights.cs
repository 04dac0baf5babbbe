using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>An array of a layer.</summary>
/// <param name="Name">As the file calls it.</param>
/// <param name="Tensor">Its numbers.</param>
internal sealed record NamedTensor(string Name, Tensor Tensor);

/// <summary>
/// The arrays of a layer in the order of Keras: kernel, recurrent kernel, bias; of a bidirectional layer those of the forward one first.
/// </summary>
internal interface IKerasWeights
{
    /// <summary>Arrays of a layer at most: a bidirectional LSTM of Keras 1 has twelve in each direction.</summary>
    const int MostArrays = 24;

    /// <exception cref="ModelFileException">There are too many, or one cannot be read.</exception>
    IReadOnlyList<NamedTensor> Of(KerasLayer layer);
}

/// <summary>As .h5 files keep them: a group for each layer of the model, whose attribute weight_names says what lies where in it.</summary>
internal sealed class LegacyWeights(Hdf5File file, string root) : IKerasWeights
{
    public IReadOnlyList<NamedTensor> Of(KerasLayer layer)
    {
        var group = $"{root}/{layer.Group}";
        var names = file.Texts(group, "weight_names") ?? throw layer.Refuse(new Problem("keras.no-weights", group));

        // A model inside a model keeps the weights of all its layers in one list.
        var own = layer.Group == layer.Name ? names : [.. names.Where(name => name.Split('/').Contains(layer.Name))];
        layer.Require(
            own.Count <= IKerasWeights.MostArrays, new Phrase("keras.names-arrays", own.Count), Expected.AtMost(IKerasWeights.MostArrays));
        return [.. own.Select(name => new NamedTensor(name, file.Tensor($"{group}/{name}")))];
    }
}

/// <summary>As archives keep them: a folder for each layer, counted by class, with arrays 0, 1, 2 below it.</summary>
internal sealed class ArchiveWeights(Hdf5File file) : IKerasWeights
{
    /// <summary>What layers/ was called in the first versions.</summary>
    private const string OldRoot = "_layer_checkpoint_dependencies";

    public IReadOnlyList<NamedTensor> Of(KerasLayer layer)
    {
        string[] folders = layer.ClassName switch
        {
            "LSTM" or "GRU" or "SimpleRNN" => ["cell/vars"],
            "Bidirectional" => ["forward_layer/cell/vars", "backward_layer/cell/vars"],
            "TimeDistributed" => ["layer/vars"],
            _ => ["vars"],
        };
        List<string> paths = [.. folders.SelectMany(folder => Paths(layer.ArchivePath, folder)).Take(IKerasWeights.MostArrays + 1)];
        layer.Require(
            paths.Count <= IKerasWeights.MostArrays, new Phrase("keras.more-arrays"), Expected.AtMost(IKerasWeights.MostArrays));
        return [.. paths.Select(path => new NamedTensor(path, file.Tensor(path)))];
    }

    private IEnumerable<string> Paths(string path, string folder)
    {
        string[] places =
        [
            $"{path}/{folder}", $"{path.Replace("layers/", $"{OldRoot}/", StringComparison.Ordinal)}/{folder}",
            $"{path}/{folder}".Replace('/', '\\'),
        ];
        var place = places.FirstOrDefault(file.Exists) ?? places[0];
        for (var number = 0; file.Exists($"{place}/{number}"); number++)
        {
            yield return $"{place}/{number}";
        }
    }
}

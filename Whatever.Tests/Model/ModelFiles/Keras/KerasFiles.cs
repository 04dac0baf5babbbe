using PureHDF;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.ModelFiles.Keras;

/// <summary>Small Keras files made here, for settings that no golden file has. All weights are 0.5 unless given.</summary>
internal static class KerasFiles
{
    public static (string Name, int[] Shape) Array(string name, params int[] shape) => (name, shape);

    /// <summary>A layer of a Sequential model.</summary>
    public static string Layer(string className, string name, string settings = "") =>
        $$$"""{"class_name": "{{{className}}}", "config": {"name": "{{{name}}}" {{{(settings.Length > 0 ? ", " + settings : "")}}} }}""";

    public static string Sequential(params string[] layers) => $$$"""{"class_name": "Sequential", "config": {"name": "sequential", "layers": [{{{string.Join(", ", layers)}}}]}}""";

    public static string Input(string shape) => Layer("InputLayer", "input", $"\"batch_input_shape\": {shape}");

    /// <summary>An .h5 file.</summary>
    public static byte[] H5(string config, string version, params (string Layer, (string Name, int[] Shape)[] Arrays)[] weights) =>
        H5(config, version, (_, _) => null, weights);

    /// <summary>An .h5 file.</summary>
    /// <param name="config">The model_config.</param>
    /// <param name="version">Of Keras.</param>
    /// <param name="values">What an array of a name and number of values holds, where it is not 0.5.</param>
    /// <param name="weights">Layers with their arrays.</param>
    public static byte[] H5(
        string config, string version, Func<string, int, H5Dataset?> values,
        params (string Layer, (string Name, int[] Shape)[] Arrays)[] weights)
    {
        var groups = new H5Group();
        foreach (var (layer, arrays) in weights)
        {
            var group = new H5Group();
            group.Attributes["weight_names"] = arrays.Select(array => array.Name).ToArray();
            foreach (var (name, shape) in arrays)
            {
                var count = shape.Aggregate(1, (product, axis) => product * axis);
                var parts = name.Split('/');
                var folder = group;
                foreach (var part in parts[..^1])
                {
                    folder = (H5Group)(folder.TryGetValue(part, out var known) ? known : folder[part] = new H5Group());
                }

                folder[parts[^1]] = values(name, count)
                    ?? new H5Dataset(Enumerable.Repeat(0.5f, count).ToArray(), fileDims: [.. shape.Select(axis => (ulong)axis)]);
            }

            groups[layer] = group;
        }

        var file = new H5File { ["model_weights"] = groups };
        file.Attributes["model_config"] = config;
        file.Attributes["keras_version"] = version;
        var content = new MemoryStream();
        file.Write(content);
        return content.ToArray();
    }

    public static KerasImportResult Import(byte[] file, int? window = null) =>
        KerasImport.Read(file, "made.h5", new KerasImportOptions("made", Quantity.FlowRate) { WindowSteps = window });

    public static string Refusal(byte[] file) => Assert.Throws<ModelFileException>(() => Import(file)).Message;
}

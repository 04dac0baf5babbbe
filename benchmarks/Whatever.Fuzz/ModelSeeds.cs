using System.Text;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.Networks;
using Whatever.Model.Series;

namespace Whatever.Fuzz;

/// <summary>The two files of small models of each kind.</summary>
internal static class ModelSeeds
{
    private const int LargestKeras = 24_000;
    private const int LargestWeights = 8192;

    public static IReadOnlyList<(string Description, byte[] Weights)> Make() =>
    [
        (Encoding.UTF8.GetString(Seeds.Read("two_layers", "model.json", 4096)[0]), Seeds.Read("two_layers", ".safetensors", 4096)[0]),
        Residual(),
        .. Seeds.Read("keras_made", ".h5", LargestKeras).Select(Imported).OfType<(string, byte[] Weights)>()
            .Where(seed => seed.Weights.Length <= LargestWeights),
    ];

    private static (string Description, byte[] Weights)? Imported(byte[] keras)
    {
        using var folder = new FuzzFolder();
        try
        {
            KerasImport.Read(keras, "seed.h5", new KerasImportOptions("seed", Quantity.FlowRate)).Model.Save(folder.File("model"));
            return (File.ReadAllText(Path.Combine(folder.File("model"), "model.json")),
                File.ReadAllBytes(Path.Combine(folder.File("model"), "weights.safetensors")));
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    /// <summary>Networks on the seasonal baseline, as small as they can be.</summary>
    private static (string Description, byte[] Weights) Residual()
    {
        var inputs = ResidualInputs.Names;
        var weights = Safetensors.Write(new Dictionary<string, Tensor>
        {
            ["lstm_0.kernel"] = Zeros(inputs.Count, 4),
            ["lstm_0.recurrent_kernel"] = Zeros(1, 4),
            ["lstm_0.bias"] = Zeros(4),
            ["dense_0.kernel"] = Zeros(1, 168),
            ["dense_0.bias"] = Zeros(168),
        });
        return ($$"""
            { "format": "{{ResidualDescription.CurrentFormat}}", "name": "r", "version": "r-1", "quantity": "flow_rate",
              "context_hours": 24, "inputs": ["{{string.Join("\", \"", inputs)}}"], "baseline": {}, "mix_days": 7,
              "learned": { "until": "2024-02-01T00:00:00", "first_day_factor": 1.5, "later_factor": 1 },
              "lstm_units": [1], "parts": [{ "from_hour": 0, "to_hour": 168, "weight": 0.5, "members": 1 }],
              "weights": { "file": "weights.safetensors", "sha256": "{{new string('0', 64)}}" } }
            """, weights);
    }

    private static Tensor Zeros(params int[] shape) => new(shape, new double[shape.Aggregate(1, (product, axis) => product * axis)]);
}

using Whatever.Model.Forecasting;

namespace Whatever.Model.ModelFiles;

/// <summary>A <see cref="ForecastModel"/> as the pair <c>model.json</c> and <c>weights.safetensors</c> in a folder of its own.</summary>
public static class ForecastModelFile
{
    /// <summary>Reads a model from its folder.</summary>
    /// <param name="directory">Where both files lie.</param>
    /// <exception cref="ModelFileException">A file is missing or damaged, or the two do not fit each other.</exception>
    public static ForecastModel Load(string directory)
    {
        var folder = ModelFolder.Open(directory);
        var description = folder.Describe<ModelDescription>();
        if (ModelValidation.Explain(description) is { } problem)
        {
            throw folder.Refuse(problem);
        }

        var tensors = folder.Weights(description.Weights);
        return new ForecastModel(description, WeightNames.ToNetwork(description, tensors, folder.WeightsPath))
        {
            WeightsDigest = description.Weights.Sha256,
        };
    }

    /// <summary>Writes the model into a folder of its own, whole or not at all.</summary>
    /// <param name="model">What is written.</param>
    /// <param name="directory">Where both files are to lie.</param>
    /// <exception cref="IOException">The folder exists already and is no model, or cannot be written.</exception>
    public static void Save(this ForecastModel model, string directory) =>
        ModelFolder.Save(directory, WeightNames.ToTensors(model.Network), weights => model.Description with { Weights = weights });
}

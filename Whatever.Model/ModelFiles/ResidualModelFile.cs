using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Networks;

namespace Whatever.Model.ModelFiles;

/// <summary>A <see cref="ResidualModel"/> as the pair <c>model.json</c> and <c>weights.safetensors</c> in a folder of its own.</summary>
public static class ResidualModelFile
{
    /// <summary>Reads a model from its folder.</summary>
    /// <param name="directory">Where both files lie.</param>
    /// <exception cref="ModelFileException">A file is missing or damaged, or the two do not fit each other.</exception>
    public static ResidualModel Load(string directory)
    {
        var folder = ModelFolder.Open(directory);
        var description = folder.Describe<ResidualDescription>();
        if (description.Explain() is { } problem)
        {
            throw folder.Refuse(problem);
        }

        var taker = new TensorTaker(folder.Weights(description.Weights), folder.WeightsPath);
        var builder = new LayerBuilder(taker);
        var parts = description.Parts.Select(part => new ResidualPart(
            part.FromHour, part.ToHour, part.Weight,
            [.. Enumerable.Range(0, part.Members).Select(_ => Member(builder, description, part.ToHour - part.FromHour))])).ToList();
        taker.ExpectNothingLeft();
        return new ResidualModel(description, parts, description.Band);
    }

    /// <summary>Writes the model into a folder of its own, whole or not at all.</summary>
    /// <param name="model">What is written.</param>
    /// <param name="directory">Where both files are to lie.</param>
    /// <exception cref="IOException">The folder exists already and is no model, or cannot be written.</exception>
    public static void Save(this ResidualModel model, string directory) => ModelFolder.Save(
        directory, WeightNames.ToTensors([.. model.Parts.SelectMany(part => part.Members)]),
        weights => model.Description with { Weights = weights });

    private static LstmNetwork Member(LayerBuilder builder, ResidualDescription description, int hours)
    {
        var (inputs, layers) = (ResidualInputs.Names.Count, new List<LstmLayer>());
        foreach (var units in description.LstmUnits)
        {
            layers.Add(builder.Lstm(new LayerDescription(LayerTypes.Lstm, units), inputs));
            inputs = units;
        }

        return new LstmNetwork(layers, [builder.Dense(new LayerDescription(LayerTypes.Dense, hours, "linear"), inputs)]);
    }
}

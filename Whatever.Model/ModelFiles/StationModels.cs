using Whatever.Model.Forecasting;

namespace Whatever.Model.ModelFiles;

/// <summary>Models by their folders, whatever their kind.</summary>
public static class StationModels
{
    /// <summary>Reads a model from its folder.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged, or the two do not fit each other.</exception>
    public static IStationModel Load(string directory) =>
        ModelFolder.Open(directory).Format == ResidualDescription.CurrentFormat ? ResidualModel.Load(directory) : ForecastModel.Load(directory);
}

using System.Security.Cryptography;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles;

/// <summary>Models by their folders, whatever their kind.</summary>
public static class StationModels
{
    /// <summary>Reads a model from its folder.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged, or the two do not fit each other.</exception>
    public static IStationModel Load(string directory) =>
        ModelFolder.Open(directory).Format == ResidualDescription.CurrentFormat
            ? ResidualModelFile.Load(directory)
            : ForecastModelFile.Load(directory);

    /// <summary>
    /// SHA-256 of the description in lower-case hex; the digest of the weights stands in it, so it changes with either file.
    /// </summary>
    /// <exception cref="IOException">There is no description.</exception>
    public static string DigestOf(string directory) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(directory, ModelFolder.DescriptionFile))));

    /// <summary>Marks a model that has forecast for a station: from then on no other one is saved in its place.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Keep(string directory) =>
        File.WriteAllText(
            Path.Combine(directory, ModelFolder.KeptFile),
            "This model forecasts for a station, or did. A roll-back needs it: it is not replaced while this file is here.\n");

    /// <summary>Whether a folder holds a model, be it damaged or not.</summary>
    public static bool IsModel(string directory) => File.Exists(Path.Combine(directory, ModelFolder.DescriptionFile));

    /// <summary>Why no model can be saved into a folder; null where one can.</summary>
    public static Problem? ExplainOccupied(string directory) => ModelFolder.ExplainOccupied(directory);
}

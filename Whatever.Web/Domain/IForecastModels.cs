using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>The models in force, one per quantity.</summary>
public interface IForecastModels
{
    /// <exception cref="ModelFileException">A model's files are missing, damaged, or do not fit each other.</exception>
    Task<IReadOnlyList<IStationModel>> LoadAsync(int sensorKey, CancellationToken cancellation = default);

    /// <summary>Lets the better one of what needs no training forecast, where nobody chose and it is time to compare.</summary>
    Task ChooseAsync(Sensor sensor, CancellationToken cancellation = default) => Task.CompletedTask;

    /// <summary>
    /// Trains another one where what is in force, and no person chose, forecasts worse than what needs no training: of one quantity, the
    /// others wait for their next turn.
    /// </summary>
    /// <returns>What came of it; empty where none was trained.</returns>
    Task<IReadOnlyList<Phrase>> RenewAsync(Sensor sensor, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<Phrase>>([]);
}

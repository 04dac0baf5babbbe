using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>What forecasts a quantity of a sensor, what did before, and who challenged it.</summary>
/// <param name="Quantity">What is forecast.</param>
/// <param name="InForce">Name of the model.</param>
/// <param name="Unchosen">Name of what forecasts before anything was chosen.</param>
/// <param name="History">The newest first; empty where nothing was ever chosen.</param>
/// <param name="Trials">The newest first.</param>
/// <param name="MissingFolder">Where the files of the model in force ought to be and are not: nothing can be forecast; null where all is
/// well.</param>
public sealed record ChampionStatus(
    Quantity Quantity, string InForce, string Unchosen, IReadOnlyList<ModelAssignment> History, IReadOnlyList<ModelTrial> Trials,
    string? MissingFolder);

/// <summary>What the pages show of models.</summary>
public sealed class ModelQueries(IDbContextFactory<StationDbContext> contexts, ModelRegistry registry, ModelCatalog catalog)
{
    private const int ShownTrials = 20;

    public async Task<ChampionStatus> StatusAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        var history = await registry.HistoryAsync(sensorKey, quantity, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var trials = await db.ModelTrials.AsNoTracking().Where(trial => trial.SensorKey == sensorKey && trial.Quantity == quantity)
            .OrderByDescending(trial => trial.Id).Take(ShownTrials).ToListAsync(cancellation);
        var unchosen = await registry.NameOfUnchosenAsync(sensorKey, quantity, cancellation);
        var inForce = history.Count > 0 ? history[0].Model : unchosen;
        return new ChampionStatus(quantity, inForce, unchosen, history, trials, catalog.MissingFolderOf(inForce));
    }

    /// <summary>Of every sensor, by the name of the challenger; what is compared without a training belongs to no model alone.</summary>
    public async Task<IReadOnlyDictionary<string, ModelTrial>> TrialsByModelAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ModelTrials.AsNoTracking().Where(trial => trial.TrainingSeconds > 0).GroupBy(trial => trial.Model)
            .Select(same => same.OrderByDescending(trial => trial.Id).First())
            .ToDictionaryAsync(trial => trial.Model, cancellation);
    }
}

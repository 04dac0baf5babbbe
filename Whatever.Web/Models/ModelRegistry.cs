using Microsoft.EntityFrameworkCore;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>Knows which model forecasts what, and which ones did before it.</summary>
public sealed class ModelRegistry(
    IDbContextFactory<StationDbContext> contexts, ModelCatalog catalog, ChangeFeed changes, TimeProvider time)
{
    /// <summary>With two whole days between the first and the last, the first comparison is possible (<see cref="FirstChoice"/>).</summary>
    private const int YoungDays = 4;

    public async Task<IReadOnlyList<IStationModel>> LoadAsync(int sensorKey, CancellationToken cancellation = default)
    {
        var models = new List<IStationModel>();
        foreach (var quantity in QuantityNames.All)
        {
            models.Add(await LoadAsync(sensorKey, quantity, cancellation));
        }

        return models;
    }

    /// <exception cref="ModelFileException">The model's files are missing, damaged, or do not fit each other.</exception>
    public async Task<IStationModel> LoadAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default) =>
        await CurrentAsync(sensorKey, quantity, cancellation) switch
        {
            null => catalog.Load(await NameOfUnchosenAsync(sensorKey, quantity, cancellation), quantity),
            { ChosenBy: ModelChooser.Person } chosen => catalog.Load(chosen.Model, quantity),

            // The interval of the sensor was changed since: nobody insisted on a model that does not take it.
            { } chosen => catalog.Load(chosen.Model, quantity) is var model
                && model.Takes(await IntervalAsync(sensorKey, cancellation)) ? model : new MixModel(quantity),
        };

    /// <summary>The network that comes with the program.</summary>
    public static string NameOfShipped(Quantity quantity) => quantity.ToWireName();

    /// <summary>
    /// The name of what forecasts where nothing was chosen: the shipped network, or the mix of baselines where that does not take the
    /// interval, and in the first days, when the network sees too little and nothing can be compared. Files that are missing or damaged
    /// are no reason to show nothing.
    /// </summary>
    public async Task<string> NameOfUnchosenAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default) =>
        catalog.Find(NameOfShipped(quantity)) is { Model: { } shipped }
            && (!shipped.Takes(await IntervalAsync(sensorKey, cancellation)) || await IsYoungAsync(sensorKey, cancellation))
            ? MixModel.ReservedName
            : NameOfShipped(quantity);

    /// <summary>The assignment in force; null where nothing was ever chosen.</summary>
    public async Task<ModelAssignment?> CurrentAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Rows(db, sensorKey, quantity).OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The newest first, which is the one in force.</summary>
    public async Task<IReadOnlyList<ModelAssignment>> HistoryAsync(
        int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Rows(db, sensorKey, quantity).OrderByDescending(row => row.Id).ToListAsync(cancellation);
    }

    /// <summary>
    /// A person lets a model forecast a quantity of a sensor from the next run on. Nothing happens where it does so already.
    /// </summary>
    /// <returns>What stands against it; empty where it was done.</returns>
    public Task<IReadOnlyList<Problem>> PromoteAsync(
        int sensorKey, Quantity quantity, string name, string reason, CancellationToken cancellation = default) =>
        PromoteAsync(sensorKey, quantity, name, reason, null, cancellation);

    /// <summary>The same, decided by a challenge.</summary>
    public Task<IReadOnlyList<Problem>> PromoteAsync(
        ModelTrial trial, string name, string reason, CancellationToken cancellation = default) =>
        PromoteAsync(trial.SensorKey, trial.Quantity, name, reason, trial.Id, cancellation);

    /// <summary>Lets a model of the history forecast again, to the bit as it did then.</summary>
    /// <param name="sensorKey">Whose history.</param>
    /// <param name="quantity">What it forecasts.</param>
    /// <param name="assignment">Row of the history.</param>
    /// <param name="reason">For the new row.</param>
    /// <param name="cancellation">Looked at between queries.</param>
    /// <returns>What stands against it; empty where it was done.</returns>
    public async Task<IReadOnlyList<Problem>> RollBackAsync(
        int sensorKey, Quantity quantity, int assignment, string reason, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await Rows(db, sensorKey, quantity).FirstOrDefaultAsync(candidate => candidate.Id == assignment, cancellation) is not { } row)
        {
            return [new Problem("model.no-entry", assignment)];
        }

        var isOtherProgram = BuiltInModels.Has(row.Model) && Find(row.Model, quantity).Model?.Version != row.Version;
        return isOtherProgram || (row.Digest.Length > 0 && catalog.DigestOf(row.Model) is { Length: > 0 } digest && digest != row.Digest)
            ? [
                new Problem("model.files-changed", row.Model, row.Version)]
            : await PromoteAsync(sensorKey, quantity, row.Model, reason, cancellation);
    }

    private async Task<IReadOnlyList<Problem>> PromoteAsync(
        int sensorKey, Quantity quantity, string name, string reason, int? trialId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().SingleAsync(row => row.Key == sensorKey, cancellation);
        var (model, problem) = Find(name, quantity);
        if ((problem ?? Explain(model!, name, quantity, sensor)) is { } against)
        {
            return [against];
        }

        var digest = catalog.DigestOf(name);
        if (await CurrentAsync(sensorKey, quantity, cancellation) is { } current && current.Model == name && current.Digest == digest)
        {
            return [];
        }

        // First the mark: a model in force that could be overwritten would be worse than one that is kept for nothing.
        catalog.Keep(name);
        db.ModelAssignments.Add(new ModelAssignment
        {
            SensorKey = sensorKey,
            Quantity = quantity,
            Model = name,
            Version = model!.Version,
            Digest = digest,
            Reason = reason,
            TrialId = trialId,
            ChosenBy = trialId is null ? ModelChooser.Person : ModelChooser.Job,
            PromotedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Models, sensorKey);
        return [];
    }

    private async Task<int> IntervalAsync(int sensorKey, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Sensors.Where(sensor => sensor.Key == sensorKey).Select(sensor => sensor.SamplingIntervalMinutes)
            .SingleAsync(cancellation);
    }

    private async Task<bool> IsYoungAsync(int sensorKey, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var stored = db.Readings.Where(reading => reading.SensorKey == sensorKey);
        return await stored.MaxAsync(reading => (int?)reading.Minute, cancellation) is { } newest
            && await stored.MinAsync(reading => (int?)reading.Minute, cancellation) is { } oldest
            && newest - oldest < YoungDays * MinutesPer.Day;
    }

    private static IQueryable<ModelAssignment> Rows(StationDbContext db, int sensorKey, Quantity quantity) =>
        db.ModelAssignments.AsNoTracking().Where(row => row.SensorKey == sensorKey && row.Quantity == quantity);

    private (IStationModel? Model, Problem? Problem) Find(string name, Quantity quantity) =>
        BuiltInModels.Find(name, quantity) is { } builtIn ? (builtIn, null)
        : catalog.Find(name) is { } found ? (found.Model is { } model ? ModelCatalog.Of(model, quantity) : null, found.Problem)
        : (null, new Problem("model.unknown", name));

    private static Problem? Explain(IStationModel model, string name, Quantity quantity, Sensor sensor) =>
        model.ForecastProblem is { } problem ? problem
        : model.Quantity != quantity ? new Problem("model.other-quantity", name, model.Quantity.ToWireName(), quantity.ToWireName())
        : !model.Takes(
            sensor.SamplingIntervalMinutes) ? new Problem("model.other-interval", name, (model as ForecastModel)?.SamplingIntervalMinutes,
            sensor.Id, sensor.SamplingIntervalMinutes)
        : null;
}

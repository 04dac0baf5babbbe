using Microsoft.EntityFrameworkCore;
using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>
/// Compares what needs no training on a sensor's own days, from the first day on that has one after it: the shipped network and the mix of
/// baselines. The better one forecasts, until networks of the sensor's own are trained. What a person chose stays.
/// </summary>
public sealed class FirstChoice(
    IDbContextFactory<StationDbContext> contexts, ModelCatalog catalog, ModelRegistry registry, ISensorHolidays holidays,
    ChangeFeed changes, TimeProvider time)
{
    /// <summary>Two weeks have each day of the week twice, and are soon there; with less history half of it is compared.</summary>
    private const int MostComparedDays = 14;

    /// <summary>Compares where it is time to: a young history each day, one that has all its days once a week.</summary>
    /// <param name="sensor">Whose days are compared.</param>
    /// <param name="quantity">What is forecast.</param>
    /// <param name="cancellation">Looked at between days.</param>
    public async Task RunAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation = default)
    {
        if (await LastAsync(sensor, quantity, cancellation) is not { } last || DaysOf(last) < MostComparedDays
            || WeeklyTurn.IsOf(sensor, time.GetUtcNow()) || await IsUnsettledAsync(sensor, last, cancellation))
        {
            await CompareAsync(sensor, quantity, cancellation);
        }
    }

    /// <summary>Compares now.</summary>
    /// <param name="sensor">Whose days are compared.</param>
    /// <param name="quantity">What is forecast.</param>
    /// <param name="cancellation">Looked at between days.</param>
    /// <returns>What came of it; null where there is no choice, or nothing to compare on.</returns>
    public async Task<ModelTrial?> CompareAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation = default)
    {
        var current = await registry.CurrentAsync(sensor.Key, quantity, cancellation);
        var inForce = current?.Model ?? ModelRegistry.NameOfShipped(quantity);
        if (current is { ChosenBy: ModelChooser.Person }
            || (inForce != ModelRegistry.NameOfShipped(quantity) && !BuiltInModels.Has(inForce)))
        {
            return null;
        }

        var mix = new MixModel(quantity, hasBand: false);
        if (LoadShipped(quantity) is not { } network || !network.Takes(sensor.SamplingIntervalMinutes)
            || await LoadAsync(sensor, network, mix, cancellation) is not var (readings, hours))
        {
            return null;
        }

        var compared = Math.Min(MostComparedDays, hours.Values.Length / HoursPer.Day / 2);
        if (compared == 0 || !Array.Exists(hours.Values, double.IsFinite))
        {
            return null;
        }

        // The last day is the first that the last of them forecasts; what has not come yet of the later ones is not compared.
        var to = DateOnly.FromDateTime(hours.TimeAt(hours.Values.Length - 1)).AddDays(-1);
        var from = to.AddDays(1 - compared);
        var calendar = await holidays.LoadAsync(sensor.Key, cancellation);
        IStationModel[] judged = inForce == SeasonalModel.ReservedName ? [network, mix, new SeasonalModel(quantity)] : [network, mix];
        var figures = ModelComparison.Run(judged, readings, hours, from, to, calendar, cancellation);
        var errors = judged.Zip(figures).ToDictionary(pair => pair.First.Name, pair => pair.Second.MeanAbsoluteError);
        if (double.IsNaN(errors[mix.Name]))
        {
            return null;
        }

        double? ErrorOf(string name) => double.IsNaN(errors[name]) ? null : errors[name];

        var (outcome, winner) = TrialDecision.DecideUntrained(inForce, errors, compared);
        var challenger = inForce == network.Name ? mix.Name : network.Name;
        var trial = new ModelTrial
        {
            SensorKey = sensor.Key,
            Quantity = quantity,
            Model = challenger,
            Version = challenger == mix.Name ? mix.Version : network.Version,
            TrainedAt = time.GetUtcNow(),
            ComparedFrom = from,
            ComparedTo = to,
            Hours = figures[1].Hours,
            Champion = inForce,
            ChallengerError = ErrorOf(challenger),
            ChampionError = ErrorOf(inForce),
            BaselineError = errors[mix.Name],
            Outcome = outcome,
        };
        return await SettleAsync(trial, current?.Id, winner, cancellation) ? trial : null;
    }

    private static bool IsNews(ModelTrial trial) =>
        trial.Outcome is TrialOutcome.ChallengerTakesOver or TrialOutcome.BaselineTakesOver;

    private static int DaysOf(ModelTrial trial) => trial.ComparedTo.DayNumber - trial.ComparedFrom.DayNumber + 1;

    private async Task<ModelTrial?> LastAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ModelTrials.AsNoTracking().Where(trial => trial.SensorKey == sensor.Key && trial.Quantity == quantity)
            .OrderByDescending(trial => trial.Id).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>It was stopped between the figures and what follows from them.</summary>
    private async Task<bool> IsUnsettledAsync(Sensor sensor, ModelTrial last, CancellationToken cancellation) =>
        IsNews(last) && (await registry.CurrentAsync(sensor.Key, last.Quantity, cancellation))?.TrialId != last.Id;

    /// <returns>False where somebody chose meanwhile: that stays.</returns>
    private async Task<bool> SettleAsync(ModelTrial trial, int? assignment, string best, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if ((await registry.CurrentAsync(trial.SensorKey, trial.Quantity, CancellationToken.None))?.Id != assignment)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var last = await db.ModelTrials.Where(row => row.SensorKey == trial.SensorKey && row.Quantity == trial.Quantity)
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(CancellationToken.None);
        if (last is { TrainingSeconds: 0 } && !IsNews(trial))
        {
            if (last.ComparedTo == trial.ComparedTo)
            {
                return true;
            }

            // The same of other days is the newest figures, not another row of the history.
            if (!IsNews(last))
            {
                db.ModelTrials.Remove(last);
            }
        }

        db.ModelTrials.Add(trial);
        await db.SaveChangesAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Models, trial.SensorKey);
        if (IsNews(trial))
        {
            await registry.PromoteAsync(trial, best, StoredPhrase.Write(TrialDecision.Figures(trial)), CancellationToken.None);
        }

        return true;
    }

    private IStationModel? LoadShipped(Quantity quantity)
    {
        try
        {
            return catalog.Load(ModelRegistry.NameOfShipped(quantity), quantity) is { ForecastProblem: null } model ? model : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private async Task<(MinuteSeries Readings, MinuteSeries Hours)?> LoadAsync(
        Sensor sensor, IStationModel network, MixModel mix, CancellationToken cancellation)
    {
        const int days = MostComparedDays + ForecastTargets.Days;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await SensorDays.LoadAsync(
            db, sensor, mix.Quantity, Math.Max(1, network.ContextDays) + days, mix.ContextDays + days, cancellation);
    }
}

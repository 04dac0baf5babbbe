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

    /// <summary>What is as good as the one in force does not take over: a change has to be worth it.</summary>
    private const double WorthwhileShare = 0.98;

    /// <summary>A young history is looked at each day, one that has all its days once a week.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromDays(7);

    /// <summary>Compares where it is time to.</summary>
    /// <param name="sensor">Whose days are compared.</param>
    /// <param name="quantity">What is forecast.</param>
    /// <param name="cancellation">Looked at between days.</param>
    public async Task RunAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var last = await db.ModelTrials.AsNoTracking().Where(trial => trial.SensorKey == sensor.Key && trial.Quantity == quantity)
            .OrderByDescending(trial => trial.Id).FirstOrDefaultAsync(cancellation);
        if (last is null || time.GetUtcNow() - last.TrainedAt >= Every || DaysOf(last) < MostComparedDays)
        {
            await CompareAsync(sensor, quantity, last, cancellation);
        }
    }

    /// <summary>Compares now.</summary>
    /// <param name="sensor">Whose days are compared.</param>
    /// <param name="quantity">What is forecast.</param>
    /// <param name="cancellation">Looked at between days.</param>
    /// <returns>What came of it; null where there is no choice, or nothing to compare on.</returns>
    public Task<ModelTrial?> CompareAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation = default) =>
        CompareAsync(sensor, quantity, null, cancellation);

    private static int DaysOf(ModelTrial trial) => trial.ComparedTo.DayNumber - trial.ComparedFrom.DayNumber + 1;

    private async Task<ModelTrial?> CompareAsync(Sensor sensor, Quantity quantity, ModelTrial? last, CancellationToken cancellation)
    {
        var current = await registry.CurrentAsync(sensor.Key, quantity, cancellation);
        var shipped = ModelRegistry.NameOfShipped(quantity);
        var inForce = current?.Model ?? shipped;
        if (current is { ChosenBy: ModelChooser.Person } || (inForce != shipped && !BuiltInModels.Has(inForce)))
        {
            return null;
        }

        var mix = new MixModel(quantity);
        if (LoadShipped(shipped, quantity) is not { } network || !network.Takes(sensor.SamplingIntervalMinutes)
            || await LoadAsync(sensor, quantity, mix.ContextDays, cancellation) is not { } series)
        {
            return null;
        }

        var days = (int)(series.Values.Length * series.Interval / TimeSpan.FromDays(1));
        var compared = Math.Min(MostComparedDays, days / 2);
        if (compared == 0)
        {
            return null;
        }

        // The last day is the first that the last of them forecasts; what has not come yet of the later ones is not compared.
        var to = DateOnly.FromDateTime(series.TimeAt(series.Values.Length - 1)).AddDays(-1);
        var from = to.AddDays(1 - compared);
        var calendar = await holidays.LoadAsync(sensor.Key, cancellation);
        var figures = ModelComparison.Run([network, mix], series, from, to, calendar, cancellation);
        if (Judge(sensor, inForce, network, figures) is not { } trial)
        {
            return null;
        }

        (trial.ComparedFrom, trial.ComparedTo) = (from, to);
        var isNews = trial.Outcome is TrialOutcome.ChallengerTakesOver or TrialOutcome.BaselineTakesOver;
        if (isNews || last is null || time.GetUtcNow() - last.TrainedAt >= Every)
        {
            await SettleAsync(trial, isNews);
        }

        return trial;
    }

    /// <returns>Null where one of them forecast nothing that was measured.</returns>
    private ModelTrial? Judge(Sensor sensor, string inForce, IStationModel network, IReadOnlyList<ErrorFigures> figures)
    {
        var (shipped, mix) = (figures[0].MeanAbsoluteError, figures[1].MeanAbsoluteError);
        if (double.IsNaN(mix) || figures[1].Hours == 0)
        {
            return null;
        }

        var isShippedInForce = inForce == network.Name;
        var outcome = isShippedInForce
            ? shipped <= mix / WorthwhileShare ? TrialOutcome.ChampionStays : TrialOutcome.BaselineTakesOver
            : shipped < mix * WorthwhileShare ? TrialOutcome.ChallengerTakesOver
            : inForce == MixModel.ReservedName ? TrialOutcome.BaselineStays : TrialOutcome.BaselineTakesOver;
        return new ModelTrial
        {
            SensorKey = sensor.Key,
            Quantity = network.Quantity,
            Model = isShippedInForce ? MixModel.ReservedName : network.Name,
            Version = isShippedInForce ? new MixModel(network.Quantity).Version : network.Version,
            TrainedAt = time.GetUtcNow(),
            Hours = figures[1].Hours,
            Champion = isShippedInForce ? inForce : null,
            ChallengerError = Known(isShippedInForce ? mix : shipped),
            ChampionError = isShippedInForce ? Known(shipped) : null,
            BaselineError = mix,
            Outcome = outcome,
        };
    }

    private static double? Known(double error) => double.IsNaN(error) ? null : error;

    private async Task SettleAsync(ModelTrial trial, bool takesOver)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        db.ModelTrials.Add(trial);
        await db.SaveChangesAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Models, trial.SensorKey);
        if (takesOver)
        {
            await registry.PromoteAsync(
                trial, trial.Outcome == TrialOutcome.BaselineTakesOver ? MixModel.ReservedName : trial.Model,
                StoredPhrase.Write(TrialDecision.Figures(trial)), CancellationToken.None);
        }
    }

    private IStationModel? LoadShipped(string name, Quantity quantity)
    {
        try
        {
            return catalog.Load(name, quantity) is { ForecastProblem: null } model ? model : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    private async Task<MinuteSeries?> LoadAsync(Sensor sensor, Quantity quantity, int contextDays, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await SensorDays.LoadAsync(db, sensor, quantity, contextDays + MostComparedDays + ForecastTargets.Days, cancellation);
    }
}

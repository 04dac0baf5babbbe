using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>
/// Trains a challenger on a sensor's own last year and compares it with the champion and the mix of baselines on the last days, which the
/// training does not see. One that takes over is then fitted on these days too, from the same seed: the last weeks say most about those to
/// come. (A champion may have seen the days; that can only keep it in place.)
/// </summary>
public sealed class Challenge(
    IDbContextFactory<StationDbContext> contexts, DataFolder folder, ModelCatalog catalog, ModelRegistry registry, ISensorHolidays holidays,
    RetrainOptions options, FirstChoice first,
    ChangeFeed changes, TimeProvider time) : IDisposable
{
    /// <summary>Of the hours of the held-back days: a champion is not replaced for what a handful of them says.</summary>
    private const double FewestComparedShare = 0.5;

    private const int LongestHistoryDays = 365;

    /// <summary>One training at a time, whoever asks for it: the other core stays with the station.</summary>
    private readonly SemaphoreSlim turn = new(1);

    /// <returns>One sentence: what happened and why.</returns>
    public async Task<Phrase> RunAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await RunInTurnAsync(sensor, quantity, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Phrase> RunInTurnAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        var name = Phrases.Of(quantity);
        var loaded = await LoadAsync(sensor, quantity, cancellation);
        var days = loaded is { } some ? (int)(some.Readings.Values.Length * some.Readings.Interval / TimeSpan.FromDays(1)) : 0;
        if (loaded is not var (series, hours) || days < options.FewestDays)
        {
            var tooFew = new Phrase("work.train-too-few-days", sensor.Id, name, days, options.FewestDays);
            return await first.CompareAsync(sensor, quantity, cancellation) is { } choice
                ? Phrases.Join([tooFew, TrialDecision.Describe(choice)])
                : tooFew;
        }

        if (Array.TrueForAll(series.Values, double.IsNaN))
        {
            return new Phrase("work.train-not-measured", sensor.Id, name);
        }

        var calendar = await holidays.LoadAsync(sensor.Key, cancellation);
        var from = DateOnly.FromDateTime(series.TimeAt(series.Values.Length - 1)).AddDays(1 - options.UnseenDays);
        var seen = series with { Values = series.Values[..series.IndexOf(from.ToDateTime(TimeOnly.MinValue))] };
        try
        {
            var inForce = (await registry.CurrentAsync(sensor.Key, quantity, cancellation))?.Id;
            var began = time.GetTimestamp();
            var challenger = Train(NameOf(sensor, quantity), sensor, quantity, seen, calendar, cancellation);
            var took = time.GetElapsedTime(began);
            var champion = await ChampionAsync(sensor, quantity, cancellation);
            var to = from.AddDays(options.ComparedDays - 1);
            var trial = Compare(challenger, champion, series, hours, calendar, from, to, cancellation);
            if (trial is null)
            {
                return new Phrase("work.train-nothing-to-compare", sensor.Id, name);
            }

            var kept = trial.Outcome == TrialOutcome.ChallengerTakesOver
                ? Refit(challenger, sensor, quantity, series, calendar, cancellation)
                : challenger;
            var outcome = await SettleAsync(sensor, kept, Complete(trial, sensor, took), inForce, cancellation);
            return new Phrase("work.trained", sensor.Id, name, outcome);
        }
        catch (TrainingDataException problem)
        {
            // Too many gaps: the other sensors are still to be trained.
            return new Phrase("work.trained", sensor.Id, name, problem.Problem);
        }
    }

    private string NameOf(Sensor sensor, Quantity quantity) => catalog.FreeName(
        string.Create(CultureInfo.InvariantCulture, $"{sensor.Id}-{quantity.ToWireName()}-{time.GetUtcNow():yyyyMMdd-HHmmss}"));

    /// <returns>The same model where the held-back days have too many gaps to say anything.</returns>
    private ResidualModel Refit(
        ResidualModel challenger, Sensor sensor, Quantity quantity, MinuteSeries all, IHolidays calendar, CancellationToken cancellation)
    {
        try
        {
            return Train(challenger.Name, sensor, quantity, all, calendar, cancellation);
        }
        catch (TrainingDataException)
        {
            return challenger;
        }
    }

    private ResidualModel Train(
        string name, Sensor sensor, Quantity quantity, MinuteSeries seen, IHolidays calendar, CancellationToken cancellation)
    {
        var training = options.Training with { Quantity = quantity, Name = name, Data = $"readings of {sensor.Id}" };
        return ResidualTrainer.Train(training, [seen.ToHours()], calendar, null, cancellation);
    }

    /// <summary>Null where what is in force cannot forecast this sensor: it is compared with nothing, and may well be replaced.</summary>
    private async Task<IStationModel?> ChampionAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        try
        {
            var model = await registry.LoadAsync(sensor.Key, quantity, cancellation);
            return model.ForecastProblem is null && model.Takes(sensor.SamplingIntervalMinutes) ? model : null;
        }
        catch (UnusableModelException)
        {
            return null;
        }
    }

    /// <returns>Null where there is too little to compare on.</returns>
    private static ModelTrial? Compare(
        ResidualModel challenger, IStationModel? champion, MinuteSeries series, MinuteSeries hours, IHolidays calendar, DateOnly from,
        DateOnly to, CancellationToken cancellation)
    {
        var wantedHours = (to.DayNumber - from.DayNumber + 1) * ForecastTargets.Days * ForecastTargets.Hours;
        var isBaselineInForce = champion is MixModel;
        var mix = new MixModel(challenger.Quantity, hasBand: false);
        IStationModel[] judged = champion is null || isBaselineInForce ? [challenger, mix] : [challenger, mix, champion];
        var figures = ModelComparison.Run(judged, series, hours, from, to, calendar, cancellation);
        var (error, baseline) = (figures[0].MeanAbsoluteError, figures[1].MeanAbsoluteError);
        if (double.IsNaN(error) || double.IsNaN(baseline) || figures[0].Hours < FewestComparedShare * wantedHours)
        {
            return null;
        }

        var championError = isBaselineInForce ? baseline : figures.Count > 2 ? figures[2].MeanAbsoluteError : double.NaN;
        return new ModelTrial
        {
            Quantity = challenger.Quantity,
            Model = challenger.Name,
            Version = challenger.Version,
            ComparedFrom = from,
            ComparedTo = to,
            Hours = figures[0].Hours,
            Champion = champion?.Name,
            ChallengerError = error,
            ChampionError = double.IsNaN(championError) ? null : championError,
            BaselineError = baseline,
            Outcome = TrialDecision.Decide(error, championError, baseline, isBaselineInForce),
        };
    }

    private ModelTrial Complete(ModelTrial trial, Sensor sensor, TimeSpan took)
    {
        (trial.SensorKey, trial.TrainedAt, trial.TrainingSeconds) = (sensor.Key, time.GetUtcNow(), took.TotalSeconds);
        return trial;
    }

    /// <summary>
    /// Keeps the challenger and its figures, whatever came of it, and lets the better one take over; not where somebody chose while it was
    /// trained.
    /// </summary>
    private async Task<Phrase> SettleAsync(
        Sensor sensor, ResidualModel challenger, ModelTrial trial, int? inForce, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();

        // From here on it goes to its end: figures that say who takes over, and nobody who does, would be a riddle.
        challenger.Save(Path.Combine(folder.Models, challenger.Name));
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        db.ModelTrials.Add(trial);
        await db.SaveChangesAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Models, sensor.Key);
        var successor = trial.Outcome switch
        {
            TrialOutcome.ChallengerTakesOver => challenger.Name,
            TrialOutcome.BaselineTakesOver => MixModel.ReservedName,
            _ => null,
        };
        IReadOnlyList<Problem> problems = successor is null ? []
            : (await registry.CurrentAsync(sensor.Key, trial.Quantity, CancellationToken.None))?.Id != inForce
                ? [new Problem("model.chosen-meanwhile")]
            : await registry.PromoteAsync(trial, successor, StoredPhrase.Write(TrialDecision.Figures(trial)), CancellationToken.None);
        return problems.Count > 0
            ? new Phrase("work.cannot-take-over", successor, problems[0])
            : TrialDecision.Describe(trial);
    }

    /// <summary>The last year on the sensor's clock, and the hours that models look back on; null without readings.</summary>
    private async Task<(MinuteSeries Readings, MinuteSeries Hours)?> LoadAsync(
        Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await SensorDays.LoadAsync(
            db, sensor, quantity, LongestHistoryDays, options.UnseenDays + new MixModel(quantity).ContextDays, cancellation);
    }
}

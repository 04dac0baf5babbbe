using Microsoft.EntityFrameworkCore;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>
/// Once a week: whether networks that were trained on a sensor's own days still forecast as well as what needs no training. Where they do
/// not, others are trained before their turn. What a person chose stays.
/// </summary>
public sealed class SkillWatch(
    IDbContextFactory<StationDbContext> contexts, ModelRegistry registry, ISensorHolidays holidays, Challenge challenge, TimeProvider time)
{
    /// <summary>Two of each day of the week; all of them after what the networks have learned from.</summary>
    private const int ComparedDays = 14;

    /// <summary>Share of the other's error: within it they are as good as each other.</summary>
    private const double LeastLoss = 0.02;

    /// <summary>What was trained a month ago has seen nearly all there is to learn.</summary>
    private const int DaysBetween = 28;

    /// <param name="sensor">Whose forecasts are looked at.</param>
    /// <param name="quantity">Of what.</param>
    /// <param name="cancellation">Looked at between days, and while networks are trained.</param>
    /// <returns>What came of the training; null where none was due.</returns>
    public async Task<Phrase?> RunAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation = default) =>
        WeeklyTurn.IsOf(sensor, time.GetUtcNow()) && await HasFallenAsync(sensor, quantity, cancellation)
            ? await challenge.RunAsync(sensor, quantity, cancellation)
            : null;

    private async Task<bool> HasFallenAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        if (await registry.CurrentAsync(sensor.Key, quantity, cancellation) is not { ChosenBy: ModelChooser.Job } current
            || await WasTrainedLatelyAsync(sensor, quantity, cancellation)
            || await LoadAsync(sensor, quantity, cancellation) is not { } model)
        {
            return false;
        }

        var mix = new MixModel(quantity, hasBand: false);
        const int days = ComparedDays + ForecastTargets.Days;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await SensorDays.LoadAsync(db, sensor, quantity, days, mix.ContextDays + days, cancellation) is not var (readings, hours))
        {
            return false;
        }

        var to = DateOnly.FromDateTime(hours.TimeAt(hours.Values.Length - 1)).AddDays(-ForecastTargets.Days);
        var from = to.AddDays(1 - ComparedDays);
        if (model.Description.Learned is { } learned && from.ToDateTime(TimeOnly.MinValue) < learned.Until)
        {
            return false;
        }

        var figures = ModelComparison.Run(
            [model, mix], readings, hours, from, to, await holidays.LoadAsync(sensor.Key, cancellation), cancellation);
        return figures[0].MeanAbsoluteError > (1 + LeastLoss) * figures[1].MeanAbsoluteError;
    }

    private async Task<bool> WasTrainedLatelyAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var trials = await db.ModelTrials.AsNoTracking().Where(trial => trial.SensorKey == sensor.Key && trial.Quantity == quantity)
            .Select(trial => trial.TrainedAt).ToListAsync(cancellation);
        return trials.Any(trained => trained > time.GetUtcNow().AddDays(-DaysBetween));
    }

    /// <returns>Null for one that was not trained here, or whose files are gone.</returns>
    private async Task<ResidualModel?> LoadAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        try
        {
            return await registry.LoadAsync(sensor.Key, quantity, cancellation) as ResidualModel;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }
}

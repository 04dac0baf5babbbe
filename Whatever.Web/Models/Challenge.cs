using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Evaluation;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>Trains a challenger on a sensor's own history and compares it with the champion on the last days, which the training does not see.</summary>
public sealed class Challenge(IDbContextFactory<StationDbContext> contexts, DataFolder folder, ModelRegistry registry, TimeProvider time)
{
    /// <summary>The comparison needs days that were held back from both the training and its early stopping.</summary>
    private const int ComparedDays = 14;

    /// <summary>From the first compared day to the end of the history: the last one still has its six target days.</summary>
    private const int UnseenDays = ComparedDays + 6 + 1;

    private const int LongestHistoryDays = 365;

    /// <summary>What training needs, and the days that it must not see.</summary>
    public static int FewestDays { get; } = Trainer.FewestDays(new TrainingOptions { Quantity = Quantity.FlowRate, Name = "challenger" }) + UnseenDays;

    /// <returns>One sentence: what happened and why.</returns>
    public async Task<string> RunAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        var series = await LoadAsync(sensor, quantity, cancellation);
        var days = series is null ? 0 : series.Values.Length / 1440;
        var name = string.Create(CultureInfo.InvariantCulture, $"{sensor.Id}-{quantity.ToWireName()}-{time.GetUtcNow():yyyyMMdd-HHmmss}");

        // One core stays with the station, which goes on serving.
        var options = new TrainingOptions { Quantity = quantity, Name = name, MaxThreads = 1 };
        if (series is null || days < FewestDays)
        {
            return $"{sensor.Id} {quantity.ToWireName()}: {days} days of readings, {FewestDays} are needed to train.";
        }

        var comparedFrom = DateOnly.FromDateTime(series.TimeAt(series.Values.Length - 1)).AddDays(1 - UnseenDays);
        var seen = series with { Values = series.Values[..series.IndexOf(comparedFrom.ToDateTime(TimeOnly.MinValue))] };
        if (Train(options, seen, out var problem, cancellation) is not { } challenger)
        {
            return $"{sensor.Id} {quantity.ToWireName()}: {problem}";
        }

        var champion = (await registry.LoadAsync(sensor.Key, cancellation)).Single(model => model.Quantity == quantity);
        return await DecideAsync(sensor, quantity, name, challenger, champion, series, comparedFrom, cancellation);
    }

    /// <returns>Null with the reason where there are too many gaps: the other sensors are still to be trained.</returns>
    private static ForecastModel? Train(TrainingOptions options, MinuteSeries seen, out string problem, CancellationToken cancellation)
    {
        try
        {
            problem = "";
            return Trainer.Train(options, seen, null, cancellation).Model;
        }
        catch (TrainingDataException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    private async Task<string> DecideAsync(
        Sensor sensor, Quantity quantity, string name, ForecastModel challenger, ForecastModel champion, MinuteSeries series, DateOnly from, CancellationToken cancellation)
    {
        var to = from.AddDays(ComparedDays - 1);
        var challengerError = Backtest.Run(challenger, series, from, to, cancellation: cancellation).MeanAbsoluteError;
        var championError = Backtest.Run(champion, series, from, to, cancellation: cancellation).MeanAbsoluteError;
        var figures = string.Create(CultureInfo.InvariantCulture, $"mean absolute error {challengerError:0.###} against {championError:0.###} on {ComparedDays} days");
        var isBetter = challengerError < championError || (double.IsNaN(championError) && !double.IsNaN(challengerError));
        if (!isBetter)
        {
            return $"{sensor.Id} {quantity.ToWireName()}: {champion.Name} stays ({figures}).";
        }

        challenger.Save(Path.Combine(folder.Models, name));
        if (await registry.PromoteAsync(sensor.Key, quantity, name, figures, cancellation) is { Count: > 0 } problems)
        {
            return $"{sensor.Id} {quantity.ToWireName()}: {name} is better ({figures}) but cannot take over: {problems[0]}";
        }

        return $"{sensor.Id} {quantity.ToWireName()}: {name} takes over ({figures}).";
    }

    /// <summary>The last year on the sensor's clock; null without readings.</summary>
    private async Task<MinuteSeries?> LoadAsync(Sensor sensor, Quantity quantity, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var stored = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        if (await stored.MaxAsync(reading => (int?)reading.Minute, cancellation) is not { } newest
            || await stored.MinAsync(reading => (int?)reading.Minute, cancellation) is not { } oldest)
        {
            return null;
        }

        var lastDay = sensor.Clock.DayOf(StationClock.InstantOf(newest)).AddDays(-1);
        var firstDay = sensor.Clock.DayOf(StationClock.InstantOf(oldest)).AddDays(1);
        firstDay = firstDay < lastDay.AddDays(1 - LongestHistoryDays) ? lastDay.AddDays(1 - LongestHistoryDays) : firstDay;
        return WallClockSeries.Read(db, sensor, quantity, firstDay, lastDay);
    }
}

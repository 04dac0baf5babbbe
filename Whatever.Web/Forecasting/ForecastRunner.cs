using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>
/// One day's forecast from readings to queued files. Safe to run twice: the same data gives the same files and queues nothing new.
/// </summary>
public sealed class ForecastRunner(
    IDbContextFactory<StationDbContext> contexts, IForecastModels models, ISensorHolidays holidays, InputFiles inputs, OutputFiles outputs,
    ForecastStore store,
    TimeProvider time)
{
    /// <summary>
    /// Days before the base day that are handed over as files; what a model wants beyond them would be the same seventy files again every
    /// day.
    /// </summary>
    private const int MostFileDays = 7;

    /// <param name="day">The base day; null for the newest one that is complete enough.</param>
    /// <exception cref="ModelFileException">A model cannot be loaded.</exception>
    public async Task<ForecastReport> RunAsync(Sensor sensor, DateOnly? day, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var baseDay = day ?? await BaseDayFinder.FindAsync(db, sensor, sensor.Clock.DayOf(time.GetUtcNow()), cancellation);
        if (baseDay is not { } found)
        {
            return ForecastReport.Without(
                sensor.Id, null, new Problem("forecast.no-day", sensor.Id));
        }

        var loaded = await models.LoadAsync(sensor.Key, cancellation);
        var usable = loaded.Where(model => model.Takes(sensor.SamplingIntervalMinutes)).ToList();
        if (usable.Count == 0)
        {
            return ForecastReport.Without(
                sensor.Id, found,
                new Problem("forecast.no-model-of-interval", sensor.Id, sensor.SamplingIntervalMinutes));
        }

        var contextDays = Math.Max(1, usable.Max(model => model.ContextDays));
        var days = WriteInputs(db, sensor, found, Math.Min(contextDays, MostFileDays));
        if (!days.Any(HasValues))
        {
            return ForecastReport.Without(sensor.Id, found, await ExplainEmptyAsync(db, sensor, found, cancellation));
        }

        // Models of both quantities look back as far, more often than not.
        var read = new Dictionary<(bool, int), IReadOnlyDictionary<Quantity, MinuteSeries>>();
        MinuteSeries Before(IStationModel model)
        {
            var (first, last) = (found.AddDays(-Math.Max(1, model.ContextDays)), days[0].Day.AddDays(-1));
            if (!read.TryGetValue((model.ReadsHours, model.ContextDays), out var both))
            {
                both = model.ReadsHours
                    ? WallClockSeries.ReadHours(db, sensor, first, last)
                    : WallClockSeries.Read(db, sensor, first, last);
                read.Add((model.ReadsHours, model.ContextDays), both);
            }

            return both[model.Quantity];
        }

        return await ForecastAsync(sensor, found, days, Before, usable, cancellation);
    }

    private List<WallClockDay> WriteInputs(StationDbContext db, Sensor sensor, DateOnly baseDay, int daysBefore)
    {
        var days = Enumerable.Range(0, daysBefore + 1).Select(back => WallClockDay.Read(db, sensor, baseDay.AddDays(back - daysBefore)))
            .ToList();
        days.ForEach(day => inputs.Write(sensor.Id, day));
        return days;
    }

    /// <param name="sensor">What is forecast.</param>
    /// <param name="baseDay">The last day looked at.</param>
    /// <param name="days">The days whose files are read back.</param>
    /// <param name="before">Reads the days before them straight from storage, as the model wants them.</param>
    /// <param name="usable">At most one per quantity.</param>
    /// <param name="cancellation">Looked at before anything is written.</param>
    private async Task<ForecastReport> ForecastAsync(
        Sensor sensor, DateOnly baseDay, List<WallClockDay> days, Func<IStationModel, MinuteSeries> before,
        List<IStationModel> usable,
        CancellationToken cancellation)
    {
        var calendar = await holidays.LoadAsync(sensor.Key, cancellation);
        var series = InputFiles.Read(
            [.. days.Select(day => inputs.PathOf(sensor.Id, day.Day))], days[0].Day, sensor.SamplingIntervalMinutes);
        var forecasts = usable
            .Where(model => series[model.Quantity].Values.Any(value => !double.IsNaN(value)))
            .ToDictionary(
                model => model.Quantity, model => model.Forecast(baseDay, Join(before(model), series[model.Quantity], model), calendar));
        cancellation.ThrowIfCancellationRequested();
        if (forecasts.Count == 0)
        {
            return ForecastReport.Without(
                sensor.Id, baseDay,
                new Problem(
                    "forecast.no-model-of-quantity", sensor.Id, string.Join(", ", usable.Select(model => model.Quantity.ToWireName()))));
        }

        var skipped = forecasts.Values.SelectMany(
            forecast => forecast.Skipped.Select(hour => new SkippedForecast(forecast.Quantity.ToWireName(), hour.Hour, hour.Reason)))
            .ToList();
        if (forecasts.Values.All(forecast => forecast.Values.Count == 0))
        {
            return ForecastReport.Without(
                sensor.Id, baseDay,
                new Problem("forecast.no-hour", WireTime.WriteDay(baseDay), skipped[0].Why)) with
            { Skipped = skipped };
        }

        var (files, steps) = WriteOutputs(sensor.Id, baseDay, forecasts);
        var queued = await store.SaveAsync(sensor, baseDay, forecasts.Values, steps, cancellation);
        return new ForecastReport
        {
            Sensor = sensor.Id,
            BaseDay = WireTime.WriteDay(baseDay),
            Files = [inputs.PathOf(sensor.Id, baseDay), .. files],
            Rows = OutputFiles.Steps * HoursPer.Day,
            LowConfidence = forecasts.Values.Any(forecast => forecast.LowConfidence),
            Skipped = skipped,
            Models = forecasts.ToDictionary(pair => pair.Key.ToWireName(), pair => pair.Value.ModelVersion),
            Queued = queued,
        };
    }

    private (List<string> Files, List<byte[]> Steps) WriteOutputs(
        string sensorId, DateOnly baseDay, IReadOnlyDictionary<Quantity, DayForecast> forecasts)
    {
        var files = new List<string> { outputs.Write(sensorId, "prediction.csv", OutputFiles.AllSteps(baseDay, forecasts)) };
        var steps = new List<byte[]>();
        for (var step = 1; step <= OutputFiles.Steps; step++)
        {
            var text = OutputFiles.OneStep(baseDay, step, forecasts);
            files.Add(outputs.Write(sensorId, OutputFiles.DayName(step), text));
            steps.Add(Encoding.UTF8.GetBytes(text));
        }

        return (files, steps);
    }

    private static MinuteSeries Join(MinuteSeries before, MinuteSeries files, IStationModel model) =>
        Join(before, model.ReadsHours ? files.ToHours() : files);

    private static MinuteSeries Join(MinuteSeries before, MinuteSeries after) => before with
    {
        Values = [.. before.Values, .. after.Values],
        Change = after.Change,
        Other = before.Other is { } other && after.Other is { } later ? Join(other, later) : null,
    };

    private static bool HasValues(WallClockDay day) =>
        day.FlowRate.Any(value => !double.IsNaN(value)) || day.Pressure.Any(value => !double.IsNaN(value));

    private static async Task<Problem> ExplainEmptyAsync(StationDbContext db, Sensor sensor, DateOnly day, CancellationToken cancellation)
    {
        var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        var first = await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var last = await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        return first is null || last is null
            ? new Problem("forecast.no-readings", sensor.Id)
            : new Problem(
                "forecast.no-readings-on", sensor.Id, WireTime.WriteDay(day), WireTime.Write(sensor.Clock.ToLocal(first.Value)),
                WireTime.Write(sensor.Clock.ToLocal(last.Value)));
    }
}

using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Kernels;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>
/// Trains networks on what the seasonal baseline is off by: some for the first day and some for the days after it. A first training leaves
/// the last days out; they say how much of the networks to add, how wide the band is and how good it all was. A second one with the same
/// options learns from everything, and is what is kept.
/// </summary>
public static class ResidualTrainer
{
    private const double FewestHeldBackShare = 0.5;

    /// <summary>As many days of learning as it takes to be worth a try: the baseline's first weeks, a month, and those held back.</summary>
    public static int FewestDays(ResidualTrainingOptions options) => 21 + 28 + options.HeldBackDays;

    /// <param name="options">What to train and how.</param>
    /// <param name="sensors">Hours of one or several sensors on their wall clocks, NaN where missing. Each with at least
    /// <see cref="FewestDays"/>; they need not have the same size or unit.</param>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="progress">Told at the end of each pass; from 0 to 1 over both trainings.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    /// <exception cref="TrainingDataException">There is not enough data.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ResidualModel Train(
        ResidualTrainingOptions options, IReadOnlyList<MinuteSeries> sensors, IHolidays holidays, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        foreach (var hours in sensors)
        {
            Check(hours, options);
        }

        var end = sensors.Max(hours => hours.TimeAt(hours.Values.Length)).Date;
        var split = end.AddDays(-options.HeldBackDays);
        RequireHeldBack(sensors, split, end);
        List<ResidualSensor> Prepare() => [.. sensors.Select(hours => new ResidualSensor(hours, holidays, options))];
        options = options with { Baseline = BaselineChoice.Choose(options.Baseline, Prepare(), holidays, split) };
        var prepared = Prepare();
        var fit = new ResidualFit(options, prepared, new Steps(progress, options), cancellation);
        var judged = ResidualJudge.Weigh(fit.Until(split), prepared, split, options.ContextHours);
        var description = Describe(options, sensors, fit);
        var centers = sensors.Select(
            hours => (hours, center: ResidualModel.Center(description, judged, holidays, member => new CachedForecaster(member), null)))
            .ToList();
        var band = HeldBackBand.Measure(centers, prepared, split);
        var figures = centers.Select(
            pair => HeldBackMeasure.Of(new BandedForecaster(pair.center, band, options.Baseline, holidays), pair.hours, holidays, split))
            .ToList();
        var kept = fit.Until(end).Zip(judged, (part, before) => part with { Weight = before.Weight }).ToList();
        var factors = ResidualJudge.LearnedFactors(judged, kept, prepared, split, options.ContextHours);
        description = description with
        {
            Training = description.Training! with { HeldBack = figures, Samples = fit.SampleCount },
            Learned = new LearnedSpan(end, factors[0], factors[1]),
        };
        return new ResidualModel(description, kept, band);
    }

    /// <summary>Every sensor has a say in weights, band and figures.</summary>
    private static void RequireHeldBack(IReadOnlyList<MinuteSeries> sensors, DateTime split, DateTime end)
    {
        for (var i = 0; i < sensors.Count; i++)
        {
            var asked = (int)((end - split).TotalHours * FewestHeldBackShare);
            var measured = sensors[i].Slice(sensors[i].IndexOf(split), (int)(end - split).TotalHours).Count(value => !double.IsNaN(value));
            if (measured < asked)
            {
                object which = sensors.Count == 1 ? "" : new Phrase("training.of-sensor", i + 1, sensors.Count);
                throw new TrainingDataException(new Problem(
                    "training.too-few-hours", measured, which, split, end.AddDays(-1), asked));
            }
        }
    }

    private static void Check(MinuteSeries hours, ResidualTrainingOptions options)
    {
        var days = hours.Values.Length / HoursPer.Day;
        if (hours.Interval != HourSeries.Interval || days < FewestDays(options))
        {
            throw new TrainingDataException(
                new Problem(
                    "training.too-few-days-of-hours", hours.Values.Length * hours.Interval / TimeSpan.FromDays(1),
                    hours.Interval.TotalMinutes, FewestDays(options)));
        }
    }

    private static ResidualDescription Describe(ResidualTrainingOptions options, IReadOnlyList<MinuteSeries> sensors, ResidualFit fit) =>
        new()
        {
            Format = ResidualDescription.CurrentFormat,
            Name = options.Name,
            Version = $"{options.Name}-{options.Seed}",
            Quantity = options.Quantity.ToWireName(),
            ContextHours = options.ContextHours,
            Inputs = ResidualInputs.Names,
            Baseline = options.Baseline,
            MixDays = options.MixDays,
            Trees = options.Trees && options.MixDays > 0,
            LstmUnits = [.. Enumerable.Repeat(options.Units, options.Layers)],
            Parts = [],
            Training = new ResidualCard(
            options.Data,
            DateOnly.FromDateTime(sensors.Min(hours => hours.Start)),
            DateOnly.FromDateTime(sensors.Max(hours => hours.TimeAt(hours.Values.Length - 1))),
            fit.SampleCount, options.HeldBackDays, options.Seed, options.Epochs, [])
            {
                FusedMultiplyAdd = KernelPaths.HasFusedMultiplyAdd,
            },
            Weights = new WeightsDescription("weights.safetensors", ""),
        };

    /// <summary>Counts the passes of all networks of both trainings.</summary>
    internal sealed class Steps(IProgress<double>? progress, ResidualTrainingOptions options)
    {
        private readonly int all = 2 * options.Members * (options.Epochs + options.LaterEpochs);
        private int done;

        public void Next() => progress?.Report((double)++done / all);
    }
}

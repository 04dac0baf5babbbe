using Whatever.Model.Forecasting;
using Whatever.Model.Kernels;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining;

/// <summary>
/// Trains a direct model of 60 minutes in, six days out, on windows of every hour: an <see cref="LstmFit"/> that the last days bring to an
/// end.
/// </summary>
public static class Trainer
{
    private const int SixWeeks = 42;
    private const int FewestSamples = 200;
    private const int WindowSteps = 60;
    private const int ContextDays = 7;

    /// <summary>
    /// Complete days that a training needs: the context of the first window, windows to learn from, their six target days, and those held
    /// back.
    /// </summary>
    public static int FewestDays(TrainingOptions options) =>
        Math.Max(SixWeeks, ContextDays + (FewestSamples / ForecastTargets.Hours) + 1 + ForecastTargets.Days + options.HeldBackDays + 1);

    /// <param name="options">What to train and how.</param>
    /// <param name="series">Minutes on a wall clock, NaN where missing; at least <see cref="FewestDays"/>.</param>
    /// <param name="progress">Told ten times a pass and at its end; the held-back loss is the mean absolute error in standard deviations of
    /// the series.</param>
    /// <param name="cancellation">Looked at between steps.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    /// <exception cref="TrainingDataException">There is not enough data, no checkpoint to go on from, or one of another
    /// training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint, if one was asked for, is written.</exception>
    public static TrainingResult Train(
        TrainingOptions options, MinuteSeries series, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        var days = series.Values.Length * series.Interval / TimeSpan.FromDays(1);
        var fewest = FewestDays(options);
        if (series.Interval != TimeSpan.FromMinutes(1) || days < fewest)
        {
            throw new TrainingDataException(new Problem("training.too-few-days", days, series.Interval.TotalMinutes, fewest));
        }

        var description = Describe(options);
        var samples = SampleSet.Build(description, series);
        var split = series.TimeAt(series.Values.Length - 1).Date.AddDays(-options.HeldBackDays);

        // A target of the training must not lie in the held-back days.
        var training = samples.Where(end => end.AddDays(ForecastTargets.Days) < split);
        var heldBack = samples.Where(end => end >= split);
        if (training.Count < FewestSamples || heldBack.Count == 0)
        {
            throw new TrainingDataException(
                new Problem("training.too-few-windows", training.Count, heldBack.Count, FewestSamples));
        }

        return Fit(options, description, training, heldBack, series, progress, cancellation);
    }

    private static TrainingResult Fit(
        TrainingOptions options, ModelDescription description, SampleSet training, SampleSet heldBack, MinuteSeries series,
        IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var shape = new NetworkShape(
            WindowSteps, description.Features.Count, [.. Enumerable.Repeat(options.Units, options.Layers)], ForecastTargets.Days);
        var fit = LstmFit.Run(
            shape, training.ToSamples(WindowSteps), heldBack.ToSamples(WindowSteps), FitOptionsOf(options), progress, cancellation);
        var card = new TrainingCard(
            options.Data, DateOnly.FromDateTime(series.Start), DateOnly.FromDateTime(series.TimeAt(series.Values.Length - 1)),
            training.Count,
            options.HeldBackDays, options.Seed, fit.BestEpoch, Math.Round(fit.Epochs[fit.BestEpoch - 1].HeldBackLoss, 5),
            Math.Round(BaselineError(heldBack), 5))
        {
            FusedMultiplyAdd = KernelPaths.HasFusedMultiplyAdd,
        };
        return new TrainingResult(new ForecastModel(description with { Training = card }, fit.Network), card);
    }

    private static FitOptions FitOptionsOf(TrainingOptions options) => new()
    {
        Seed = options.Seed,
        Epochs = options.Epochs,
        BatchSize = options.BatchSize,
        LearningRate = options.LearningRate,
        WeightDecay = options.WeightDecay,
        Patience = options.Patience,
        JudgedBy = LossKind.Absolute,
        MaxThreads = options.MaxThreads,
        Checkpoint = options.CheckpointPath is { } path ? checkpoint => checkpoint.Save(path) : null,
        ResumeFrom = options is { Resume: true, CheckpointPath: { } source } ? FitCheckpoint.Load(source) : null,
    };

    /// <summary>Of the seven-day mean of the hour, which the outputs are relative to.</summary>
    private static double BaselineError(SampleSet samples) => samples.Targets.SelectMany(target => target).Average(Math.Abs);

    private static ModelDescription Describe(TrainingOptions options) => new()
    {
        Format = ModelDescription.CurrentFormat,
        Name = options.Name,
        Version = $"{options.Name}-{options.Seed}",
        Quantity = options.Quantity.ToWireName(),
        SamplingIntervalMinutes = 1,
        Window = new WindowDescription(WindowSteps, ContextDays),
        Features = FeatureNames.All,
        Scaler = new ScalerDescription("context"),
        Strategy = "direct",
        Output = new OutputDescription(ForecastTargets.Days, "hour_mean"),
        Layers =
        [
            .. Enumerable.Repeat(new LayerDescription("lstm", options.Units), options.Layers),
            new LayerDescription("dense", ForecastTargets.Days, "linear"),
        ],
        Weights = new WeightsDescription("weights.safetensors", ""),
    };
}

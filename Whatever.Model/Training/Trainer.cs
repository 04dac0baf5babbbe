using System.Globalization;
using MathNet.Numerics.LinearAlgebra.Double;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;

namespace Whatever.Model.Training;

/// <summary>Trains a direct model of 60 minutes in, six days out: windows of every hour, Adam, clipped gradients, early stopping.</summary>
public static class Trainer
{
    private const int SixWeeks = 42;
    private const int FewestSamples = 200;
    private const int WindowSteps = 60;
    private const int ContextDays = 7;

    /// <summary>Longer gradients are shortened to this length (Pascanu et al. 2013).</summary>
    private const double LongestGradient = 1;

    /// <summary>Complete days that a training needs: the context of the first window, windows to learn from, their six target days, and those held back.</summary>
    public static int FewestDays(TrainingOptions options) =>
        Math.Max(SixWeeks, ContextDays + (FewestSamples / ForecastTargets.Hours) + 1 + ForecastTargets.Days + options.HeldBackDays + 1);

    /// <param name="options">What to train and how.</param>
    /// <param name="series">Minutes on a wall clock, NaN where missing; at least <see cref="FewestDays"/>.</param>
    /// <param name="progress">Told after each pass.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    /// <exception cref="TrainingDataException">There is not enough data.</exception>
    public static TrainingResult Train(
        TrainingOptions options, MinuteSeries series, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (options.Validate() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        var days = series.Values.Length * series.Interval / TimeSpan.FromDays(1);
        var fewest = FewestDays(options);
        if (series.Interval != TimeSpan.FromMinutes(1) || days < fewest)
        {
            throw new TrainingDataException(string.Create(
                CultureInfo.InvariantCulture, $"There are {days:0.#} days at {series.Interval.TotalMinutes} min, expected at least {fewest} days of minutes."));
        }

        var description = Describe(options);
        var samples = SampleSet.Build(description, series);
        var split = series.TimeAt(series.Values.Length - 1).Date.AddDays(-options.HeldBackDays);

        // A target of the training must not lie in the held-back days.
        var training = samples.Where(end => end.AddDays(ForecastTargets.Days) < split);
        var heldBack = samples.Where(end => end >= split);
        if (training.Count < FewestSamples || heldBack.Count == 0)
        {
            throw new TrainingDataException($"Only {training.Count} windows are complete enough to learn from and {heldBack.Count} to hold back, expected {FewestSamples} and 1; there are too many gaps.");
        }

        return Fit(options, description, training, heldBack, series, progress, cancellation);
    }

    private static TrainingResult Fit(
        TrainingOptions options, ModelDescription description, SampleSet training, SampleSet heldBack, MinuteSeries series,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var random = new Random(options.Seed);
        var network = new TrainableNetwork(description.Features.Count, options.Units, ForecastTargets.Days, random);
        var best = new BestWeights();
        var adam = new Adam(network.Parameters.Length);
        for (var epoch = 1; epoch <= options.Epochs && epoch - best.Epoch <= options.Patience; epoch++)
        {
            var rate = options.LearningRate * (1 - (0.9 * (epoch - 1) / options.Epochs));
            var loss = RunEpoch(network, adam, training, Shuffle(training.Count, random), options.BatchSize, rate, cancellation);
            var error = MeanAbsoluteError(network, heldBack, options.BatchSize);
            best.Offer(epoch, error, network.Parameters);
            progress?.Report(new TrainingProgress(epoch, options.Epochs, loss, error));
        }

        // The weights are stored in single precision: what is judged and used from here on is what a reader of the file gets.
        network.Parameters = Array.ConvertAll(best.Parameters, value => (double)(float)value);
        var card = new TrainingCard(
            options.Data, DateOnly.FromDateTime(series.Start), DateOnly.FromDateTime(series.TimeAt(series.Values.Length - 1)), training.Count,
            options.HeldBackDays, options.Seed, best.Epoch, Math.Round(MeanAbsoluteError(network, heldBack, options.BatchSize), 5), Math.Round(BaselineError(heldBack), 5));
        return new TrainingResult(new ForecastModel(description with { Training = card }, network.ToNetwork()), card);
    }

    private static double RunEpoch(
        TrainableNetwork network, Adam adam, SampleSet samples, int[] order, int batchSize, double learningRate, CancellationToken cancellation)
    {
        var total = 0.0;
        foreach (var rows in order.Chunk(batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var (loss, gradient) = network.Differentiate(Steps(samples, rows), Targets(samples, rows));
            Clip(gradient);
            var parameters = network.Parameters;
            adam.Step(parameters, gradient, learningRate);
            network.Parameters = parameters;
            total += loss * rows.Length;
        }

        return total / order.Length;
    }

    private static void Clip(double[] gradient)
    {
        var length = Math.Sqrt(gradient.Sum(value => value * value));
        if (length > LongestGradient)
        {
            for (var k = 0; k < gradient.Length; k++)
            {
                gradient[k] *= LongestGradient / length;
            }
        }
    }

    private static double MeanAbsoluteError(TrainableNetwork network, SampleSet samples, int batchSize)
    {
        var total = 0.0;
        foreach (var rows in Enumerable.Range(0, samples.Count).Chunk(batchSize))
        {
            var (y, targets) = (network.Predict(Steps(samples, rows)).Values, Targets(samples, rows).Values);
            total += y.Select((value, k) => Math.Abs(value - targets[k])).Sum();
        }

        return total / (samples.Count * ForecastTargets.Days);
    }

    /// <summary>Of the seven-day mean of the hour, which the outputs are relative to.</summary>
    private static double BaselineError(SampleSet samples) => samples.Targets.SelectMany(target => target).Average(Math.Abs);

    private static List<DenseMatrix> Steps(SampleSet samples, int[] rows)
    {
        var features = samples.Inputs[0].Length / WindowSteps;
        return [.. Enumerable.Range(0, WindowSteps).Select(step =>
            DenseMatrix.Create(rows.Length, features, (row, feature) => samples.Inputs[rows[row]][(step * features) + feature]))];
    }

    private static DenseMatrix Targets(SampleSet samples, int[] rows) =>
        DenseMatrix.Create(rows.Length, ForecastTargets.Days, (row, step) => samples.Targets[rows[row]][step]);

    private static int[] Shuffle(int count, Random random)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }

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
        Layers = [new LayerDescription("lstm", options.Units), new LayerDescription("dense", ForecastTargets.Days, "linear")],
        Weights = new WeightsDescription("weights.safetensors", ""),
    };

    private sealed class BestWeights
    {
        private double error = double.PositiveInfinity;

        public int Epoch { get; private set; }
        public double[] Parameters { get; private set; } = [];

        public void Offer(int epoch, double candidate, double[] parameters)
        {
            if (candidate < error)
            {
                (error, Epoch, Parameters) = (candidate, epoch, parameters);
            }
        }
    }
}

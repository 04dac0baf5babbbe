using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>Fits the networks of every part to what lies before a moment.</summary>
internal sealed class ResidualFit(
    ResidualTrainingOptions options, IReadOnlyList<ResidualSensor> sensors, ResidualTrainer.Steps steps, CancellationToken cancellation)
{
    private const int WarmupSteps = 50;
    private const double LastRateShare = 0.02;

    /// <summary>With fewer origins more of each day are used, down to every hour.</summary>
    private const int EnoughSamples = 1_000;
    private const int FewestSamples = 40;

    /// <summary>
    /// The days after the first are the same from midnight or from noon; twice as many origins would only be learned by heart sooner.
    /// </summary>
    private static readonly int[] HoursBetweenLaterOrigins = [24, 12, 6, 4, 3, 2, 1];

    private static readonly int[] HoursBetweenOrigins = [12, 6, 4, 3, 2, 1];

    /// <summary>
    /// Hours from origin to origin by first hour of the part: what the first training chose holds for the second, so that both learn in as
    /// many steps a day.
    /// </summary>
    private readonly Dictionary<int, int> spacing = [];

    /// <summary>Samples that the first day was last learned from.</summary>
    public int SampleCount { get; private set; }

    /// <summary>The parts with their networks, in full weight. Every target lies before the end.</summary>
    public IReadOnlyList<ResidualPart> Until(DateTime end)
    {
        var later = Fit(HoursPer.Day, HoursPer.Week, options.LaterEpochs, end, HoursBetweenLaterOrigins);
        var first = Fit(0, HoursPer.Day, options.Epochs, end, HoursBetweenOrigins);
        return [first, later];
    }

    private ResidualPart Fit(int fromHour, int toHour, int epochs, DateTime end, IReadOnlyList<int> hoursBetween)
    {
        var samples = Samples(fromHour, toHour, end, hoursBetween);
        var shape = new NetworkShape(
            options.ContextHours, ResidualInputs.Names.Count, [.. Enumerable.Repeat(options.Units, options.Layers)], toHour - fromHour);
        var progress = new EachEpoch(steps);
        return new ResidualPart(
            fromHour, toHour, 1,
            [.. Enumerable.Range(options.Seed, options.Members).Select(seed => LstmFit.Run(shape, samples, null, new FitOptions
        {
            Seed = seed,
            Epochs = epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            MinLearningRateShare = LastRateShare,
            WarmupSteps = WarmupSteps,
            WeightDecay = options.WeightDecay,
            DropoutRate = options.DropoutRate,
            Loss = LossKind.Huber,
            MaxThreads = options.MaxThreads,
        }, progress, cancellation).Network)]);
    }

    private ArraySamples Samples(int fromHour, int toHour, DateTime end, IReadOnlyList<int> hoursBetween)
    {
        if (!spacing.TryGetValue(fromHour, out var step))
        {
            step = hoursBetween.FirstOrDefault(hours => Origins(toHour, end, hours).Count >= EnoughSamples, hoursBetween[^1]);
            spacing[fromHour] = step;
        }

        var origins = Origins(toHour, end, step);
        if (origins.Count < FewestSamples)
        {
            throw new TrainingDataException(
                new Problem("training.too-few-forecasts", origins.Count, FewestSamples));
        }

        SampleCount = origins.Count;
        var width = options.ContextHours * ResidualInputs.Names.Count;
        var (inputs, targets) = (new float[origins.Count * width], new float[origins.Count * (toHour - fromHour)]);
        for (var i = 0; i < origins.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            origins[i].Sensor.Fill(
                origins[i].Origin, fromHour, toHour, inputs.AsSpan(i * width, width),
                targets.AsSpan(i * (toHour - fromHour), toHour - fromHour));
        }

        return new ArraySamples(inputs, targets, options.ContextHours, ResidualInputs.Names.Count, toHour - fromHour);
    }

    private List<(ResidualSensor Sensor, DateTime Origin)> Origins(int toHour, DateTime end, int hoursBetween)
    {
        var origins = new List<(ResidualSensor, DateTime)>();
        foreach (var sensor in sensors)
        {
            for (var origin = sensor.FirstOrigin; origin.AddHours(toHour) <= end; origin = origin.AddHours(hoursBetween))
            {
                if (sensor.CanLearnFrom(origin))
                {
                    origins.Add((sensor, origin));
                }
            }
        }

        return origins;
    }

    /// <summary>In the thread that trains, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class EachEpoch(ResidualTrainer.Steps steps) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.EndsEpoch)
            {
                steps.Next();
            }
        }
    }
}

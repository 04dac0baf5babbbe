using Whatever.Model.ForecastTraining;
using Whatever.Model.Kernels;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Model.Training;

namespace Whatever.Tests.Model.Training;

/// <summary>Trainings small enough for a test.</summary>
internal static class TrainingRuns
{
    public static readonly DateTime Start = new(2024, 3, 4);

    public static IEnumerable<KernelPath> Paths =>
        new[] { KernelPath.Vector128, KernelPath.Vector256, KernelPath.Vector512 }.Where(KernelPaths.IsSupported);

    public static TrainingOptions Tiny { get; } = new()
    {
        Quantity = Quantity.FlowRate,
        Name = "tiny",
        Units = 2,
        Epochs = 1,
        HeldBackDays = 10,
    };

    public static MinuteSeries Days(int days, int seed = 1) => new(
        Start, TimeSpan.FromMinutes(1),
        [.. new WaterSimulator(new SimulationOptions { Seed = seed }).Generate(Start, days * 1440).Select(minute => minute.FlowRate)]);

    public static TrainingResult Train(TrainingOptions options, MinuteSeries series, IProgress<FitProgress>? progress = null) =>
        Trainer.Train(options, series, progress, TestContext.Current.CancellationToken);

    public static double[] Weights(this TrainingResult result) => Weights(result.Model.Network);

    public static double[] Weights(this FitResult result) => Weights(result.Network);

    private static double[] Weights(Whatever.Model.Networks.INetwork network) =>
        [.. WeightNames.ToTensors(network).OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.Values)];

    /// <summary>Keeps what was reported at the end of each pass, in the thread that reports it.</summary>
    public sealed class Passes : List<FitProgress>, IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.EndsEpoch)
            {
                Add(value);
            }
        }
    }
}

using System.Globalization;
using Whatever.Model.Kernels;
using Whatever.Model.Training;
using Whatever.Model.Training.Kernels;

namespace Whatever.Benchmarks;

/// <summary>
/// Whole training steps (forward, back, AdamW) of LSTM(64) -> LSTM(64) -> Dense(6), window 60 x 8, against PyTorch: the same weights and
/// data, in one interleaved run.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Steps = 60;
    private const int Features = 8;
    private const int Units = 64;
    private const int Outputs = 6;
    private const int Samples = 4096;
    private const int ComparedSteps = 30;
    private const int SettleMilliseconds = 200;
    private const double LearningRate = 0.001;
    private const double WeightDecay = 0.01;
    private static readonly (int Batch, int Threads)[] Cases = [(32, 1), (256, 1), (32, 2), (256, 2)];
    private static readonly NetworkShape Shape = new(Steps, Features, [Units, Units], Outputs);

    public static int Run(int rounds, bool alone)
    {
        var python = alone ? null : TorchPeer.FindPython();
        if (python is null && !alone)
        {
            Console.Error.WriteLine(TorchPeer.HowToGet);
            return 1;
        }

        var random = new Random(1);
        var inputs = Enumerable.Range(0, Samples * Steps * Features).Select(_ => (2 * random.NextSingle()) - 1).ToArray();
        var targets = Enumerable.Range(0, Samples * Outputs)
            .Select(k => inputs[k / Outputs * Steps * Features] + (0.1f * random.NextSingle())).ToArray();
        var weights = InitialWeights.Create(Shape, seed: 1);
        var samples = new ArraySamples(inputs, targets, Steps, Features, Outputs);
        TorchPeer? Start(int threads) =>
            python is null ? null : new TorchPeer(python, threads, [Steps, Features, Units, Outputs, Samples], weights, inputs, targets);
        using var single = Start(1);
        using var pair = Start(2);
        var version = single?.Begin(LearningRate, WeightDecay) ?? "(not run)";
        Console.WriteLine(
            $"LSTM({Units}) -> LSTM({Units}) -> Dense({Outputs}), window {Steps} x {Features}, AdamW; {KernelPaths.Best}; {rounds} "
                + $"rounds, medians; PyTorch {version}");
        foreach (var (batch, threads) in Cases)
        {
            Compare(samples, weights, threads == 1 ? single : pair, batch, threads, rounds);
        }

        if (single is not null)
        {
            PrintLosses(samples, weights, single);
        }

        YearOfMinutes.Run();
        return 0;
    }

    private static void Compare(ArraySamples samples, float[] weights, TorchPeer? peer, int batch, int threads, int rounds)
    {
        var own = new OwnTrainer(samples, weights, batch, threads);
        peer?.Begin(LearningRate, WeightDecay);
        var steps = Math.Max(4, 1024 / batch);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = -2; round < rounds; round++)
        {
            Settle();
            var measure = new Measure("ours");
            measure.Time(() => own.Run(steps));
            Settle();
            var other = peer?.Run(batch, steps).Seconds ?? double.NaN;
            if (round >= 0)
            {
                ours.Add(measure.Median);
                theirs.Add(other);
            }
        }

        var (a, b) = (batch * steps / Median(ours), batch * steps / Median(theirs));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"batch {batch,3}, {threads} thread(s): {a,7:0} samples/s (slowest {batch * steps / ours.Max():0}, fastest "
                + $"{batch * steps / ours.Min():0}), PyTorch {b,7:0} (fastest {batch * steps / theirs.Min():0}), ratio {a / b:0.00}"));
    }

    /// <summary>Lets the waiting threads of the one before go to sleep: they spin for a while when they have nothing to do.</summary>
    private static void Settle() => Task.Delay(TimeSpan.FromMilliseconds(SettleMilliseconds), TimeProvider.System).Wait();

    private static void PrintLosses(ArraySamples samples, float[] weights, TorchPeer peer)
    {
        var own = new OwnTrainer(samples, weights, 32, 1).Run(ComparedSteps);
        peer.Begin(LearningRate, WeightDecay);
        var theirs = peer.Run(32, ComparedSteps).Losses;
        Console.WriteLine("loss of step          ours       PyTorch    difference");
        for (var step = 0; step < ComparedSteps; step++)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{step + 1,12} {own[step],13:0.00000000} {theirs[step],13:0.00000000} "
                        + $"{Difference(own[step], theirs[step]),13:0.0e0}"));
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"largest relative difference: {own.Zip(theirs, Difference).Max():0.0e0}"));
    }

    private static double Difference(double a, double b) => Math.Abs(a - b) / b;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Batches in their order, as the peer takes them.</summary>
    private sealed class OwnTrainer
    {
        private readonly ArraySamples samples;
        private readonly int batch;
        private readonly GradientEngine engine;
        private readonly AdamW optimizer;
        private readonly OutputLoss loss = new FitOptions().LossOf(LossKind.Mse, Outputs);
        private readonly int[] order = [.. Enumerable.Range(0, Samples)];
        private int first;

        public OwnTrainer(ArraySamples samples, float[] weights, int batch, int threads)
        {
            (this.samples, this.batch) = (samples, batch);
            var layout = new ParameterLayout(Shape);
            engine = new GradientEngine(layout, KernelPaths.Best, Steps, batch, threads);
            optimizer = new AdamW(layout.Length, layout.Decayed);
            layout.Pack(weights, engine.Parameters);
            engine.Update();
        }

        public double[] Run(int steps)
        {
            var losses = new double[steps];
            for (var step = 0; step < steps; step++)
            {
                losses[step] = engine.Differentiate(samples, order.AsMemory(first, batch), loss).Mean;
                var length = engine.GradientLength;
                optimizer.Step(engine.Parameters, engine.Gradient, Math.Min(1, double.MaxValue / length), LearningRate, WeightDecay);
                engine.Update();
                first = (first + batch) % Samples;
            }

            return losses;
        }
    }
}

using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.OnnxRuntime;
using Whatever.Model.Kernels;
using Whatever.Model.Networks;

namespace Whatever.Benchmarks;

/// <summary>
/// Forward passes of LSTM(64) -> LSTM(64) -> Dense(6), window 60 x 8, against ONNX Runtime with all its optimisations, in one interleaved
/// run.
/// </summary>
internal static class InferenceBenchmark
{
    private const int Steps = 60;
    private const int Features = 8;
    private const int Units = 64;
    private const int Outputs = 6;
    private const int SettleMilliseconds = 150;
    private static readonly (int Batch, int Threads)[] Cases = [(1, 1), (1, 2), (24, 1), (168, 1), (168, 2), (1024, 1), (1024, 2)];

    public static int Run(int rounds, int? onlyBatch, int? onlyThreads)
    {
        var network = Network();
        var onnx = OnnxWriter.Write(network);
        Console.WriteLine(
            $"LSTM({Units}) -> LSTM({Units}) -> Dense({Outputs}), window {Steps} x {Features}; {KernelPaths.Best}; {rounds} rounds, "
                + "medians");
        foreach (
            var (batch, threads) in Cases.Where(
                one => (onlyBatch ?? one.Batch) == one.Batch && (onlyThreads ?? one.Threads) == one.Threads))
        {
            using var tuned = new TunedRunner(network, threads, new KernelCalibration(() => TimeProvider.System.GetElapsedTime(0)));
            Compare(onnx, "chosen here", tuned.Run, batch, threads, rounds);
            foreach (var path in new[] { KernelPath.Vector512, KernelPath.Vector256, KernelPath.Vector128 }.Where(KernelPaths.IsSupported))
            {
                using var runner = new LstmRunner(network, path, threads);
                Compare(onnx, $"{path}", runner.Run, batch, threads, rounds);
            }

            if (batch == 1 && threads == 1)
            {
                using var bothWays = new LstmRunner(network, sumsBothWays: true);
                Compare(onnx, "both ways", bothWays.Run, batch, threads, rounds);
            }
        }

        return 0;
    }

    private delegate void Runner(ReadOnlySpan<float> input, int steps, Span<float> result);

    private static void Compare(byte[] onnx, string name, Runner run, int batch, int threads, int rounds)
    {
        var random = new Random(1);
        var windows = Enumerable.Range(0, batch * Steps * Features).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray();
        var ours = new float[batch * Outputs];

        // Before the peer is there, whose threads spin: what is chosen by trial would be chosen for a machine with one core less.
        Settle(() => run(windows, Steps, ours));
        using var peer = new OnnxPeer(onnx, windows, batch, threads);
        peer.Run();
        var difference = ours.Zip(peer.Output, (a, b) => Math.Abs(a - b)).Max();
        if (!(difference < 1e-5))
        {
            throw new InvalidOperationException($"Outputs differ by {difference}.");
        }

        var runs = Math.Max(1, 400 / batch);
        var (own, other) = (new Measure("ours"), new Measure("peer"));
        var consumed = 0.0;
        for (var round = -2; round < rounds; round++)
        {
            Settle(() => run(windows, Steps, ours));
            (round < 0 ? new Measure("warm-up") : own).Time(() =>
            {
                for (var i = 0; i < runs; i++)
                {
                    run(windows, Steps, ours);
                    consumed += ours[i % ours.Length];
                }
            });
            Settle(peer.Run);
            (round < 0 ? new Measure("warm-up") : other).Time(() =>
            {
                for (var i = 0; i < runs; i++)
                {
                    peer.Run();
                    consumed += peer.Output[i % ours.Length];
                }
            });
        }

        var (a, b) = (own.Median / runs / batch * 1e6, other.Median / runs / batch * 1e6);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"batch {batch,5}, {threads} thread(s), {name,-11}: {a,8:0.0} us a window, ONNX Runtime {b,8:0.0}, ratio {b / a:0.00}   "
                + $"(largest difference {difference:0.0e0}, {consumed:0.0})"));
    }

    /// <summary>
    /// Lets the waiting threads of the one before go to sleep (both spin for a while when they have nothing to do), and wakes those of the
    /// one that comes.
    /// </summary>
    private static void Settle(Action run)
    {
        Task.Delay(TimeSpan.FromMilliseconds(SettleMilliseconds), TimeProvider.System).Wait();
        for (var i = 0; i < 5; i++)
        {
            run();
        }
    }

    private static LstmNetwork Network()
    {
        var random = new Random(7);
        Matrix<double> Uniform(int rows, int columns, double limit) =>
            Matrix<double>.Build.Dense(rows, columns, (_, _) => ((2 * random.NextDouble()) - 1) * limit);
        LstmLayer Lstm(int inputs) =>
            new(Uniform(inputs, 4 * Units, 0.15), Uniform(Units, 4 * Units, 0.12), Uniform(1, 4 * Units, 0.5).Row(0));
        return new LstmNetwork(
            [Lstm(Features), Lstm(Units)], [new DenseLayer(Uniform(Units, Outputs, 0.3), Uniform(1, Outputs, 0.1).Row(0), "linear")]);
    }

    private sealed class OnnxPeer : IDisposable
    {
        private static readonly string[] Inputs = ["x"];
        private static readonly string[] OutputNames = ["output"];
        private readonly SessionOptions options;
        private readonly InferenceSession session;
        private readonly RunOptions run = new();
        private readonly OrtValue[] inputs;
        private readonly OrtValue[] outputs;

        public OnnxPeer(byte[] model, float[] windows, int batch, int threads)
        {
            options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            };
            session = new InferenceSession(model, options);
            var timeMajor = new float[windows.Length];
            for (var row = 0; row < batch; row++)
            {
                for (var step = 0; step < Steps; step++)
                {
                    windows.AsSpan(((row * Steps) + step) * Features, Features).CopyTo(timeMajor.AsSpan(((step * batch) + row) * Features));
                }
            }

            Output = new float[batch * InferenceBenchmark.Outputs];
            inputs = [OrtValue.CreateTensorValueFromMemory(timeMajor, [Steps, batch, Features])];
            outputs = [OrtValue.CreateTensorValueFromMemory(Output, [batch, InferenceBenchmark.Outputs])];
        }

        public float[] Output { get; }

        public void Run() => session.Run(run, Inputs, inputs, OutputNames, outputs);

        public void Dispose()
        {
            inputs[0].Dispose();
            outputs[0].Dispose();
            run.Dispose();
            session.Dispose();
            options.Dispose();
        }
    }
}

using System.Runtime.Intrinsics;
using Whatever.Model.Networks;

namespace Whatever.Model.Kernels;

/// <summary>
/// Runs an <see cref="LstmNetwork"/> with vector kernels in single precision: the same numbers as its forward pass as far as single
/// precision goes (a few 1e-6 at most), without any allocation once a batch of the same size has been run. A window's outputs are the same
/// to the bit whatever the path, the number of threads and the other windows of the batch, on every processor with a fused multiply-add.
/// Not thread-safe: one runner, one caller at a time.
/// </summary>
public sealed unsafe class LstmRunner : IDisposable
{
    /// <summary>Rows whose h and c of all layers stay in the second-level cache.</summary>
    private const int LargestChunk = 48;

    /// <summary>Up to here a row at a time costs less than a tile that is not full.</summary>
    internal const int MostSingleRows = 2;

    private readonly PackedLstm[] layers;
    private readonly DenseTail dense;
    private readonly Lane[] lanes;
    private readonly SecondThread? companion;
    private readonly PipelinedSteps? pipeline;
    private readonly double[] scratch;
    private readonly bool sumsBothWays;
    private float* windows;
    private float* outputs;
    private int batch;
    private int steps;
    private int chunk;
    private int nextChunk;

    /// <param name="network">Packed once; later changes of its weights are not seen.</param>
    /// <param name="path">A path that this machine supports; null for the best. The reference is the network itself and has no
    /// runner.</param>
    /// <param name="threads">1 or 2.</param>
    /// <param name="sumsBothWays">
    /// Lets a single window on one thread read its weights backwards every second step: about 8 % faster with AVX-512 (<c>benchmarks --
    /// inference</c>), but its outputs are then not the same to the bit as in a batch or at another width.
    /// </param>
    /// <exception cref="ArgumentException">The network is one that <see cref="CanRun"/> denies, the path is not supported here, or another
    /// number of threads.</exception>
    public LstmRunner(LstmNetwork network, KernelPath? path = null, int threads = 1, bool sumsBothWays = false)
    {
        this.sumsBothWays = sumsBothWays;
        Choice = new KernelChoice(path ?? KernelPaths.Best, threads);
        if (Path == KernelPath.Reference || !KernelPaths.IsSupported(Path))
        {
            throw new ArgumentException(
                $"Path is {Path}, expected a vector path that this machine supports, such as {KernelPaths.Best}.", nameof(path));
        }

        if (threads is < 1 or > 2)
        {
            throw new ArgumentException($"Threads are {threads}, expected 1 or 2.", nameof(threads));
        }

        if (!CanRun(network))
        {
            throw new ArgumentException(
                "The network has activations that the kernels do not know; expected tanh and sigmoid in the LSTM, and no softmax behind "
                    + "it.",
                nameof(network));
        }

        layers = [.. network.Lstm.Select(layer => new PackedLstm(layer, KernelPaths.Lanes(Path)))];
        dense = new DenseTail(network.Dense);
        (Features, Outputs) = (network.Features, network.Outputs);
        lanes = [.. Enumerable.Range(0, threads).Select(_ => new Lane(dense.ScratchLength))];
        scratch = new double[dense.ScratchLength];
        if (threads == 2)
        {
            companion = new SecondThread(RunSecond);
            pipeline = layers.Length > 1 ? new PipelinedSteps(layers) : null;
        }
    }

    /// <summary>
    /// Whether the kernels know the network's layers: gates of σ and tanh, and dense layers that treat each number by itself.
    /// </summary>
    public static bool CanRun(LstmNetwork network) =>
        network.Lstm.All(layer => layer is { ActivationName: "tanh", RecurrentActivationName: "sigmoid" })
        && network.Dense.All(layer => Activations.Find(layer.ActivationName) is not null);

    /// <summary>What is in use.</summary>
    public KernelChoice Choice { get; }

    /// <summary>Features of each step.</summary>
    public int Features { get; }

    /// <summary>Outputs of a window.</summary>
    public int Outputs { get; }

    /// <summary>The outputs of a batch of windows.</summary>
    /// <param name="input">Shape (batch, steps, features), row-major.</param>
    /// <param name="stepCount">Steps of a window, at least 1.</param>
    /// <param name="result">Shape (batch, outputs).</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public void Run(ReadOnlySpan<float> input, int stepCount, Span<float> result)
    {
        var rows = CountRows(Features, Outputs, input.Length, stepCount, result.Length);
        fixed (float* first = input, target = result)
        {
            windows = first;
            outputs = target;
            (batch, steps) = (rows, stepCount);
            if (rows <= MostSingleRows)
            {
                RunSingles();
            }
            else
            {
                RunChunks();
            }
        }
    }

    /// <returns>How many windows there are.</returns>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    internal static int CountRows(int features, int outputs, int inputLength, int stepCount, int resultLength)
    {
        var length = (long)stepCount * features;
        var rows = stepCount < 1 ? 0 : (int)(inputLength / length);
        return rows >= 1 && rows * length == inputLength && (long)rows * outputs == resultLength ? rows
            : throw new ArgumentException(
                $"Input is {inputLength} numbers and result {resultLength}; expected a multiple of {stepCount} x {features} and "
                    + $"{outputs} for each window.");
    }

    /// <summary>Ends the second thread.</summary>
    public void Dispose() => companion?.Dispose();

    private KernelPath Path => Choice.Path;

    private void RunSingles()
    {
        var memory = lanes[0].Single(layers, steps);
        for (var row = 0; row < batch; row++)
        {
            memory.Clear();
            var window = windows + ((nint)row * steps * Features);
            if (pipeline is not null && companion is not null)
            {
                pipeline.Begin(window, memory);
                companion.Start();
                try
                {
                    First(pipeline);
                }
                finally
                {
                    companion.Join();
                }
            }
            else
            {
                Through(window, memory);
            }

            var h = memory.H(layers.Length - 1) + ((nint)(steps - 1) * layers[^1].PaddedUnits);
            dense.Run(h, new Span<float>(outputs + (row * Outputs), Outputs), scratch);
        }
    }

    private void RunChunks()
    {
        var share = (batch + lanes.Length - 1) / lanes.Length;
        chunk = Math.Min(LargestChunk, (share + 5) / 6 * 6);
        nextChunk = 0;
        if (companion is null || chunk >= batch)
        {
            TakeChunks(lanes[0]);
            return;
        }

        // Memory is taken before the second thread begins: what fails then fails alone.
        foreach (var lane in lanes)
        {
            lane.Batch(layers, chunk);
        }

        companion.Start();
        try
        {
            TakeChunks(lanes[0]);
        }
        finally
        {
            companion.Join();
        }
    }

    private void RunSecond()
    {
        if (batch <= MostSingleRows)
        {
            Second(pipeline!);
        }
        else
        {
            TakeChunks(lanes[1]);
        }
    }

    private void TakeChunks(Lane lane)
    {
        var memory = lane.Batch(layers, chunk);
        int start;
        while ((start = Interlocked.Add(ref nextChunk, chunk) - chunk) < batch)
        {
            var rows = Math.Min(chunk, batch - start);
            var h = Steps(windows + ((nint)start * steps * Features), rows, memory);
            for (var row = 0; row < rows; row++)
            {
                dense.Run(h + (row * layers[^1].PaddedUnits), new Span<float>(outputs + ((start + row) * Outputs), Outputs), lane.Scratch);
            }
        }
    }

    private float* Steps(float* first, int rows, BatchMemory memory) => Path switch
    {
        KernelPath.Vector512 => BatchSteps.Run<Lanes512, Vector512<float>>(layers, first, rows, steps, memory),
        KernelPath.Vector256 => BatchSteps.Run<Lanes256, Vector256<float>>(layers, first, rows, steps, memory),
        _ => BatchSteps.Run<Lanes128, Vector128<float>>(layers, first, rows, steps, memory),
    };

    private void Through(float* window, SingleMemory memory)
    {
        switch (Path)
        {
            case KernelPath.Vector512: Through<Lanes512, Vector512<float>>(window, memory); break;
            case KernelPath.Vector256: Through<Lanes256, Vector256<float>>(window, memory); break;
            default: Through<Lanes128, Vector128<float>>(window, memory); break;
        }
    }

    private void Through<TLanes, TVector>(float* window, SingleMemory memory)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var x = window;
        var stride = (nint)Features;
        for (var l = 0; l < layers.Length; l++)
        {
            SingleSteps.Project<TLanes, TVector>(layers[l], x, stride, 0, steps, memory.Z(l));
            SingleSteps.Recur<TLanes, TVector>(layers[l], memory.Z(l), 0, steps, memory.C(l), memory.H(l), sumsBothWays);
            x = memory.H(l);
            stride = layers[l].PaddedUnits;
        }
    }

    private void First(PipelinedSteps pipelined)
    {
        switch (Path)
        {
            case KernelPath.Vector512: pipelined.First<Lanes512, Vector512<float>>(); break;
            case KernelPath.Vector256: pipelined.First<Lanes256, Vector256<float>>(); break;
            default: pipelined.First<Lanes128, Vector128<float>>(); break;
        }
    }

    private void Second(PipelinedSteps pipelined)
    {
        switch (Path)
        {
            case KernelPath.Vector512: pipelined.Second<Lanes512, Vector512<float>>(); break;
            case KernelPath.Vector256: pipelined.Second<Lanes256, Vector256<float>>(); break;
            default: pipelined.Second<Lanes128, Vector128<float>>(); break;
        }
    }

    /// <summary>What one thread needs of its own; made when first needed, and again for a larger run.</summary>
    private sealed class Lane(int scratchLength)
    {
        private SingleMemory? single;
        private BatchMemory? batch;
        private int batchRows;

        public double[] Scratch { get; } = new double[scratchLength];

        public SingleMemory Single(PackedLstm[] layers, int steps) =>
            single is null || single.Steps != steps ? single = new SingleMemory(layers, steps) : single;

        public BatchMemory Batch(PackedLstm[] layers, int rows)
        {
            if (batch is null || batchRows < rows)
            {
                (batch, batchRows) = (new BatchMemory(layers, rows), rows);
            }

            return batch;
        }
    }
}

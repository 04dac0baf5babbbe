using System.Numerics;
using System.Runtime.Intrinsics;
using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Losses and gradients of batches. A batch is cut into shards by its size alone, each shard has a gradient of its own, and these are added
/// as a tree: neither the number of threads, nor which of them comes first, nor the width of a register changes a bit.
/// </summary>
internal sealed unsafe class GradientEngine
{
    private const int MostShards = 8;
    private const int SmallestShard = 16;

    /// <summary>So that tiles are full.</summary>
    private const int TileRows = 3;

    private readonly TransposedWeights weights;
    private readonly ShardWorker[] workers;
    private readonly AlignedFloats parameters;
    private readonly AlignedFloats[] gradients;
    private readonly float[] target;

    /// <param name="layout">Of the network.</param>
    /// <param name="path">A vector path that this machine supports.</param>
    /// <param name="steps">Steps of a window.</param>
    /// <param name="batchSize">Rows of the largest batch.</param>
    /// <param name="threads">At least 1.</param>
    public GradientEngine(ParameterLayout layout, KernelPath path, int steps, int batchSize, int threads)
    {
        Layout = layout;
        weights = new TransposedWeights(layout);
        var count = MostShardsOf(batchSize);
        workers = [.. Enumerable.Range(0, Math.Min(threads, count)).Select(_ => new ShardWorker(layout, path, steps, batchSize))];
        parameters = new AlignedFloats(layout.Length);
        gradients = [.. Enumerable.Range(0, count).Select(_ => new AlignedFloats(layout.Length))];
        target = new float[layout.Dense.Outputs];
    }

    public ParameterLayout Layout { get; }

    /// <summary>After a change of them call <see cref="Update"/>.</summary>
    public Span<float> Parameters => parameters.Span;

    /// <summary>Of the last batch that was differentiated.</summary>
    public Span<float> Gradient => gradients[0].Span;

    /// <summary>Of all parameters together, added in double precision.</summary>
    public double GradientLength
    {
        get
        {
            // Sixteen sums, which are added in one order: as many as the widest register has floats, so that every width can keep them.
            var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (var k = 0; k < Gradient.Length; k += Vector512<float>.Count)
            {
                var (first, second) = Vector512.Widen(Vector512.Create<float>(Gradient[k..]));
                (low, high) = (low + (first * first), high + (second * second));
            }

            var sums = low + high;
            var total = 0.0;
            for (var lane = 0; lane < Vector512<double>.Count; lane++)
            {
                total += sums[lane];
            }

            return Math.Sqrt(total);
        }
    }

    /// <summary>How a batch is cut: so many shards of so many rows, the last one smaller.</summary>
    public static (int Count, int Rows) Shards(int batch)
    {
        var wanted = MostShardsOf(batch);
        var rows = ((batch + wanted - 1) / wanted + TileRows - 1) / TileRows * TileRows;
        return ((batch + rows - 1) / rows, rows);
    }

    public void Update() => weights.Update(parameters.Start);

    /// <summary>The loss of a batch and, in <see cref="Gradient"/>, the gradient of its mean over the known targets.</summary>
    public LossSum Differentiate(
        TrainingSamples samples, ReadOnlyMemory<int> rows, OutputLoss loss, double dropoutRate = 0, ulong dropoutKey = 0)
    {
        foreach (var gradient in gradients)
        {
            gradient.Span.Clear();
        }

        var sum = Run(new Batch
        {
            Samples = samples,
            Rows = rows,
            Loss = loss,
            DropoutRate = dropoutRate,
            DropoutKey = dropoutKey,
            IsDifferentiated = true,
            Divisor = Math.Max(1, CountKnown(samples, rows.Span)),
        });
        AddUp();
        return sum;
    }

    /// <summary>The loss alone.</summary>
    public LossSum Evaluate(TrainingSamples samples, ReadOnlyMemory<int> rows, OutputLoss loss) =>
        Run(new Batch { Samples = samples, Rows = rows, Loss = loss });

    private static int MostShardsOf(int batch) => Math.Clamp(batch / SmallestShard, 1, MostShards);

    private long CountKnown(TrainingSamples samples, ReadOnlySpan<int> rows)
    {
        var known = 0L;
        var own = target.AsSpan(0, samples.Outputs);
        foreach (var row in rows)
        {
            samples.CopyTarget(row, own);
            foreach (var value in own)
            {
                known += float.IsNaN(value) ? 0 : 1;
            }
        }

        return known * (Layout.Dense.Outputs / samples.Outputs);
    }

    private LossSum Run(Batch batch)
    {
        var (count, rows) = Shards(batch.Rows.Length);
        var sums = new LossSum[count];
        var next = -1;
        void Work(int worker)
        {
            for (var shard = Interlocked.Increment(ref next); shard < count; shard = Interlocked.Increment(ref next))
            {
                var end = Math.Min(batch.Rows.Length, (shard + 1) * rows);
                sums[shard] = workers[worker].Run(batch, shard * rows, end, parameters.Start, weights, gradients[shard].Start);
            }
        }

        if (workers.Length == 1 || count == 1)
        {
            Work(0);
        }
        else
        {
            Parallel.For(0, workers.Length, new ParallelOptions { MaxDegreeOfParallelism = workers.Length }, Work);
        }

        return sums.Aggregate((total, sum) => total.Plus(sum));
    }

    private void AddUp()
    {
        for (var distance = 1; distance < gradients.Length; distance *= 2)
        {
            for (var shard = 0; shard + distance < gradients.Length; shard += 2 * distance)
            {
                Add(gradients[shard].Span, gradients[shard + distance].Span);
            }
        }
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> other)
    {
        for (var k = 0; k < sum.Length; k += Vector<float>.Count)
        {
            (new Vector<float>(sum[k..]) + new Vector<float>(other[k..])).CopyTo(sum[k..]);
        }
    }
}

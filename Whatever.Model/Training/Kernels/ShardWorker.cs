using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>Runs a shard of a batch chunk by chunk: forward, loss and back. One thread, one worker.</summary>
internal sealed unsafe class ShardWorker
{
    /// <summary>Rows whose weights are worth fetching and whose gates do not fall out of the caches too far.</summary>
    public const int LargestChunk = 33;

    private readonly ParameterLayout layout;
    private readonly ChunkPass pass;
    private readonly ChunkMemory memory;
    private readonly float[] window;
    private float[] target = [];

    public ShardWorker(ParameterLayout layout, KernelPath path, int steps, int mostRows)
    {
        this.layout = layout;
        pass = ChunkPass.Create(path, layout);
        memory = new ChunkMemory(layout, steps, Math.Min(mostRows, LargestChunk));
        window = new float[steps * layout.Lstm[0].Features];
    }

    /// <param name="batch">Of which this is a shard.</param>
    /// <param name="begin">First row.</param>
    /// <param name="end">Behind the last row.</param>
    /// <param name="parameters">As the layout says.</param>
    /// <param name="weights">Made from them.</param>
    /// <param name="gradient">What is added to, where the batch asks for it.</param>
    public LossSum Run(Batch batch, int begin, int end, float* parameters, TransposedWeights weights, float* gradient)
    {
        var sum = default(LossSum);
        for (var first = begin; first < end; first += memory.MostRows)
        {
            memory.Begin(Math.Min(memory.MostRows, end - first));
            for (var row = 0; row < memory.Rows; row++)
            {
                batch.Samples.CopyInput(batch.Rows.Span[first + row], window);
                memory.SetInput(row, window);
            }

            pass.Forward(parameters, memory);
            Drop(batch, first);
            pass.Output(parameters, memory);
            sum = sum.Plus(Judge(batch, first));
            if (batch.IsDifferentiated)
            {
                pass.Backward(weights, memory, gradient);
            }
        }

        return sum;
    }

    /// <summary>Inverted dropout: what stays grows, so that the sum stays about the same (Srivastava et al. 2014).</summary>
    private void Drop(Batch batch, int first)
    {
        var stride = layout.Lstm[^1].Stride;
        var kept = (float)(1 / (1 - batch.DropoutRate));
        new Span<float>(memory.Mask, memory.Rows * stride).Fill(1);
        for (var k = 0; batch.DropoutRate > 0 && k < memory.Rows * stride; k++)
        {
            memory.Mask[k] = SplitMix.Uniform(batch.DropoutKey, (ulong)((first * stride) + k)) < batch.DropoutRate ? 0 : kept;
            memory.Last[k] *= memory.Mask[k];
        }
    }

    /// <summary>The losses; dy takes the place of y.</summary>
    private LossSum Judge(Batch batch, int first)
    {
        if (target.Length != batch.Samples.Outputs)
        {
            target = new float[batch.Samples.Outputs];
        }

        var (sum, count) = (0.0, 0L);
        for (var row = 0; row < memory.Rows; row++)
        {
            batch.Samples.CopyTarget(batch.Rows.Span[first + row], target);
            for (var output = 0; output < layout.Dense.BiasCount; output++)
            {
                var y = memory.Y(row, output);
                var wanted = output < layout.Dense.Outputs ? target[output % target.Length] : float.NaN;
                var slope = 0.0;
                if (!float.IsNaN(wanted))
                {
                    sum += batch.Loss.At(*y, wanted, output, out slope);
                    count++;
                }

                *y = (float)(slope / batch.Divisor);
            }
        }

        return new LossSum(sum, count);
    }
}

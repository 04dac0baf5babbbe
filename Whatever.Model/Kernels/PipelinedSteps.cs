using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Whatever.Model.Kernels;

/// <summary>
/// One window on two threads: the first runs the lower half of the layers, the second follows with the upper half, some steps behind. Only
/// h goes from one core to the other: z, four times its size, would cost more on the way than its computation. Where the cores share no
/// cache a line takes a quarter of a microsecond, so the second thread fetches all lines of a chunk at once into memory of its own, and
/// what is waited for lies on a line of its own.
/// </summary>
internal sealed unsafe class PipelinedSteps(PackedLstm[] layers)
{
    /// <summary>One tile of time steps: the second thread begins when the first has done so many, and ends so many after it.</summary>
    private const int ChunkSteps = 6;

    private readonly int half = layers.Length / 2;
    private float* window;
    private SingleMemory memory = null!;
    private AlignedFloats fetched = new(0);
    private PaddedCounter finished;

    public void Begin(float* first, SingleMemory room)
    {
        window = first;
        memory = room;
        var length = room.Steps * layers[half - 1].PaddedUnits;
        if (fetched.Length < length)
        {
            fetched = new AlignedFloats(length);
        }

        Volatile.Write(ref finished.Value, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void First<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var steps = memory.Steps;
        try
        {
            for (var from = 0; from < steps; from += ChunkSteps)
            {
                var to = Math.Min(from + ChunkSteps, steps);
                for (var l = 0; l < half; l++)
                {
                    Layer<TLanes, TVector>(l, l == 0 ? window : memory.H(l - 1), from, to);
                }

                Volatile.Write(ref finished.Value, to);
            }
        }
        finally
        {
            // The other thread must not wait for ever for what will not come.
            Volatile.Write(ref finished.Value, steps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Second<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var steps = memory.Steps;
        var stride = layers[half - 1].PaddedUnits;
        for (var from = 0; from < steps;)
        {
            var to = Await(from);
            var length = (to - from) * stride;
            new ReadOnlySpan<float>(memory.H(half - 1) + (from * stride), length)
                .CopyTo(new Span<float>(fetched.Start + (from * stride), length));
            for (var l = half; l < layers.Length; l++)
            {
                Layer<TLanes, TVector>(l, l == half ? fetched.Start : memory.H(l - 1), from, to);
            }

            from = to;
        }
    }

    /// <returns>How many steps are done: more than <paramref name="known"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Await(int known)
    {
        for (var spins = 0; ; spins++)
        {
            if (Volatile.Read(ref finished.Value) is var done && done > known)
            {
                return done;
            }

            SecondThread.Pause(spins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Layer<TLanes, TVector>(int l, float* x, int from, int to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        SingleSteps.Project<TLanes, TVector>(layers[l], x, l == 0 ? layers[0].Features : layers[l - 1].PaddedUnits, from, to, memory.Z(l));
        SingleSteps.Recur<TLanes, TVector>(layers[l], memory.Z(l), from, to, memory.C(l), memory.H(l), bothWays: false);
    }

    /// <summary>A number that shares its cache line, and the neighbour that is fetched with it, with nothing else.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct PaddedCounter
    {
        [FieldOffset(192)]
        public int Value;
    }
}

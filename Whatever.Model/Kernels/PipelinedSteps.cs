namespace Whatever.Model.Kernels;

/// <summary>
/// One window on two threads: the first runs the lower half of the layers, the second follows with the upper half, a few steps behind. Only h goes from one
/// core to the other: z, four times its size, would cost more on the way than its computation.
/// </summary>
internal sealed unsafe class PipelinedSteps(PackedLstm[] layers)
{
    /// <summary>Two tiles of time steps.</summary>
    private const int ChunkSteps = 12;

    private readonly int half = layers.Length / 2;
    private float* window;
    private SingleMemory memory = null!;
    private int finished;

    public void Begin(float* first, SingleMemory room)
    {
        window = first;
        memory = room;
        Volatile.Write(ref finished, 0);
    }

    public void First<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var from = 0; from < memory.Steps; from += ChunkSteps)
        {
            var to = Math.Min(from + ChunkSteps, memory.Steps);
            Layers<TLanes, TVector>(0, half, from, to);
            Volatile.Write(ref finished, to);
        }
    }

    public void Second<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var from = 0; from < memory.Steps; from += ChunkSteps)
        {
            var to = Math.Min(from + ChunkSteps, memory.Steps);
            for (var spins = 0; Volatile.Read(ref finished) < to; spins++)
            {
                Companion.Pause(spins);
            }

            Layers<TLanes, TVector>(half, layers.Length, from, to);
        }
    }

    private void Layers<TLanes, TVector>(int firstLayer, int endLayer, int from, int to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var l = firstLayer; l < endLayer; l++)
        {
            Project<TLanes, TVector>(l, from, to);
            SingleSteps.Recur<TLanes, TVector>(layers[l], memory.Z(l), from, to, memory.C(l), memory.H(l));
        }
    }

    private void Project<TLanes, TVector>(int l, int from, int to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var x = l == 0 ? window : memory.H(l - 1);
        SingleSteps.Project<TLanes, TVector>(layers[l], x, l == 0 ? layers[0].Features : layers[l - 1].PaddedUnits, from, to, memory.Z(l));
    }
}

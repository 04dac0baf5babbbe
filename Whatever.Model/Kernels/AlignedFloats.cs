namespace Whatever.Model.Kernels;

/// <summary>Floats that begin at a cache line and do not move: a register loaded across two lines costs twice.</summary>
internal sealed unsafe class AlignedFloats
{
    private const int CacheLineBytes = 64;
    private readonly float[] memory;

    /// <summary>Zeros.</summary>
    public AlignedFloats(int length)
    {
        Length = length;
        memory = GC.AllocateArray<float>(length + (CacheLineBytes / sizeof(float)), pinned: true);
        fixed (float* start = memory)
        {
            Start = (float*)(((nuint)start + CacheLineBytes - 1) & ~(nuint)(CacheLineBytes - 1));
        }
    }

    public int Length { get; }

    /// <summary>Stays valid as long as this object is reachable.</summary>
    public float* Start { get; }

    public Span<float> Span => new(Start, Length);
}

namespace Whatever.Model.Kernels;

/// <summary>z, h and c of every layer over one window.</summary>
internal sealed unsafe class SingleMemory
{
    private readonly AlignedFloats[] z;
    private readonly AlignedFloats[] h;
    private readonly AlignedFloats[] c;

    public SingleMemory(PackedLstm[] layers, int steps)
    {
        Steps = steps;
        z = [.. layers.Select(layer => new AlignedFloats(checked(steps * PackedLstm.Gates * layer.PaddedUnits)))];
        h = [.. layers.Select(layer => new AlignedFloats(steps * layer.PaddedUnits))];
        c = [.. layers.Select(layer => new AlignedFloats(layer.PaddedUnits))];
    }

    public int Steps { get; }

    public float* Z(int layer) => z[layer].Start;

    public float* H(int layer) => h[layer].Start;

    public float* C(int layer) => c[layer].Start;

    public void Clear()
    {
        foreach (var part in c)
        {
            part.Span.Clear();
        }
    }
}

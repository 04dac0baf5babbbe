namespace Whatever.Model.Kernels;

/// <summary>h and c of every layer for a chunk of rows: h of this step and of the one before, in turns.</summary>
internal sealed unsafe class BatchMemory
{
    private const int LargestTile = 6;
    private readonly AlignedFloats[] h;
    private readonly AlignedFloats[] c;
    private readonly int[] halves;
    private readonly AlignedFloats z;

    public BatchMemory(PackedLstm[] layers, int rows)
    {
        halves = [.. layers.Select(layer => rows * layer.PaddedUnits)];
        h = [.. halves.Select(half => new AlignedFloats(2 * half))];
        c = [.. halves.Select(half => new AlignedFloats(half))];
        z = new AlignedFloats(LargestTile * PackedLstm.Gates * layers[0].Lanes);
    }

    /// <summary>z of one tile.</summary>
    public float* Z => z.Start;

    public float* H(int layer, int step) => h[layer].Start + ((step & 1) * halves[layer]);

    public float* C(int layer) => c[layer].Start;

    /// <summary>c = 0; h of the step before the first is not read.</summary>
    public void Clear()
    {
        foreach (var part in c)
        {
            part.Span.Clear();
        }
    }
}

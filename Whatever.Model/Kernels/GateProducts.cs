using System.Runtime.CompilerServices;

namespace Whatever.Model.Kernels;

/// <summary>What the gates of a step are computed from, for some rows; strides in floats from row to row.</summary>
internal unsafe struct GateInputs
{
    public int Count;
    public float* X;
    public nint XStride;
    public int Features;
    public float* H;
    public nint HStride;

    /// <summary>0 where there is no h: in the first step, and where only the inputs are projected.</summary>
    public int Units;
}

/// <summary>
/// z = b + x W + h U for a tile of rows, one block of units and all four gates (weights as in <see cref="PackedLstm"/>). z of a row:
/// [gate][lane]. A tile that reaches beyond the last row computes that row more than once and stores the same numbers. Scalar twin:
/// <see cref="Networks.LstmLayer"/>.
/// </summary>
internal static unsafe class GateProducts
{
    /// <summary>6 rows x 4 gates x 1 register of units: 24 accumulators that stay in registers over the whole of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TLanes, TVector>(float* weights, float* bias, in GateInputs inputs, int first, float* z, nint zStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var last = inputs.Count - 1;
        var r1 = Math.Min(first + 1, last);
        var r2 = Math.Min(first + 2, last);
        var r3 = Math.Min(first + 3, last);
        var r4 = Math.Min(first + 4, last);
        var r5 = Math.Min(first + 5, last);
        var a0i = TLanes.Load(bias);
        var a0f = TLanes.Load(bias + TLanes.Count);
        var a0c = TLanes.Load(bias + (2 * TLanes.Count));
        var a0o = TLanes.Load(bias + (3 * TLanes.Count));
        var (a1i, a1f, a1c, a1o) = (a0i, a0f, a0c, a0o);
        var (a2i, a2f, a2c, a2o) = (a0i, a0f, a0c, a0o);
        var (a3i, a3f, a3c, a3o) = (a0i, a0f, a0c, a0o);
        var (a4i, a4f, a4c, a4o) = (a0i, a0f, a0c, a0o);
        var (a5i, a5f, a5c, a5o) = (a0i, a0f, a0c, a0o);
        var w = weights;
        var x0 = inputs.X + (first * inputs.XStride);
        var x1 = inputs.X + (r1 * inputs.XStride);
        var x2 = inputs.X + (r2 * inputs.XStride);
        var x3 = inputs.X + (r3 * inputs.XStride);
        var x4 = inputs.X + (r4 * inputs.XStride);
        var x5 = inputs.X + (r5 * inputs.XStride);
        for (var k = 0; k < inputs.Features; k++)
        {
            var (wi, wf, wc, wo) = (
                TLanes.Load(w), TLanes.Load(w + TLanes.Count), TLanes.Load(w + (2 * TLanes.Count)), TLanes.Load(w + (3 * TLanes.Count)));
            w += 4 * TLanes.Count;
            var v = TLanes.Broadcast(x0[k]);
            a0i = TLanes.MultiplyAdd(v, wi, a0i);
            a0f = TLanes.MultiplyAdd(v, wf, a0f);
            a0c = TLanes.MultiplyAdd(v, wc, a0c);
            a0o = TLanes.MultiplyAdd(v, wo, a0o);
            v = TLanes.Broadcast(x1[k]);
            a1i = TLanes.MultiplyAdd(v, wi, a1i);
            a1f = TLanes.MultiplyAdd(v, wf, a1f);
            a1c = TLanes.MultiplyAdd(v, wc, a1c);
            a1o = TLanes.MultiplyAdd(v, wo, a1o);
            v = TLanes.Broadcast(x2[k]);
            a2i = TLanes.MultiplyAdd(v, wi, a2i);
            a2f = TLanes.MultiplyAdd(v, wf, a2f);
            a2c = TLanes.MultiplyAdd(v, wc, a2c);
            a2o = TLanes.MultiplyAdd(v, wo, a2o);
            v = TLanes.Broadcast(x3[k]);
            a3i = TLanes.MultiplyAdd(v, wi, a3i);
            a3f = TLanes.MultiplyAdd(v, wf, a3f);
            a3c = TLanes.MultiplyAdd(v, wc, a3c);
            a3o = TLanes.MultiplyAdd(v, wo, a3o);
            v = TLanes.Broadcast(x4[k]);
            a4i = TLanes.MultiplyAdd(v, wi, a4i);
            a4f = TLanes.MultiplyAdd(v, wf, a4f);
            a4c = TLanes.MultiplyAdd(v, wc, a4c);
            a4o = TLanes.MultiplyAdd(v, wo, a4o);
            v = TLanes.Broadcast(x5[k]);
            a5i = TLanes.MultiplyAdd(v, wi, a5i);
            a5f = TLanes.MultiplyAdd(v, wf, a5f);
            a5c = TLanes.MultiplyAdd(v, wc, a5c);
            a5o = TLanes.MultiplyAdd(v, wo, a5o);
        }

        var h0 = inputs.H + (first * inputs.HStride);
        var h1 = inputs.H + (r1 * inputs.HStride);
        var h2 = inputs.H + (r2 * inputs.HStride);
        var h3 = inputs.H + (r3 * inputs.HStride);
        var h4 = inputs.H + (r4 * inputs.HStride);
        var h5 = inputs.H + (r5 * inputs.HStride);
        for (var k = 0; k < inputs.Units; k++)
        {
            var (wi, wf, wc, wo) = (
                TLanes.Load(w), TLanes.Load(w + TLanes.Count), TLanes.Load(w + (2 * TLanes.Count)), TLanes.Load(w + (3 * TLanes.Count)));
            w += 4 * TLanes.Count;
            var v = TLanes.Broadcast(h0[k]);
            a0i = TLanes.MultiplyAdd(v, wi, a0i);
            a0f = TLanes.MultiplyAdd(v, wf, a0f);
            a0c = TLanes.MultiplyAdd(v, wc, a0c);
            a0o = TLanes.MultiplyAdd(v, wo, a0o);
            v = TLanes.Broadcast(h1[k]);
            a1i = TLanes.MultiplyAdd(v, wi, a1i);
            a1f = TLanes.MultiplyAdd(v, wf, a1f);
            a1c = TLanes.MultiplyAdd(v, wc, a1c);
            a1o = TLanes.MultiplyAdd(v, wo, a1o);
            v = TLanes.Broadcast(h2[k]);
            a2i = TLanes.MultiplyAdd(v, wi, a2i);
            a2f = TLanes.MultiplyAdd(v, wf, a2f);
            a2c = TLanes.MultiplyAdd(v, wc, a2c);
            a2o = TLanes.MultiplyAdd(v, wo, a2o);
            v = TLanes.Broadcast(h3[k]);
            a3i = TLanes.MultiplyAdd(v, wi, a3i);
            a3f = TLanes.MultiplyAdd(v, wf, a3f);
            a3c = TLanes.MultiplyAdd(v, wc, a3c);
            a3o = TLanes.MultiplyAdd(v, wo, a3o);
            v = TLanes.Broadcast(h4[k]);
            a4i = TLanes.MultiplyAdd(v, wi, a4i);
            a4f = TLanes.MultiplyAdd(v, wf, a4f);
            a4c = TLanes.MultiplyAdd(v, wc, a4c);
            a4o = TLanes.MultiplyAdd(v, wo, a4o);
            v = TLanes.Broadcast(h5[k]);
            a5i = TLanes.MultiplyAdd(v, wi, a5i);
            a5f = TLanes.MultiplyAdd(v, wf, a5f);
            a5c = TLanes.MultiplyAdd(v, wc, a5c);
            a5o = TLanes.MultiplyAdd(v, wo, a5o);
        }

        Store<TLanes, TVector>(z, a0i, a0f, a0c, a0o);
        Store<TLanes, TVector>(z + ((r1 - first) * zStride), a1i, a1f, a1c, a1o);
        Store<TLanes, TVector>(z + ((r2 - first) * zStride), a2i, a2f, a2c, a2o);
        Store<TLanes, TVector>(z + ((r3 - first) * zStride), a3i, a3f, a3c, a3o);
        Store<TLanes, TVector>(z + ((r4 - first) * zStride), a4i, a4f, a4c, a4o);
        Store<TLanes, TVector>(z + ((r5 - first) * zStride), a5i, a5f, a5c, a5o);
    }

    /// <summary>3 rows x 4 gates x 1 register of units: 12 accumulators that stay in registers over the whole of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows3<TLanes, TVector>(float* weights, float* bias, in GateInputs inputs, int first, float* z, nint zStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var last = inputs.Count - 1;
        var r1 = Math.Min(first + 1, last);
        var r2 = Math.Min(first + 2, last);
        var a0i = TLanes.Load(bias);
        var a0f = TLanes.Load(bias + TLanes.Count);
        var a0c = TLanes.Load(bias + (2 * TLanes.Count));
        var a0o = TLanes.Load(bias + (3 * TLanes.Count));
        var (a1i, a1f, a1c, a1o) = (a0i, a0f, a0c, a0o);
        var (a2i, a2f, a2c, a2o) = (a0i, a0f, a0c, a0o);
        var w = weights;
        var x0 = inputs.X + (first * inputs.XStride);
        var x1 = inputs.X + (r1 * inputs.XStride);
        var x2 = inputs.X + (r2 * inputs.XStride);
        for (var k = 0; k < inputs.Features; k++)
        {
            // One weight at a time: with four of them in registers the twelve sums would not all find room in sixteen.
            var (v0, v1, v2) = (TLanes.Broadcast(x0[k]), TLanes.Broadcast(x1[k]), TLanes.Broadcast(x2[k]));
            var wi = TLanes.Load(w);
            a0i = TLanes.MultiplyAdd(v0, wi, a0i);
            a1i = TLanes.MultiplyAdd(v1, wi, a1i);
            a2i = TLanes.MultiplyAdd(v2, wi, a2i);
            var wf = TLanes.Load(w + TLanes.Count);
            a0f = TLanes.MultiplyAdd(v0, wf, a0f);
            a1f = TLanes.MultiplyAdd(v1, wf, a1f);
            a2f = TLanes.MultiplyAdd(v2, wf, a2f);
            var wc = TLanes.Load(w + (2 * TLanes.Count));
            a0c = TLanes.MultiplyAdd(v0, wc, a0c);
            a1c = TLanes.MultiplyAdd(v1, wc, a1c);
            a2c = TLanes.MultiplyAdd(v2, wc, a2c);
            var wo = TLanes.Load(w + (3 * TLanes.Count));
            a0o = TLanes.MultiplyAdd(v0, wo, a0o);
            a1o = TLanes.MultiplyAdd(v1, wo, a1o);
            a2o = TLanes.MultiplyAdd(v2, wo, a2o);
            w += 4 * TLanes.Count;
        }

        var h0 = inputs.H + (first * inputs.HStride);
        var h1 = inputs.H + (r1 * inputs.HStride);
        var h2 = inputs.H + (r2 * inputs.HStride);
        for (var k = 0; k < inputs.Units; k++)
        {
            var (v0, v1, v2) = (TLanes.Broadcast(h0[k]), TLanes.Broadcast(h1[k]), TLanes.Broadcast(h2[k]));
            var wi = TLanes.Load(w);
            a0i = TLanes.MultiplyAdd(v0, wi, a0i);
            a1i = TLanes.MultiplyAdd(v1, wi, a1i);
            a2i = TLanes.MultiplyAdd(v2, wi, a2i);
            var wf = TLanes.Load(w + TLanes.Count);
            a0f = TLanes.MultiplyAdd(v0, wf, a0f);
            a1f = TLanes.MultiplyAdd(v1, wf, a1f);
            a2f = TLanes.MultiplyAdd(v2, wf, a2f);
            var wc = TLanes.Load(w + (2 * TLanes.Count));
            a0c = TLanes.MultiplyAdd(v0, wc, a0c);
            a1c = TLanes.MultiplyAdd(v1, wc, a1c);
            a2c = TLanes.MultiplyAdd(v2, wc, a2c);
            var wo = TLanes.Load(w + (3 * TLanes.Count));
            a0o = TLanes.MultiplyAdd(v0, wo, a0o);
            a1o = TLanes.MultiplyAdd(v1, wo, a1o);
            a2o = TLanes.MultiplyAdd(v2, wo, a2o);
            w += 4 * TLanes.Count;
        }

        Store<TLanes, TVector>(z, a0i, a0f, a0c, a0o);
        Store<TLanes, TVector>(z + ((r1 - first) * zStride), a1i, a1f, a1c, a1o);
        Store<TLanes, TVector>(z + ((r2 - first) * zStride), a2i, a2f, a2c, a2o);
    }

    /// <summary>How many rows a tile of this width holds: six need 29 registers, three need 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TileRows<TLanes, TVector>(int left)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.Count == 16 && left > 3 ? 6 : 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<TLanes, TVector>(int rows, float* weights, float* bias, in GateInputs inputs, int first, float* z, nint zStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (rows == 6)
        {
            Rows6<TLanes, TVector>(weights, bias, inputs, first, z, zStride);
        }
        else
        {
            Rows3<TLanes, TVector>(weights, bias, inputs, first, z, zStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector>(float* z, TVector i, TVector f, TVector c, TVector o)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes.Store(z, i);
        TLanes.Store(z + TLanes.Count, f);
        TLanes.Store(z + (2 * TLanes.Count), c);
        TLanes.Store(z + (3 * TLanes.Count), o);
    }
}

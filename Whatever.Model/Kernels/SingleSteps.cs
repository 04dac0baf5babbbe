using System.Runtime.CompilerServices;

namespace Whatever.Model.Kernels;

/// <summary>
/// One layer over one window: first x W of all steps as one product over time, then the recurrence, which only has h U left. U is read once
/// a step; the order of its blocks alternates, so that those read last are still in the first-level cache when the next step begins with
/// them. Each sum runs over k upwards, as in a batch: a window has the same bits alone and in company. Who does not need that may read all
/// of U the other way every second step, which finds three quarters of 64 KiB in a cache of 48 KiB instead of half of it.
/// </summary>
internal static unsafe class SingleSteps
{
    /// <summary>z = b + x W of the steps from..to (exclusive), each [block][gate][lane].</summary>
    /// <param name="layer">The weights.</param>
    /// <param name="x">Shape (steps, features) with <paramref name="xStride"/>; from the first step of the window on.</param>
    /// <param name="xStride">Floats from step to step.</param>
    /// <param name="from">First step.</param>
    /// <param name="to">Step after the last.</param>
    /// <param name="z">From the first step of the window on.</param>
    public static void Project<TLanes, TVector>(PackedLstm layer, float* x, nint xStride, int from, int to, float* z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var inputs = new GateInputs { Count = to, X = x, XStride = xStride, Features = layer.Features };
        nint zStride = PackedLstm.Gates * layer.PaddedUnits;
        for (var block = 0; block < layer.Blocks; block++)
        {
            var weights = layer.Weights.Start + ((nint)block * layer.BlockStride);
            var offset = block * PackedLstm.Gates * TLanes.Count;
            for (var step = from; step < to;)
            {
                var tile = GateProducts.TileRows<TLanes, TVector>(to - step);
                GateProducts.Tile<TLanes, TVector>(
                    tile, weights, layer.Bias.Start + offset, inputs, step, z + (step * zStride) + offset, zStride);
                step += tile;
            }
        }
    }

    /// <summary>The recurrence over the steps from..to (exclusive).</summary>
    /// <param name="layer">The weights.</param>
    /// <param name="z">As <see cref="Project"/> left it.</param>
    /// <param name="from">First step; 0 begins with h = c = 0.</param>
    /// <param name="to">Step after the last.</param>
    /// <param name="c">The cell; carried from call to call.</param>
    /// <param name="h">Shape (steps, padded units): h after each step.</param>
    /// <param name="bothWays">Whether sums run over k downwards every second step.</param>
    public static void Recur<TLanes, TVector>(PackedLstm layer, float* z, int from, int to, float* c, float* h, bool bothWays)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var t = from; t < to; t++)
        {
            var zt = z + ((nint)t * PackedLstm.Gates * layer.PaddedUnits);
            var next = h + ((nint)t * layer.PaddedUnits);
            var previous = next - layer.PaddedUnits;
            var units = t == 0 ? 0 : layer.Units;
            var isForward = (t & 1) == 0;
            if (isForward || !bothWays)
            {
                RecurBlocks<TLanes, TVector, Upwards>(layer, zt, previous, units, isForward, c, next);
            }
            else
            {
                RecurBlocks<TLanes, TVector, Downwards>(layer, zt, previous, units, isForward, c, next);
            }
        }
    }

    private static void RecurBlocks<TLanes, TVector, TOrder>(
        PackedLstm layer, float* z, float* h, int units, bool isForward, float* c, float* next)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ISumOrder
    {
        var pairs = layer.Blocks / 2;
        var hasOdd = layer.Blocks % 2 == 1;
        if (hasOdd && !isForward)
        {
            One<TLanes, TVector, TOrder>(layer, layer.Blocks - 1, z, h, units, c, next);
        }

        for (var i = 0; i < pairs; i++)
        {
            Two<TLanes, TVector, TOrder>(layer, 2 * (isForward ? i : pairs - 1 - i), z, h, units, c, next);
        }

        if (hasOdd && isForward)
        {
            One<TLanes, TVector, TOrder>(layer, layer.Blocks - 1, z, h, units, c, next);
        }
    }

    /// <summary>Two blocks of units at once: eight sums hide the latency of the multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Two<TLanes, TVector, TOrder>(PackedLstm layer, int block, float* z, float* h, int units, float* c, float* next)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ISumOrder
    {
        // All that is asked of the layer comes before the sums are loaded: a call that is not inlined would put them on the stack, and
        // leave them there.
        var step = PackedLstm.Gates * TLanes.Count;
        nint stride = layer.BlockStride;
        var first = TOrder.IsUpwards ? 0 : units - 1;
        var wa = layer.Weights.Start + (block * stride) + ((layer.Features + (nint)first) * step);
        var wb = wa + stride;
        nint move = TOrder.IsUpwards ? step : -step;
        var hk = h + first;
        var hMove = TOrder.IsUpwards ? 1 : -1;
        var za = z + (block * step);
        var zb = za + step;
        var (ai, af, ac, ao) = (
            TLanes.Load(za), TLanes.Load(za + TLanes.Count), TLanes.Load(za + (2 * TLanes.Count)), TLanes.Load(za + (3 * TLanes.Count)));
        var (bi, bf, bc, bo) = (
            TLanes.Load(zb), TLanes.Load(zb + TLanes.Count), TLanes.Load(zb + (2 * TLanes.Count)), TLanes.Load(zb + (3 * TLanes.Count)));
        for (var k = 0; k < units; k++)
        {
            var v = TLanes.Broadcast(*hk);
            ai = TLanes.MultiplyAdd(v, TLanes.Load(wa), ai);
            af = TLanes.MultiplyAdd(v, TLanes.Load(wa + TLanes.Count), af);
            ac = TLanes.MultiplyAdd(v, TLanes.Load(wa + (2 * TLanes.Count)), ac);
            ao = TLanes.MultiplyAdd(v, TLanes.Load(wa + (3 * TLanes.Count)), ao);
            bi = TLanes.MultiplyAdd(v, TLanes.Load(wb), bi);
            bf = TLanes.MultiplyAdd(v, TLanes.Load(wb + TLanes.Count), bf);
            bc = TLanes.MultiplyAdd(v, TLanes.Load(wb + (2 * TLanes.Count)), bc);
            bo = TLanes.MultiplyAdd(v, TLanes.Load(wb + (3 * TLanes.Count)), bo);
            wa += move;
            wb += move;
            hk += hMove;
        }

        Close<TLanes, TVector>(ai, af, ac, ao, c + (block * TLanes.Count), next + (block * TLanes.Count));
        Close<TLanes, TVector>(bi, bf, bc, bo, c + ((block + 1) * TLanes.Count), next + ((block + 1) * TLanes.Count));
    }

    /// <summary>The last block of an odd number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One<TLanes, TVector, TOrder>(PackedLstm layer, int block, float* z, float* h, int units, float* c, float* next)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ISumOrder
    {
        var step = PackedLstm.Gates * TLanes.Count;
        var wa = layer.Weights.Start + ((nint)block * layer.BlockStride) + (layer.Features * step);
        var za = z + (block * step);
        var (ai, af, ac, ao) = (
            TLanes.Load(za), TLanes.Load(za + TLanes.Count), TLanes.Load(za + (2 * TLanes.Count)), TLanes.Load(za + (3 * TLanes.Count)));
        for (var k = 0; k < units; k++)
        {
            var at = TOrder.IsUpwards ? k : units - 1 - k;
            var v = TLanes.Broadcast(h[at]);
            var w = wa + ((nint)at * step);
            ai = TLanes.MultiplyAdd(v, TLanes.Load(w), ai);
            af = TLanes.MultiplyAdd(v, TLanes.Load(w + TLanes.Count), af);
            ac = TLanes.MultiplyAdd(v, TLanes.Load(w + (2 * TLanes.Count)), ac);
            ao = TLanes.MultiplyAdd(v, TLanes.Load(w + (3 * TLanes.Count)), ao);
        }

        Close<TLanes, TVector>(ai, af, ac, ao, c + (block * TLanes.Count), next + (block * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Close<TLanes, TVector>(TVector zi, TVector zf, TVector zc, TVector zo, float* c, float* h)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var value = GateMath.Step<TLanes, TVector>(zi, zf, zc, zo, TLanes.Load(c), out var nextC);
        TLanes.Store(c, nextC);
        TLanes.Store(h, value);
    }

    /// <summary>In which order k is summed; a type, so that each is compiled for itself.</summary>
    private interface ISumOrder
    {
        static abstract bool IsUpwards { get; }
    }

    private readonly struct Upwards : ISumOrder
    {
        public static bool IsUpwards => true;
    }

    private readonly struct Downwards : ISumOrder
    {
        public static bool IsUpwards => false;
    }
}

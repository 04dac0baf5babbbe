using System.Runtime.CompilerServices;
using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Tiles of a product that are four registers wide; see <see cref="Product"/>. A tile that reaches beyond the last row computes that row
/// more than once and stores the same numbers.
/// </summary>
internal static unsafe class WideTiles
{
    /// <summary>24 accumulators, which need the 32 registers of AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6By4<TLanes, TVector>(in ProductTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var r1 = Math.Min(tile.First + 1, tile.Last);
        var r2 = Math.Min(tile.First + 2, tile.Last);
        var r3 = Math.Min(tile.First + 3, tile.Last);
        var r4 = Math.Min(tile.First + 4, tile.Last);
        var r5 = Math.Min(tile.First + 5, tile.Last);
        var initPair = tile.InitPair;
        var init = tile.Init + (tile.First * tile.InitRow);
        var (a0w, a0x, a0y, a0z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r1 * tile.InitRow);
        var (a1w, a1x, a1y, a1z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r2 * tile.InitRow);
        var (a2w, a2x, a2y, a2z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r3 * tile.InitRow);
        var (a3w, a3x, a3y, a3z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r4 * tile.InitRow);
        var (a4w, a4x, a4y, a4z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r5 * tile.InitRow);
        var (a5w, a5x, a5y, a5z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        var right = tile.Right;
        var second = tile.Right + tile.RightPair;
        for (var part = tile.Left; part < tile.Left + tile.LeftCount; part++)
        {
            var p0 = part->Start + (tile.First * part->RowStride);
            var p1 = part->Start + (r1 * part->RowStride);
            var p2 = part->Start + (r2 * part->RowStride);
            var p3 = part->Start + (r3 * part->RowStride);
            var p4 = part->Start + (r4 * part->RowStride);
            var p5 = part->Start + (r5 * part->RowStride);
            nint at = 0;
            for (var k = part->K; k > 0; k--)
            {
                var (bw, bx, by, bz) = (
                    TLanes.Load(right), TLanes.Load(right + TLanes.Count), TLanes.Load(second), TLanes.Load(second + TLanes.Count));
                var v = TLanes.Broadcast(p0[at]);
                a0w = TLanes.MultiplyAdd(v, bw, a0w);
                a0x = TLanes.MultiplyAdd(v, bx, a0x);
                a0y = TLanes.MultiplyAdd(v, by, a0y);
                a0z = TLanes.MultiplyAdd(v, bz, a0z);
                v = TLanes.Broadcast(p1[at]);
                a1w = TLanes.MultiplyAdd(v, bw, a1w);
                a1x = TLanes.MultiplyAdd(v, bx, a1x);
                a1y = TLanes.MultiplyAdd(v, by, a1y);
                a1z = TLanes.MultiplyAdd(v, bz, a1z);
                v = TLanes.Broadcast(p2[at]);
                a2w = TLanes.MultiplyAdd(v, bw, a2w);
                a2x = TLanes.MultiplyAdd(v, bx, a2x);
                a2y = TLanes.MultiplyAdd(v, by, a2y);
                a2z = TLanes.MultiplyAdd(v, bz, a2z);
                v = TLanes.Broadcast(p3[at]);
                a3w = TLanes.MultiplyAdd(v, bw, a3w);
                a3x = TLanes.MultiplyAdd(v, bx, a3x);
                a3y = TLanes.MultiplyAdd(v, by, a3y);
                a3z = TLanes.MultiplyAdd(v, bz, a3z);
                v = TLanes.Broadcast(p4[at]);
                a4w = TLanes.MultiplyAdd(v, bw, a4w);
                a4x = TLanes.MultiplyAdd(v, bx, a4x);
                a4y = TLanes.MultiplyAdd(v, by, a4y);
                a4z = TLanes.MultiplyAdd(v, bz, a4z);
                v = TLanes.Broadcast(p5[at]);
                a5w = TLanes.MultiplyAdd(v, bw, a5w);
                a5x = TLanes.MultiplyAdd(v, bx, a5x);
                a5y = TLanes.MultiplyAdd(v, by, a5y);
                a5z = TLanes.MultiplyAdd(v, bz, a5z);
                right += Product.PanelWidth;
                second += Product.PanelWidth;
                at += tile.KStride;
            }
        }

        Store<TLanes, TVector>(tile.Target + (tile.First * tile.TargetRow), tile.TargetPair, a0w, a0x, a0y, a0z);
        Store<TLanes, TVector>(tile.Target + (r1 * tile.TargetRow), tile.TargetPair, a1w, a1x, a1y, a1z);
        Store<TLanes, TVector>(tile.Target + (r2 * tile.TargetRow), tile.TargetPair, a2w, a2x, a2y, a2z);
        Store<TLanes, TVector>(tile.Target + (r3 * tile.TargetRow), tile.TargetPair, a3w, a3x, a3y, a3z);
        Store<TLanes, TVector>(tile.Target + (r4 * tile.TargetRow), tile.TargetPair, a4w, a4x, a4y, a4z);
        Store<TLanes, TVector>(tile.Target + (r5 * tile.TargetRow), tile.TargetPair, a5w, a5x, a5y, a5z);
    }

    /// <summary>12 accumulators: sixteen registers suffice, with one of the right side at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows3By4<TLanes, TVector>(in ProductTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var r1 = Math.Min(tile.First + 1, tile.Last);
        var r2 = Math.Min(tile.First + 2, tile.Last);
        var initPair = tile.InitPair;
        var init = tile.Init + (tile.First * tile.InitRow);
        var (a0w, a0x, a0y, a0z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r1 * tile.InitRow);
        var (a1w, a1x, a1y, a1z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        init = tile.Init + (r2 * tile.InitRow);
        var (a2w, a2x, a2y, a2z) = (
            TLanes.Load(init), TLanes.Load(init + TLanes.Count), TLanes.Load(init + initPair), TLanes.Load(init + initPair + TLanes.Count));
        var right = tile.Right;
        var second = tile.Right + tile.RightPair;
        for (var part = tile.Left; part < tile.Left + tile.LeftCount; part++)
        {
            var p0 = part->Start + (tile.First * part->RowStride);
            var p1 = part->Start + (r1 * part->RowStride);
            var p2 = part->Start + (r2 * part->RowStride);
            nint at = 0;
            for (var k = part->K; k > 0; k--)
            {
                var (v0, v1, v2) = (TLanes.Broadcast(p0[at]), TLanes.Broadcast(p1[at]), TLanes.Broadcast(p2[at]));
                var b = TLanes.Load(right);
                a0w = TLanes.MultiplyAdd(v0, b, a0w);
                a1w = TLanes.MultiplyAdd(v1, b, a1w);
                a2w = TLanes.MultiplyAdd(v2, b, a2w);
                b = TLanes.Load(right + TLanes.Count);
                a0x = TLanes.MultiplyAdd(v0, b, a0x);
                a1x = TLanes.MultiplyAdd(v1, b, a1x);
                a2x = TLanes.MultiplyAdd(v2, b, a2x);
                b = TLanes.Load(second);
                a0y = TLanes.MultiplyAdd(v0, b, a0y);
                a1y = TLanes.MultiplyAdd(v1, b, a1y);
                a2y = TLanes.MultiplyAdd(v2, b, a2y);
                b = TLanes.Load(second + TLanes.Count);
                a0z = TLanes.MultiplyAdd(v0, b, a0z);
                a1z = TLanes.MultiplyAdd(v1, b, a1z);
                a2z = TLanes.MultiplyAdd(v2, b, a2z);
                right += Product.PanelWidth;
                second += Product.PanelWidth;
                at += tile.KStride;
            }
        }

        Store<TLanes, TVector>(tile.Target + (tile.First * tile.TargetRow), tile.TargetPair, a0w, a0x, a0y, a0z);
        Store<TLanes, TVector>(tile.Target + (r1 * tile.TargetRow), tile.TargetPair, a1w, a1x, a1y, a1z);
        Store<TLanes, TVector>(tile.Target + (r2 * tile.TargetRow), tile.TargetPair, a2w, a2x, a2y, a2z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector>(float* target, nint pair, TVector w, TVector x, TVector y, TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes.Store(target, w);
        TLanes.Store(target + TLanes.Count, x);
        TLanes.Store(target + pair, y);
        TLanes.Store(target + pair + TLanes.Count, z);
    }
}

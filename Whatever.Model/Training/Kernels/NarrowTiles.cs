using System.Runtime.CompilerServices;
using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Tiles of a product that are two registers wide: with AVX-512 the last panel of an odd number. As <see cref="WideTiles"/> otherwise.
/// </summary>
internal static unsafe class NarrowTiles
{
    /// <summary>12 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6By2<TLanes, TVector>(in ProductTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var r1 = Math.Min(tile.First + 1, tile.Last);
        var r2 = Math.Min(tile.First + 2, tile.Last);
        var r3 = Math.Min(tile.First + 3, tile.Last);
        var r4 = Math.Min(tile.First + 4, tile.Last);
        var r5 = Math.Min(tile.First + 5, tile.Last);
        var init = tile.Init + (tile.First * tile.InitRow);
        var (a0w, a0x) = (TLanes.Load(init), TLanes.Load(init + TLanes.Count));
        init = tile.Init + (r1 * tile.InitRow);
        var (a1w, a1x) = (TLanes.Load(init), TLanes.Load(init + TLanes.Count));
        init = tile.Init + (r2 * tile.InitRow);
        var (a2w, a2x) = (TLanes.Load(init), TLanes.Load(init + TLanes.Count));
        init = tile.Init + (r3 * tile.InitRow);
        var (a3w, a3x) = (TLanes.Load(init), TLanes.Load(init + TLanes.Count));
        init = tile.Init + (r4 * tile.InitRow);
        var (a4w, a4x) = (TLanes.Load(init), TLanes.Load(init + TLanes.Count));
        init = tile.Init + (r5 * tile.InitRow);
        var (a5w, a5x) = (TLanes.Load(init), TLanes.Load(init + TLanes.Count));
        var right = tile.Right;
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
                var (bw, bx) = (TLanes.Load(right), TLanes.Load(right + TLanes.Count));
                var v = TLanes.Broadcast(p0[at]);
                a0w = TLanes.MultiplyAdd(v, bw, a0w);
                a0x = TLanes.MultiplyAdd(v, bx, a0x);
                v = TLanes.Broadcast(p1[at]);
                a1w = TLanes.MultiplyAdd(v, bw, a1w);
                a1x = TLanes.MultiplyAdd(v, bx, a1x);
                v = TLanes.Broadcast(p2[at]);
                a2w = TLanes.MultiplyAdd(v, bw, a2w);
                a2x = TLanes.MultiplyAdd(v, bx, a2x);
                v = TLanes.Broadcast(p3[at]);
                a3w = TLanes.MultiplyAdd(v, bw, a3w);
                a3x = TLanes.MultiplyAdd(v, bx, a3x);
                v = TLanes.Broadcast(p4[at]);
                a4w = TLanes.MultiplyAdd(v, bw, a4w);
                a4x = TLanes.MultiplyAdd(v, bx, a4x);
                v = TLanes.Broadcast(p5[at]);
                a5w = TLanes.MultiplyAdd(v, bw, a5w);
                a5x = TLanes.MultiplyAdd(v, bx, a5x);
                right += Product.PanelWidth;
                at += tile.KStride;
            }
        }

        Store<TLanes, TVector>(tile.Target + (tile.First * tile.TargetRow), a0w, a0x);
        Store<TLanes, TVector>(tile.Target + (r1 * tile.TargetRow), a1w, a1x);
        Store<TLanes, TVector>(tile.Target + (r2 * tile.TargetRow), a2w, a2x);
        Store<TLanes, TVector>(tile.Target + (r3 * tile.TargetRow), a3w, a3x);
        Store<TLanes, TVector>(tile.Target + (r4 * tile.TargetRow), a4w, a4x);
        Store<TLanes, TVector>(tile.Target + (r5 * tile.TargetRow), a5w, a5x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector>(float* target, TVector w, TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes.Store(target, w);
        TLanes.Store(target + TLanes.Count, x);
    }
}

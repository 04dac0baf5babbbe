using System.Runtime.CompilerServices;
using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// The part of a step of an LSTM that is not a product, one block of units (a register) and some rows at a time, both ways. A row of z and of dz is
/// [gate][lane] in the order i, f, c~, o; d before a letter is the derivative of the loss by it; tc = tanh(c).
/// <code>
/// c = f c' + i c~                      h = o tc
/// dc = dc + dh o (1 - tc²)             do: dh tc o (1 - o)
/// di: dc c~ i (1 - i)                  df: dc c' f (1 - f)
/// dc~: dc i (1 - c~²)                  dc' = dc f
/// </code>
/// Hochreiter and Schmidhuber 1997. σ and tanh are taken as 1 / (1 + 2^-x log2 e) and (1 - e) / (1 + e), e = 2^(-2x log2 e), with the exponent held to at
/// most 40: a gate closes to 2^-40 instead of less.
/// </summary>
internal static unsafe class TrainingGates
{
    public const int Gates = 4;
    private const float Log2E = 1.4426950408889634f;
    private const float Limit = 40;

    /// <summary>From z to the gates, which take its place, and to c, tanh(c) and h.</summary>
    /// <param name="z">Rows of 4 registers; becomes i, f, c~, o.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="previousC">c of the step before; row stride as for the other three.</param>
    /// <param name="c">c after the step.</param>
    /// <param name="tanhC">tanh(c).</param>
    /// <param name="h">h after the step.</param>
    /// <param name="stride">Floats from row to row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TLanes, TVector>(float* z, int rows, float* previousC, float* c, float* tanhC, float* h, nint stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var row = 0; row < rows; row++)
        {
            var i = Sigmoid<TLanes, TVector>(TLanes.Load(z));
            var f = Sigmoid<TLanes, TVector>(TLanes.Load(z + TLanes.Count));
            var candidate = Tanh<TLanes, TVector>(TLanes.Load(z + (2 * TLanes.Count)));
            var o = Sigmoid<TLanes, TVector>(TLanes.Load(z + (3 * TLanes.Count)));
            var next = TLanes.MultiplyAdd(f, TLanes.Load(previousC), TLanes.Multiply(i, candidate));
            var squashed = Tanh<TLanes, TVector>(next);
            TLanes.Store(z, i);
            TLanes.Store(z + TLanes.Count, f);
            TLanes.Store(z + (2 * TLanes.Count), candidate);
            TLanes.Store(z + (3 * TLanes.Count), o);
            TLanes.Store(c, next);
            TLanes.Store(tanhC, squashed);
            TLanes.Store(h, TLanes.Multiply(o, squashed));
            z += Gates * TLanes.Count;
            previousC += stride;
            c += stride;
            tanhC += stride;
            h += stride;
        }
    }

    /// <summary>From the gates to dz, which takes their place.</summary>
    /// <param name="gates">Rows of i, f, c~, o; becomes dz.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="previousC">c of the step before; row stride as for the other three.</param>
    /// <param name="tanhC">tanh(c) of the step.</param>
    /// <param name="dh">Complete: from the step after and from the layer above.</param>
    /// <param name="dc">From the step after; becomes that of the step before.</param>
    /// <param name="stride">Floats from row to row.</param>
    /// <param name="db">4 registers, to which the sums of dz over the rows are added.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TLanes, TVector>(float* gates, int rows, float* previousC, float* tanhC, float* dh, float* dc, nint stride, float* db)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var one = TLanes.Broadcast(1);
        var (dbi, dbf, dbc, dbo) = (TLanes.Load(db), TLanes.Load(db + TLanes.Count), TLanes.Load(db + (2 * TLanes.Count)), TLanes.Load(db + (3 * TLanes.Count)));
        for (var row = 0; row < rows; row++)
        {
            var (i, f, candidate, o) = (TLanes.Load(gates), TLanes.Load(gates + TLanes.Count), TLanes.Load(gates + (2 * TLanes.Count)), TLanes.Load(gates + (3 * TLanes.Count)));
            var squashed = TLanes.Load(tanhC);
            var fromAbove = TLanes.Multiply(TLanes.Load(dh), o);
            var total = TLanes.MultiplyAdd(fromAbove, TLanes.Subtract(one, TLanes.Multiply(squashed, squashed)), TLanes.Load(dc));
            var byI = TLanes.Multiply(total, i);
            var byF = TLanes.Multiply(total, f);
            var dzi = TLanes.Multiply(TLanes.Multiply(byI, candidate), TLanes.Subtract(one, i));
            var dzf = TLanes.Multiply(TLanes.Multiply(byF, TLanes.Load(previousC)), TLanes.Subtract(one, f));
            var dzc = TLanes.Multiply(byI, TLanes.Subtract(one, TLanes.Multiply(candidate, candidate)));
            var dzo = TLanes.Multiply(TLanes.Multiply(fromAbove, squashed), TLanes.Subtract(one, o));
            TLanes.Store(gates, dzi);
            TLanes.Store(gates + TLanes.Count, dzf);
            TLanes.Store(gates + (2 * TLanes.Count), dzc);
            TLanes.Store(gates + (3 * TLanes.Count), dzo);
            TLanes.Store(dc, byF);
            (dbi, dbf, dbc, dbo) = (TLanes.Add(dbi, dzi), TLanes.Add(dbf, dzf), TLanes.Add(dbc, dzc), TLanes.Add(dbo, dzo));
            gates += Gates * TLanes.Count;
            previousC += stride;
            tanhC += stride;
            dh += stride;
            dc += stride;
        }

        TLanes.Store(db, dbi);
        TLanes.Store(db + TLanes.Count, dbf);
        TLanes.Store(db + (2 * TLanes.Count), dbc);
        TLanes.Store(db + (3 * TLanes.Count), dbo);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sigmoid<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        TLanes.Reciprocal(TLanes.Add(TLanes.Broadcast(1), TLanes.Exp2(TLanes.Min(TLanes.Multiply(x, TLanes.Broadcast(-Log2E)), TLanes.Broadcast(Limit)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Tanh<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var e = TLanes.Exp2(TLanes.Min(TLanes.Multiply(x, TLanes.Broadcast(-2 * Log2E)), TLanes.Broadcast(Limit)));
        var one = TLanes.Broadcast(1);
        return TLanes.Multiply(TLanes.Subtract(one, e), TLanes.Reciprocal(TLanes.Add(one, e)));
    }
}

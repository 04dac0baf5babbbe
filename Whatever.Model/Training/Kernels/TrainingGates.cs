using System.Runtime.CompilerServices;
using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// The part of a step of an LSTM that is not a product, one block of units and some rows at a time, both ways. d before a letter is the
/// derivative of the loss by it; tc = tanh(c).
/// <code>
/// c = f c' + i c~                      h = o tc
/// dc = dc + dh o (1 - tc²)             do: dh tc o (1 - o)
/// di: dc c~ i (1 - i)                  df: dc c' f (1 - f)
/// dc~: dc i (1 - c~²)                  dc' = dc f
/// </code>
/// Hochreiter and Schmidhuber 1997. σ and tanh are taken as 1 / (1 + 2^-x log2 e) and (1 - e) / (1 + e), e = 2^(-2x log2 e), with the
/// exponent held to at most 40: a gate closes to 2^-40 instead of less.
/// </summary>
internal static unsafe class TrainingGates
{
    /// <summary>Of a block; i and f of its units stand in one panel, c~ and o in the next.</summary>
    private const int Units = LstmPlace.BlockUnits;
    private const float Log2E = 1.4426950408889634f;
    private const float Limit = 40;

    /// <summary>From z to the gates, which take its place, and to c, tanh(c) and h.</summary>
    /// <param name="inputForget">Panel of z of i and f; becomes i and f.</param>
    /// <param name="candidateOutput">Panel of z of c~ and o; becomes c~ and o.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="previousC">c of the step before; row stride as for the other three.</param>
    /// <param name="c">c after the step.</param>
    /// <param name="tanhC">tanh(c).</param>
    /// <param name="h">h after the step.</param>
    /// <param name="stride">Floats from row to row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TLanes, TVector>(
        float* inputForget, float* candidateOutput, int rows, float* previousC, float* c, float* tanhC, float* h, nint stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var one = TLanes.Broadcast(1);
        for (nint row = 0; row < rows; row++)
        {
            for (nint lane = 0; lane < Units; lane += TLanes.Count)
            {
                var at = (row * stride) + lane;
                var first = inputForget + (row * Product.PanelWidth) + lane;
                var second = candidateOutput + (row * Product.PanelWidth) + lane;
                // One division for three gates and one for the other two: 1 / (a b c) times the two that are not asked for. Rounding may
                // leave a gate one step above 1.
                var ei = TLanes.Add(one, Sigmoidal<TLanes, TVector>(TLanes.Load(first)));
                var ef = TLanes.Add(one, Sigmoidal<TLanes, TVector>(TLanes.Load(first + Units)));
                var ec = Hyperbolic<TLanes, TVector>(TLanes.Load(second));
                var eo = TLanes.Add(one, Sigmoidal<TLanes, TVector>(TLanes.Load(second + Units)));
                var eiEf = TLanes.Multiply(ei, ef);
                var belowC = TLanes.Add(one, ec);
                var inverse = TLanes.Divide(one, TLanes.Multiply(eiEf, belowC));
                var byC = TLanes.Multiply(belowC, inverse);
                var i = TLanes.Multiply(ef, byC);
                var f = TLanes.Multiply(ei, byC);
                var candidate = TLanes.Multiply(TLanes.Subtract(one, ec), TLanes.Multiply(eiEf, inverse));
                var next = TLanes.MultiplyAdd(f, TLanes.Load(previousC + at), TLanes.Multiply(i, candidate));
                var e = Hyperbolic<TLanes, TVector>(next);
                var belowE = TLanes.Add(one, e);
                var inverseOut = TLanes.Divide(one, TLanes.Multiply(eo, belowE));
                var o = TLanes.Multiply(belowE, inverseOut);
                var squashed = TLanes.Multiply(TLanes.Subtract(one, e), TLanes.Multiply(eo, inverseOut));
                TLanes.Store(first, i);
                TLanes.Store(first + Units, f);
                TLanes.Store(second, candidate);
                TLanes.Store(second + Units, o);
                TLanes.Store(c + at, next);
                TLanes.Store(tanhC + at, squashed);
                TLanes.Store(h + at, TLanes.Multiply(o, squashed));
            }
        }
    }

    /// <summary>From the gates to dz, which takes their place.</summary>
    /// <param name="inputForget">Panel of i and f; becomes their dz.</param>
    /// <param name="candidateOutput">Panel of c~ and o; becomes their dz.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="previousC">c of the step before; row stride as for the other three.</param>
    /// <param name="tanhC">tanh(c) of the step.</param>
    /// <param name="dh">Complete: from the step after and from the layer above.</param>
    /// <param name="dc">From the step after; becomes that of the step before.</param>
    /// <param name="stride">Floats from row to row.</param>
    /// <param name="db">Both panels of a row, to which the sums of dz over the rows are added.</param>
    public static void Backward<TLanes, TVector>(
        float* inputForget, float* candidateOutput, int rows, float* previousC, float* tanhC, float* dh, float* dc, nint stride, float* db)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (nint lane = 0; lane < Units; lane += TLanes.Count)
        {
            BackwardLanes<TLanes, TVector>(
                inputForget + lane, candidateOutput + lane, rows, previousC + lane, tanhC + lane, dh + lane, dc + lane, stride, db + lane);
        }
    }

    /// <summary>One register of units: its sums of db stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardLanes<TLanes, TVector>(
        float* inputForget, float* candidateOutput, int rows, float* previousC, float* tanhC, float* dh, float* dc, nint stride, float* db)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var one = TLanes.Broadcast(1);
        var (dbi, dbf, dbc, dbo) = (TLanes.Load(db), TLanes.Load(db + Units), TLanes.Load(db + (2 * Units)), TLanes.Load(db + (3 * Units)));
        for (var row = 0; row < rows; row++)
        {
            var (i, f, candidate, o) = (
                TLanes.Load(inputForget), TLanes.Load(inputForget + Units), TLanes.Load(candidateOutput),
                TLanes.Load(candidateOutput + Units));
            var squashed = TLanes.Load(tanhC);
            var fromAbove = TLanes.Multiply(TLanes.Load(dh), o);
            var total = TLanes.MultiplyAdd(fromAbove, TLanes.Subtract(one, TLanes.Multiply(squashed, squashed)), TLanes.Load(dc));
            var byI = TLanes.Multiply(total, i);
            var byF = TLanes.Multiply(total, f);
            var dzi = TLanes.Multiply(TLanes.Multiply(byI, candidate), TLanes.Subtract(one, i));
            var dzf = TLanes.Multiply(TLanes.Multiply(byF, TLanes.Load(previousC)), TLanes.Subtract(one, f));
            var dzc = TLanes.Multiply(byI, TLanes.Subtract(one, TLanes.Multiply(candidate, candidate)));
            var dzo = TLanes.Multiply(TLanes.Multiply(fromAbove, squashed), TLanes.Subtract(one, o));
            TLanes.Store(inputForget, dzi);
            TLanes.Store(inputForget + Units, dzf);
            TLanes.Store(candidateOutput, dzc);
            TLanes.Store(candidateOutput + Units, dzo);
            TLanes.Store(dc, byF);
            (dbi, dbf, dbc, dbo) = (TLanes.Add(dbi, dzi), TLanes.Add(dbf, dzf), TLanes.Add(dbc, dzc), TLanes.Add(dbo, dzo));
            inputForget += Product.PanelWidth;
            candidateOutput += Product.PanelWidth;
            previousC += stride;
            tanhC += stride;
            dh += stride;
            dc += stride;
        }

        TLanes.Store(db, dbi);
        TLanes.Store(db + Units, dbf);
        TLanes.Store(db + (2 * Units), dbc);
        TLanes.Store(db + (3 * Units), dbo);
    }

    /// <summary>e of σ(x) = 1 / (1 + e).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sigmoidal<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        TLanes.ShortExp2(TLanes.Min(TLanes.Broadcast(Limit), TLanes.Multiply(x, TLanes.Broadcast(-Log2E))));

    /// <summary>e of tanh(x) = (1 - e) / (1 + e).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Hyperbolic<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        TLanes.Exp2(TLanes.Min(TLanes.Broadcast(Limit), TLanes.Multiply(x, TLanes.Broadcast(-2 * Log2E))));
}

using System.Runtime.CompilerServices;

namespace Whatever.Model.Kernels;

/// <summary>
/// The end of a step, straight from the accumulators. With e = 2^z of the scaled gates (see <see cref="PackedLstm"/>):
/// <code>
/// c' = f c + i c~ = [c (1 + ei)(1 + ec) + (1 - ec)(1 + ef)] / [(1 + ef)(1 + ei)(1 + ec)]
/// h  = o tanh(c') = (1 - e) / [(1 + eo)(1 + e)],  e = 2^(-2 log2 e · c')
/// </code>
/// Two divisions instead of five. Each z is held to at most 40, so that the product of three stays a float; a gate then closes to 2^-40
/// instead of less. Scalar twin: <see cref="Scalar"/>.
/// </summary>
internal static class GateMath
{
    private const float Limit = 40;
    private const float TwoLog2E = 2.885390081777927f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TLanes, TVector>(TVector zi, TVector zf, TVector zc, TVector zo, TVector c, out TVector nextC)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var limit = TLanes.Broadcast(Limit);
        var one = TLanes.Broadcast(1);
        var ei = TLanes.Add(one, TLanes.ShortExp2(TLanes.Min(limit, zi)));
        var ef = TLanes.Add(one, TLanes.ShortExp2(TLanes.Min(limit, zf)));
        var candidate = TLanes.Exp2(TLanes.Min(limit, zc));
        var eo = TLanes.Add(one, TLanes.ShortExp2(TLanes.Min(limit, zo)));
        var eiEc = TLanes.Multiply(ei, TLanes.Add(one, candidate));
        var above = TLanes.MultiplyAdd(c, eiEc, TLanes.Multiply(TLanes.Subtract(one, candidate), ef));
        nextC = TLanes.Divide(above, TLanes.Multiply(ef, eiEc));
        var e = TLanes.Exp2(TLanes.Min(limit, TLanes.Multiply(nextC, TLanes.Broadcast(-TwoLog2E))));
        return TLanes.Divide(TLanes.Subtract(one, e), TLanes.Multiply(eo, TLanes.Add(one, e)));
    }

    /// <summary>The same for one unit, to the bit where there is a fused multiply-add.</summary>
    public static float Scalar(float zi, float zf, float zc, float zo, float c, out float nextC)
    {
        var ei = 1 + Exp2Polynomial.ShortExp2(MathF.Min(zi, Limit));
        var ef = 1 + Exp2Polynomial.ShortExp2(MathF.Min(zf, Limit));
        var candidate = Exp2Polynomial.Exp2(MathF.Min(zc, Limit));
        var eo = 1 + Exp2Polynomial.ShortExp2(MathF.Min(zo, Limit));
        var eiEc = ei * (1 + candidate);
        nextC = MathF.FusedMultiplyAdd(c, eiEc, (1 - candidate) * ef) / (ef * eiEc);
        var e = Exp2Polynomial.Exp2(MathF.Min(-TwoLog2E * nextC, Limit));
        return (1 - e) / (eo * (1 + e));
    }
}

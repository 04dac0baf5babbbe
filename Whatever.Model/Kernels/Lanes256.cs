using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Whatever.Model.Kernels;

/// <summary>AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector256<float> value) => Vector256.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp2(Vector256<float> x)
    {
        x = Vector256.MaxNative(Vector256.Create(Exp2Polynomial.Lowest), x);
        var n = Vector256.Round(x);
        return Scale(Polynomial(x - n), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ShortExp2(Vector256<float> x)
    {
        x = Vector256.MaxNative(Vector256.Create(Exp2Polynomial.Lowest), x);
        var n = Vector256.Round(x);
        return Scale(ShortPolynomial(x - n), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Polynomial(Vector256<float> r)
    {
        var p = MultiplyAdd(Vector256.Create(Exp2Polynomial.C6), r, Vector256.Create(Exp2Polynomial.C5));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.C4));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.C3));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.C2));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.C1));
        return MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.C0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ShortPolynomial(Vector256<float> r)
    {
        var p = MultiplyAdd(Vector256.Create(Exp2Polynomial.S5), r, Vector256.Create(Exp2Polynomial.S4));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.S3));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.S2));
        p = MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.S1));
        return MultiplyAdd(p, r, Vector256.Create(Exp2Polynomial.C0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<float> p, Vector256<float> n) =>
        (p.AsInt32() + Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n), 23)).AsSingle();
}

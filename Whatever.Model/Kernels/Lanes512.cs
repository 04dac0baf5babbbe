using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Whatever.Model.Kernels;

/// <summary>AVX-512.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector512<float> value) => Vector512.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);

    // Scaling by n needs no lowest x: below it the result is smaller still, and 1 plus it the same. The rest of an infinite x is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp2(Vector512<float> x) => Avx512F.Scale(Polynomial(Rest(x)), Vector512.Round(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ShortExp2(Vector512<float> x) => Avx512F.Scale(ShortPolynomial(Rest(x)), Vector512.Round(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Polynomial(Vector512<float> r)
    {
        var p = MultiplyAdd(Vector512.Create(Exp2Polynomial.C6), r, Vector512.Create(Exp2Polynomial.C5));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.C4));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.C3));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.C2));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.C1));
        return MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.C0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ShortPolynomial(Vector512<float> r)
    {
        var p = MultiplyAdd(Vector512.Create(Exp2Polynomial.S5), r, Vector512.Create(Exp2Polynomial.S4));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.S3));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.S2));
        p = MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.S1));
        return MultiplyAdd(p, r, Vector512.Create(Exp2Polynomial.C0));
    }

    /// <summary>x - round(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Rest(Vector512<float> x) => Avx512DQ.Reduce(x, 0);
}

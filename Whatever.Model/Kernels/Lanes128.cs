using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Whatever.Model.Kernels;

/// <summary>Any processor that .NET runs on: SSE, NEON, or plain code where there is neither.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector128<float> value) => Vector128.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? Vector128.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp2(Vector128<float> x)
    {
        x = Vector128.MaxNative(Vector128.Create(Exp2Polynomial.Lowest), x);
        var n = Vector128.Round(x);
        return Scale(Polynomial(x - n), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ShortExp2(Vector128<float> x)
    {
        x = Vector128.MaxNative(Vector128.Create(Exp2Polynomial.Lowest), x);
        var n = Vector128.Round(x);
        return Scale(ShortPolynomial(x - n), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Polynomial(Vector128<float> r)
    {
        var p = MultiplyAdd(Vector128.Create(Exp2Polynomial.C6), r, Vector128.Create(Exp2Polynomial.C5));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.C4));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.C3));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.C2));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.C1));
        return MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.C0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ShortPolynomial(Vector128<float> r)
    {
        var p = MultiplyAdd(Vector128.Create(Exp2Polynomial.S5), r, Vector128.Create(Exp2Polynomial.S4));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.S3));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.S2));
        p = MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.S1));
        return MultiplyAdd(p, r, Vector128.Create(Exp2Polynomial.C0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Scale(Vector128<float> p, Vector128<float> n) =>
        (p.AsInt32() + Vector128.ShiftLeft(Vector128.ConvertToInt32Native(n), 23)).AsSingle();
}

namespace Whatever.Model.Kernels;

/// <summary>
/// The operations that a kernel needs of one vector width. Kernels are written once over this and compiled once per width: a type argument
/// that is a struct leaves no trace of the interface in the machine code. Every width gives the same bits for a number, whatever lane it is
/// in: only operations that IEEE 754 rounds in one way are used, in one order. Where a processor has no fused multiply-add,
/// <see cref="MultiplyAdd"/> rounds twice and results differ in the last bits.
/// </summary>
/// <typeparam name="TVector">The register: 16, 8 or 4 floats.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a register.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector value);

    static abstract TVector Broadcast(float value);

    /// <summary>a b + c.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>The smaller one; where <paramref name="b"/> is NaN, NaN.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>
    /// 2^x for x of at most 126; relative error below 2e-7. Below -125 the result is at most 2^-125 and not of the same bits at every
    /// width, which 1 plus it is; NaN stays NaN.
    /// </summary>
    static abstract TVector Exp2(TVector x);

    /// <summary>The same by a polynomial that is one degree shorter: relative error below 3e-7.</summary>
    static abstract TVector ShortExp2(TVector x);

    /// <summary>a / b by division: the estimates of a reciprocal differ from maker to maker, a quotient is the same everywhere.</summary>
    static abstract TVector Divide(TVector a, TVector b);
}

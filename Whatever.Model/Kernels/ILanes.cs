namespace Whatever.Model.Kernels;

/// <summary>
/// The operations that a kernel needs of one vector width. Kernels are written once over this and compiled once per width: a type argument that is a
/// struct leaves no trace of the interface in the machine code.
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

    /// <summary>2^x for x of at most 126; relative error below 2e-7. Below -126 the result is 0 or a number below 3e-38, which is as good here; NaN stays NaN.</summary>
    static abstract TVector Exp2(TVector x);

    /// <summary>1 / x for x of 1 to 2^122; relative error below 3e-7.</summary>
    static abstract TVector Reciprocal(TVector x);
}

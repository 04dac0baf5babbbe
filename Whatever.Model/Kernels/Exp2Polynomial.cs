namespace Whatever.Model.Kernels;

/// <summary>
/// 2^r for r of -0.5 to 0.5 as a polynomial that is 1 at 0 and has the smallest largest relative error under that condition, found by
/// Lawson's iteratively reweighted least squares (1961) on 4,001 points, one coefficient after the other rounded. 2^x = 2^n 2^r with n =
/// round(x), r = x - n.
/// <para>Degree 6 (error 3.0e-9, far below what rounding adds) stands under tanh: what a cell with an open forget gate gathers step by step
/// must not have an error
/// that always has the same sign. Degree 5 (9.3e-8) stands under σ, where the error is at most a quarter of it, and of a forget gate only
/// its share 1 - f.</para>
/// </summary>
internal static class Exp2Polynomial
{
    /// <summary>
    /// Below it x counts as this: the last n at which p 2^n has a full exponent, so that adding n to it and scaling by it are the same.
    /// </summary>
    public const float Lowest = -125;

    public const float C0 = 1;
    public const float C1 = 0.6931471824645996f;
    public const float C2 = 0.24022647738456726f;
    public const float C3 = 0.05550359934568405f;
    public const float C4 = 0.009618505835533142f;
    public const float C5 = 0.0013390806270763278f;
    public const float C6 = 0.00015326471475418657f;

    public const float S1 = 0.6931470036506653f;
    public const float S2 = 0.24022246897220612f;
    public const float S3 = 0.0555071085691452f;
    public const float S4 = 0.009671291336417198f;
    public const float S5 = 0.0013269521296024323f;

    /// <summary>The scalar twin of the vector versions: the same bits where there is a fused multiply-add.</summary>
    public static float Exp2(float x)
    {
        var (n, r) = Split(x);
        var p = MathF.FusedMultiplyAdd(C6, r, C5);
        p = MathF.FusedMultiplyAdd(p, r, C4);
        p = MathF.FusedMultiplyAdd(p, r, C3);
        p = MathF.FusedMultiplyAdd(p, r, C2);
        p = MathF.FusedMultiplyAdd(p, r, C1);
        p = MathF.FusedMultiplyAdd(p, r, C0);
        return Scale(p, n);
    }

    /// <summary>The scalar twin of the shorter one.</summary>
    public static float ShortExp2(float x)
    {
        var (n, r) = Split(x);
        var p = MathF.FusedMultiplyAdd(S5, r, S4);
        p = MathF.FusedMultiplyAdd(p, r, S3);
        p = MathF.FusedMultiplyAdd(p, r, S2);
        p = MathF.FusedMultiplyAdd(p, r, S1);
        p = MathF.FusedMultiplyAdd(p, r, C0);
        return Scale(p, n);
    }

    private static (float N, float R) Split(float x)
    {
        x = MathF.Max(x, Lowest);
        var n = MathF.Round(x);
        return (n, x - n);
    }

    private static float Scale(float p, float n) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + ((int)n << 23));
}

namespace Whatever.Model.Kernels;

/// <summary>
/// 2^r for r of -0.5 to 0.5 as a polynomial of degree 6 that is 1 at 0 and has the smallest largest relative error under that condition (3.0e-9, far below what rounding
/// adds), found by Lawson's iteratively reweighted least squares (1961) on 4,001 points, one coefficient after the other rounded. 2^x = 2^n 2^r with n = round(x),
/// r = x - n. Exactly 1 at 0, so that tanh(0) is 0, and without an error that lasts over a stretch of r: a cell with an open forget gate gathers step by step what
/// always has the same sign.
/// </summary>
internal static class Exp2Polynomial
{
    /// <summary>Below it x counts as this: the last n at which p 2^n has a full exponent, so that adding n to it and scaling by it are the same.</summary>
    public const float Lowest = -125;

    public const float C0 = 1;
    public const float C1 = 0.6931471824645996f;
    public const float C2 = 0.24022647738456726f;
    public const float C3 = 0.05550359934568405f;
    public const float C4 = 0.009618505835533142f;
    public const float C5 = 0.0013390806270763278f;
    public const float C6 = 0.00015326471475418657f;

    /// <summary>The scalar twin of the vector versions: the same bits where there is a fused multiply-add.</summary>
    public static float Exp2(float x)
    {
        x = MathF.Max(x, Lowest);
        var n = MathF.Round(x);
        var r = x - n;
        var p = MathF.FusedMultiplyAdd(C6, r, C5);
        p = MathF.FusedMultiplyAdd(p, r, C4);
        p = MathF.FusedMultiplyAdd(p, r, C3);
        p = MathF.FusedMultiplyAdd(p, r, C2);
        p = MathF.FusedMultiplyAdd(p, r, C1);
        p = MathF.FusedMultiplyAdd(p, r, C0);
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + ((int)n << 23));
    }
}

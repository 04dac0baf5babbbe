namespace Whatever.Model.Kernels;

/// <summary>
/// 2^r for r of -0.5 to 0.5 as a polynomial of degree 5 with the smallest largest relative error (7.5e-8), found by Lawson's iteratively reweighted
/// least squares (1961) on 2,001 points. 2^x = 2^n 2^r with n = round(x), r = x - n.
/// </summary>
internal static class Exp2Polynomial
{
    public const float C0 = 1.0000000716741255f;
    public const float C1 = 0.6931469670302548f;
    public const float C2 = 0.24022119626059263f;
    public const float C3 = 0.05550713277930437f;
    public const float C4 = 0.00967554668384257f;
    public const float C5 = 0.00132764873861694f;

    /// <summary>The scalar twin of the vector versions.</summary>
    public static float Exp2(float x)
    {
        var n = MathF.Round(MathF.Max(x, -126));
        var r = x - n;
        var p = (((((((((C5 * r) + C4) * r) + C3) * r) + C2) * r) + C1) * r) + C0;
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + ((int)n << 23));
    }
}

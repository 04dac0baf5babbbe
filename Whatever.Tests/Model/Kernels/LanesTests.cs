using System.Runtime.Intrinsics;
using Whatever.Model.Kernels;

namespace Whatever.Tests.Model.Kernels;

/// <summary>The functions under the gates, over their whole range and against double precision.</summary>
public sealed unsafe class LanesTests
{
    [Fact]
    public void Exp2_AllWidths_AgreeWithTheDouble()
    {
        for (var i = 0; i <= 200_000; i++)
        {
            var x = (float)(-125 + (i * 165e-5 / 2));
            var expected = Math.Pow(2, x);
            Assert.All(LongOnes(x), result => Assert.InRange(result / expected, 1 - 2e-7, 1 + 2e-7));
            Assert.All(ShortOnes(x), result => Assert.InRange(result / expected, 1 - 3e-7, 1 + 3e-7));
        }
    }

    [Fact]
    public void Exp2_FarBelowTheRange_GivesNothingButSmallNumbers()
    {
        foreach (var x in new[] { -127f, -1000f, -1e30f, float.MinValue, float.NegativeInfinity })
        {
            Assert.All([.. LongOnes(x), .. ShortOnes(x)], result => Assert.InRange(result, 0, 3e-38f));
        }
    }

    [Fact]
    public void Exp2_OfNoNumber_IsNoNumber()
    {
        Assert.All([.. LongOnes(float.NaN), .. ShortOnes(float.NaN)], result => Assert.True(float.IsNaN(result)));
    }

    [Fact]
    public void Exp2_AllWidths_GiveTheBitsOfTheScalarTwin()
    {
        var random = new Random(5);
        for (var i = 0; i < 300_000; i++)
        {
            var x = (float)((random.NextDouble() * (i % 3 == 0 ? 165 : 80)) - (i % 3 == 0 ? 125 : 40));
            Assert.All(LongOnes(x), result => SameBits.Expect(Exp2Polynomial.Exp2(x), result, $"2^{x}"));
            Assert.All(ShortOnes(x), result => SameBits.Expect(Exp2Polynomial.ShortExp2(x), result, $"2^{x}, short"));
        }
    }

    [Fact]
    public void Step_AllWidths_GiveTheBitsOfTheScalarTwin()
    {
        var random = new Random(6);
        for (var i = 0; i < 100_000; i++)
        {
            float Next() => (float)((random.NextDouble() - 0.5) * (i % 5 == 0 ? 300 : 12));
            var (zi, zf, zc, zo, c) = (Next(), Next(), Next(), Next(), Next());
            var h = GateMath.Scalar(zi, zf, zc, zo, c, out var nextC);
            void Same(float vectorH, float vectorC) => SameBits.Expect([h, nextC], [vectorH, vectorC], $"gates {zi} {zf} {zc} {zo}, c {c}");

            var narrow = GateMath.Step<Lanes128, Vector128<float>>(
                Vector128.Create(zi), Vector128.Create(zf), Vector128.Create(zc), Vector128.Create(zo), Vector128.Create(c),
                out var narrowC);
            Same(narrow[1], narrowC[1]);
            if (KernelPaths.IsSupported(KernelPath.Vector256))
            {
                var middle = GateMath.Step<Lanes256, Vector256<float>>(
                    Vector256.Create(zi), Vector256.Create(zf), Vector256.Create(zc), Vector256.Create(zo), Vector256.Create(c),
                    out var middleC);
                Same(middle[7], middleC[7]);
            }

            if (KernelPaths.IsSupported(KernelPath.Vector512))
            {
                var wide = GateMath.Step<Lanes512, Vector512<float>>(
                    Vector512.Create(zi), Vector512.Create(zf), Vector512.Create(zc), Vector512.Create(zo), Vector512.Create(c),
                    out var wideC);
                Same(wide[15], wideC[15]);
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(1, -2, 0.5, 3, 0.7)]
    [InlineData(-50, 50, -50, 50, 10)]
    [InlineData(200, 200, 200, 200, -60)]
    [InlineData(-200, -200, -200, -200, 60)]
    public void Step_Gates_AreTheEquationsOfTheLayer(double i, double f, double candidate, double o, double c)
    {
        const double Log2E = 1.4426950408889634;
        double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        var expectedC = (Sigmoid(f) * c) + (Sigmoid(i) * Math.Tanh(candidate));
        var expectedH = Sigmoid(o) * Math.Tanh(expectedC);
        var h = GateMath.Scalar(
            (float)(-Log2E * i), (float)(-Log2E * f), (float)(-2 * Log2E * candidate), (float)(-Log2E * o), (float)c, out var next);
        Assert.Equal(expectedC, next, 2e-5 * Math.Max(1, Math.Abs(c)));
        Assert.Equal(expectedH, h, 1e-6);
        var vector = GateMath.Step<Lanes128, Vector128<float>>(
            Vector128.Create((float)(-Log2E * i)), Vector128.Create((float)(-Log2E * f)), Vector128.Create((float)(-2 * Log2E * candidate)),
            Vector128.Create((float)(-Log2E * o)),
            Vector128.Create((float)c), out var nextVector);
        Assert.Equal(next, nextVector[2], 1e-5 * Math.Max(1, Math.Abs(c)));
        Assert.Equal(h, vector[2], 1e-6);
    }

    private static List<float> LongOnes(float x)
    {
        List<float> results = [Exp2Polynomial.Exp2(x), Lanes128.Exp2(Vector128.Create(x))[3]];
        if (KernelPaths.IsSupported(KernelPath.Vector256))
        {
            results.Add(Lanes256.Exp2(Vector256.Create(x))[6]);
        }

        if (KernelPaths.IsSupported(KernelPath.Vector512))
        {
            results.Add(Lanes512.Exp2(Vector512.Create(x))[11]);
        }

        return results;
    }

    private static List<float> ShortOnes(float x)
    {
        List<float> results = [Exp2Polynomial.ShortExp2(x), Lanes128.ShortExp2(Vector128.Create(x))[1]];
        if (KernelPaths.IsSupported(KernelPath.Vector256))
        {
            results.Add(Lanes256.ShortExp2(Vector256.Create(x))[5]);
        }

        if (KernelPaths.IsSupported(KernelPath.Vector512))
        {
            results.Add(Lanes512.ShortExp2(Vector512.Create(x))[13]);
        }

        return results;
    }
}

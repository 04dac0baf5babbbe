using Whatever.Model.Kernels;

namespace Whatever.Tests.Model.Kernels;

/// <summary>
/// What holds between paths, threads and batches: the same bits, or 1e-6 where the processor rounds a product before it adds.
/// </summary>
internal static class SameBits
{
    public static IReadOnlyList<KernelPath> Paths { get; } =
        [.. new[] { KernelPath.Vector128, KernelPath.Vector256, KernelPath.Vector512 }.Where(KernelPaths.IsSupported)];

    public static void Expect(float expected, float found, string where)
    {
        var isSame = KernelPaths.HasFusedMultiplyAdd
            ? BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(found)
            : Math.Abs(expected - found) <= 1e-6f * Math.Max(1, Math.Abs(expected));
        Assert.True(isSame, $"{where}: {found:R}, expected {expected:R}");
    }

    public static void Expect(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, string where)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Expect(expected[k], found[k], $"{where}, number {k}");
        }
    }
}

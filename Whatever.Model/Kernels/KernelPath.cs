using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Whatever.Model.Kernels;

/// <summary>Which instructions a network is run with.</summary>
public enum KernelPath
{
    /// <summary>The textbook forward pass in double precision.</summary>
    Reference = 0,

    /// <summary>Four floats at a time.</summary>
    Vector128 = 1,

    /// <summary>Eight floats at a time: AVX2 and FMA.</summary>
    Vector256 = 2,

    /// <summary>Sixteen floats at a time: AVX-512.</summary>
    Vector512 = 3,
}

/// <summary>What this machine can do.</summary>
public static class KernelPaths
{
    /// <summary>
    /// The widest path of this machine; which one is faster for a shape is for <see cref="KernelCalibration"/> to find out.
    /// </summary>
    public static KernelPath Best { get; } =
        IsSupported(KernelPath.Vector512)
            ? KernelPath.Vector512
            : IsSupported(KernelPath.Vector256) ? KernelPath.Vector256
            : KernelPath.Vector128;

    /// <summary>
    /// Whether .NET offers a multiply-add with one rounding here. All machines where it does compute the same bits, whatever the path;
    /// without it the forecasts of a model agree with theirs to about 1e-6 (more where a forget gate stays open over hundreds of steps),
    /// and a training drifts further.
    /// </summary>
    public static bool HasFusedMultiplyAdd { get; } = Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Whether this machine has the instructions of <paramref name="path"/>.</summary>
    public static bool IsSupported(KernelPath path) => path switch
    {
        KernelPath.Vector512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512DQ.IsSupported,
        KernelPath.Vector256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>Floats in a register of <paramref name="path"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The reference has no registers.</exception>
    internal static int Lanes(KernelPath path) => path switch
    {
        KernelPath.Vector512 => 16,
        KernelPath.Vector256 => 8,
        KernelPath.Vector128 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "Expected a vector path."),
    };
}

using System.Runtime.Intrinsics;
using Whatever.Model.Kernels;
using Whatever.Model.Training.Kernels;
using Whatever.Tests.Model.Kernels;

namespace Whatever.Tests.Model.Training;

/// <summary>The tiles against the scalar twin, and nothing written beside the target.</summary>
public sealed unsafe class ProductTests
{
    private const int MostRows = 20;
    private const int MostK = 9;
    private const int Border = 64;

    public static TheoryData<KernelPath> Paths => [.. TrainingRuns.Paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_EveryNumberOfRowsPanelsAndK_GivesTheBitsOfTheScalarTwin(KernelPath path)
    {
        for (var rows = 1; rows <= MostRows; rows++)
        {
            for (var panels = 1; panels <= 5; panels++)
            {
                for (var k = 0; k <= MostK; k++)
                {
                    Compare(path, rows, panels, k, isAddedTo: k % 2 == 0, isLeftTransposed: rows % 2 == 0);
                }
            }
        }
    }

    private static void Compare(KernelPath path, int rows, int panels, int k, bool isAddedTo, bool isLeftTransposed)
    {
        var random = new Random(rows + k);
        var columns = panels * Product.PanelWidth;
        var (left, right, init, target) = (
            Noise(2 * rows * k, random), Noise(2 * k * columns, random), Noise(columns, random),
            Noise((rows * columns) + (2 * Border), random));
        var expected = new AlignedFloats(target.Length);
        target.Span.CopyTo(expected.Span);

        // Two parts of k each, row-major or transposed.
        var parts = stackalloc LeftPart[2];
        parts[0] = new LeftPart { Start = left.Start, RowStride = isLeftTransposed ? 1 : k, K = k };
        parts[1] = parts[0] with { Start = left.Start + (rows * k) };
        var product = new Product
        {
            Rows = rows,
            Panels = panels,
            Left = parts,
            LeftCount = 2,
            KStride = isLeftTransposed ? rows : 1,
            Right = right.Start,
            RightPanel = 2 * k * Product.PanelWidth,
            TargetRow = columns,
            TargetPanel = Product.PanelWidth,
        };
        Aim(ref product, expected.Start + Border, init.Start, isAddedTo);
        product.Scalar();
        Aim(ref product, target.Start + Border, init.Start, isAddedTo);
        Run(path, product);
        for (var i = 0; i < target.Length; i++)
        {
            SameBits.Expect(expected.Span[i], target.Span[i], $"{path}, {rows} rows, {panels} panels, k {k}, at {i}");
        }
    }

    private static void Aim(ref Product product, float* target, float* row, bool isAddedTo)
    {
        product.Target = target;
        product.Init = isAddedTo ? target : row;
        product.InitRow = isAddedTo ? product.TargetRow : 0;
        product.InitPanel = product.TargetPanel;
    }

    private static void Run(KernelPath path, Product product)
    {
        switch (path)
        {
            case KernelPath.Vector512: product.Run<Lanes512, Vector512<float>>(); break;
            case KernelPath.Vector256: product.Run<Lanes256, Vector256<float>>(); break;
            default: product.Run<Lanes128, Vector128<float>>(); break;
        }
    }

    private static AlignedFloats Noise(int length, Random random)
    {
        var floats = new AlignedFloats(length);
        foreach (ref var value in floats.Span)
        {
            value = (2 * random.NextSingle()) - 1;
        }

        return floats;
    }
}

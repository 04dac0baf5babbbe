using System.Runtime.Intrinsics;
using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>Both ways through the network for a chunk of rows, with the instructions of one path.</summary>
internal abstract unsafe class ChunkPass
{
    public static ChunkPass Create(KernelPath path, ParameterLayout layout) => path switch
    {
        KernelPath.Vector512 => new ChunkPass<Lanes512, Vector512<float>>(layout),
        KernelPath.Vector256 => new ChunkPass<Lanes256, Vector256<float>>(layout),
        _ => new ChunkPass<Lanes128, Vector128<float>>(layout),
    };

    /// <summary>From x to what goes into the dense layer.</summary>
    public abstract void Forward(float* parameters, ChunkMemory memory);

    /// <summary>y = last V + d.</summary>
    public abstract void Output(float* parameters, ChunkMemory memory);

    /// <summary>From dy to the gradient, to which it adds.</summary>
    public abstract void Backward(TransposedWeights weights, ChunkMemory memory, float* gradient);
}

/// <inheritdoc/>
internal sealed unsafe partial class ChunkPass<TLanes, TVector>(ParameterLayout layout) : ChunkPass
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public override void Forward(float* parameters, ChunkMemory memory)
    {
        for (var l = 0; l < layout.Lstm.Count; l++)
        {
            for (var step = 0; step < memory.Steps; step++)
            {
                var x = l == 0 ? memory.X(step) : memory.Layers[l - 1].H(step + 1);
                ForwardStep(parameters, layout.Lstm[l], memory, l, step, x, l == 0 ? layout.Lstm[0].Features : layout.Lstm[l - 1].Stride);
            }
        }

        var last = memory.Rows * layout.Lstm[^1].Stride;
        new Span<float>(memory.Layers[^1].H(memory.Steps), last).CopyTo(new Span<float>(memory.Last, last));
    }

    public override void Output(float* parameters, ChunkMemory memory)
    {
        var dense = layout.Dense;
        var left = new LeftPart { Start = memory.Last, RowStride = layout.Lstm[^1].Stride, K = dense.Units };
        new Product
        {
            Rows = memory.Rows,
            Panels = dense.Panels,
            Left = &left,
            LeftCount = 1,
            KStride = 1,
            Right = parameters + dense.Weights,
            RightPanel = Product.PanelWidth * dense.Units,
            Init = parameters + dense.Bias,
            InitPanel = Product.PanelWidth,
            Target = memory.Y(0, 0),
            TargetRow = Product.PanelWidth,
            TargetPanel = memory.YPanel,
        }.Run<TLanes, TVector>();
    }

    /// <summary>z = b + x W + h U of a step, block by block, and its gates while z is still near.</summary>
    private static void ForwardStep(float* parameters, LstmPlace place, ChunkMemory memory, int l, int step, float* x, int xStride)
    {
        var layer = memory.Layers[l];
        var left = stackalloc LeftPart[2];
        left[0] = new LeftPart { Start = x, RowStride = xStride, K = place.Features };
        left[1] = new LeftPart { Start = layer.H(step), RowStride = place.Stride, K = place.Units };
        var product = new Product
        {
            Rows = memory.Rows,
            Panels = 2,
            Left = left,
            LeftCount = step == 0 ? 1 : 2,
            KStride = 1,
            RightPanel = place.PanelStride,
            InitPanel = Product.PanelWidth,
            TargetRow = Product.PanelWidth,
            TargetPanel = layer.ZPanel,
        };
        for (var block = 0; block < place.Blocks; block++)
        {
            var panel = 2 * block;
            product.Right = parameters + place.Weights + ((nint)panel * place.PanelStride);
            product.Init = parameters + place.Bias + (panel * Product.PanelWidth);
            product.Target = layer.Z(panel, step);
            product.Run<TLanes, TVector>();
            var at = block * LstmPlace.BlockUnits;
            TrainingGates.Forward<TLanes, TVector>(
                layer.Z(panel, step), layer.Z(panel + 1, step), memory.Rows, layer.C(step) + at, layer.C(step + 1) + at,
                layer.TanhC(step) + at, layer.H(step + 1) + at, place.Stride);
        }
    }
}

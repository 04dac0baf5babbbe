namespace Whatever.Model.Training.Kernels;

/// <summary>
/// The way back, layer by layer from the last one and in each from the last step. The steps go in groups: dW = xᵀ dz, dU = h'ᵀ dz and dx =
/// dz Wᵀ are one product each over a whole group, while its dz is still near; only dh' = dz Uᵀ must go step by step.
/// </summary>
internal sealed unsafe partial class ChunkPass<TLanes, TVector>
{
    /// <summary>
    /// Rows times steps of a group: long enough that loading and storing the gradient costs little, short enough for the second-level
    /// cache.
    /// </summary>
    private const int GroupRows = 128;

    public override void Backward(TransposedWeights weights, ChunkMemory memory, float* gradient)
    {
        BackwardDense(weights, memory, gradient);
        var most = Math.Clamp(GroupRows / memory.Rows, 1, memory.Steps);
        for (var l = layout.Lstm.Count - 1; l >= 0; l--)
        {
            for (var end = memory.Steps; end > 0; end -= most)
            {
                var begin = Math.Max(0, end - most);
                for (var step = end - 1; step >= begin; step--)
                {
                    BackwardStep(weights, memory, l, step, gradient);
                }

                BackwardGroup(weights, memory, l, begin, end, gradient);
            }
        }
    }

    /// <summary>dV += lastᵀ dy, dd += sums of dy, dh of the last step = dy Vᵀ.</summary>
    private void BackwardDense(TransposedWeights weights, ChunkMemory memory, float* gradient)
    {
        var (dense, place) = (layout.Dense, layout.Lstm[^1]);
        var left = new LeftPart { Start = memory.Last, RowStride = 1, K = memory.Rows };
        var product = new Product
        {
            Rows = dense.Units,
            Panels = dense.Panels,
            Left = &left,
            LeftCount = 1,
            KStride = place.Stride,
            Right = memory.Y(0, 0),
            RightPanel = memory.YPanel,
            TargetRow = Product.PanelWidth,
            TargetPanel = Product.PanelWidth * dense.Units,
        };
        AddTo(ref product, gradient + dense.Weights);
        product.Run<TLanes, TVector>();
        AddRows(memory, gradient + dense.Bias);
        var panels = stackalloc LeftPart[dense.Panels];
        for (var panel = 0; panel < dense.Panels; panel++)
        {
            panels[
                panel] = new LeftPart
                {
                    Start = memory.Y(0, panel * Product.PanelWidth),
                    RowStride = Product.PanelWidth,
                    K = Product.PanelWidth
                };
        }

        var dh = memory.Layers[^1].Dh(memory.Steps - 1);
        MultiplyPanels(panels, dense.Panels, memory.Rows, weights.Dense, place.Stride, memory.Zeros, 0, 0, dh);
        for (var k = 0; k < memory.Rows * place.Stride; k++)
        {
            dh[k] *= memory.Mask[k];
        }
    }

    private void AddRows(ChunkMemory memory, float* sums)
    {
        for (var output = 0; output < layout.Dense.Outputs; output++)
        {
            for (var row = 0; row < memory.Rows; row++)
            {
                sums[output] += *memory.Y(row, output);
            }
        }
    }

    /// <summary>dz over the gates, its sums into db, and dh of the step before: what came from above, if anything, + dz Uᵀ.</summary>
    private void BackwardStep(TransposedWeights weights, ChunkMemory memory, int l, int step, float* gradient)
    {
        var (place, layer) = (layout.Lstm[l], memory.Layers[l]);
        for (var block = 0; block < place.Blocks; block++)
        {
            var at = block * LstmPlace.BlockUnits;
            TrainingGates.Backward<TLanes, TVector>(
                layer.Z(2 * block, step), layer.Z((2 * block) + 1, step), memory.Rows, layer.C(step) + at, layer.TanhC(step) + at,
                layer.Dh(step) + at, layer.Dc + at, place.Stride,
                gradient + place.Bias + (2 * block * Product.PanelWidth));
        }

        if (step > 0)
        {
            var isLast = l == layout.Lstm.Count - 1;
            var dh = layer.Dh(step - 1);
            var left = stackalloc LeftPart[place.Panels];
            Panels(left, place, layer, step);
            MultiplyPanels(
                left, place.Panels, memory.Rows, weights.Recurrent(l), place.Stride, isLast ? memory.Zeros : dh, isLast ? 0 : place.Stride,
                isLast ? 0 : Product.PanelWidth, dh);
        }
    }

    private void BackwardGroup(TransposedWeights weights, ChunkMemory memory, int l, int begin, int end, float* gradient)
    {
        var (place, layer) = (layout.Lstm[l], memory.Layers[l]);
        var x = l == 0 ? memory.X(begin) : memory.Layers[l - 1].H(begin + 1);
        var rows = (end - begin) * memory.Rows;
        AddProduct(
            place, layer, begin, rows, x, l == 0 ? place.Features : layout.Lstm[l - 1].Stride, place.Features, gradient + place.Weights);
        AddProduct(
            place, layer, begin, rows, layer.H(begin), place.Stride, place.Units,
            gradient + place.Weights + (place.Features * Product.PanelWidth));
        if (l > 0)
        {
            var left = stackalloc LeftPart[place.Panels];
            Panels(left, place, layer, begin);
            MultiplyPanels(
                left, place.Panels, rows, weights.Inputs(l), layout.Lstm[l - 1].Stride, memory.Zeros, 0, 0, memory.Layers[l - 1].Dh(begin));
        }
    }

    /// <summary>gradient += leftᵀ dz over the rows of a group.</summary>
    private static void AddProduct(
        LstmPlace place, LayerMemory layer, int begin, int rows, float* start, int stride, int columns, float* gradient)
    {
        var left = new LeftPart { Start = start, RowStride = 1, K = rows };
        var product = new Product
        {
            Rows = columns,
            Panels = place.Panels,
            Left = &left,
            LeftCount = 1,
            KStride = stride,
            Right = layer.Z(0, begin),
            RightPanel = layer.ZPanel,
            TargetRow = Product.PanelWidth,
            TargetPanel = place.PanelStride,
        };
        AddTo(ref product, gradient);
        product.Run<TLanes, TVector>();
    }

    private static void AddTo(ref Product product, float* target)
    {
        product.Init = target;
        product.Target = target;
        product.InitRow = product.TargetRow;
        product.InitPanel = product.TargetPanel;
    }

    /// <summary>dz of all panels one after the other as the left side.</summary>
    private static void Panels(LeftPart* left, LstmPlace place, LayerMemory layer, int step)
    {
        for (var panel = 0; panel < place.Panels; panel++)
        {
            left[panel] = new LeftPart { Start = layer.Z(panel, step), RowStride = Product.PanelWidth, K = Product.PanelWidth };
        }
    }

    /// <summary>target = init + left right, rows of the target one directly behind the other.</summary>
    private static void MultiplyPanels(
        LeftPart* left, int count, int rows, float* right, int columns, float* init, nint initRow, nint initPanel, float* target)
    {
        nint k = 0;
        for (var part = left; part < left + count; part++)
        {
            k += part->K;
        }

        new Product
        {
            Rows = rows,
            Panels = columns / Product.PanelWidth,
            Left = left,
            LeftCount = count,
            KStride = 1,
            Right = right,
            RightPanel = k * Product.PanelWidth,
            Init = init,
            InitRow = initRow,
            InitPanel = initPanel,
            Target = target,
            TargetRow = columns,
            TargetPanel = Product.PanelWidth,
        }.Run<TLanes, TVector>();
    }
}

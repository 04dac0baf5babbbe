using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>The right sides of the products of the way back: Uᵀ, Wᵀ and Vᵀ in panels, made anew after each step of the optimiser.</summary>
internal sealed unsafe class TransposedWeights
{
    private readonly ParameterLayout layout;
    private readonly AlignedFloats[] recurrent;
    private readonly AlignedFloats?[] inputs;
    private readonly AlignedFloats dense;

    public TransposedWeights(ParameterLayout layout)
    {
        this.layout = layout;
        recurrent = [.. layout.Lstm.Select(place => new AlignedFloats(place.Blocks * place.BlockWidth * place.Stride))];
        inputs = [.. layout.Lstm.Select((place, l) => l == 0 ? null : new AlignedFloats(place.Blocks * place.BlockWidth * layout.Lstm[l - 1].Stride))];
        dense = new AlignedFloats(layout.Dense.BiasCount * layout.Lstm[^1].Stride);
    }

    /// <summary>Uᵀ of a layer: K = dz as [block][gate][lane], columns = its units.</summary>
    public float* Recurrent(int layer) => recurrent[layer].Start;

    /// <summary>Wᵀ of a layer above the first: the same K, columns = units of the layer below.</summary>
    public float* Inputs(int layer) => inputs[layer]!.Start;

    /// <summary>Vᵀ: K = outputs, columns = units of the last layer.</summary>
    public float* Dense => dense.Start;

    public void Update(float* parameters)
    {
        for (var l = 0; l < layout.Lstm.Count; l++)
        {
            var place = layout.Lstm[l];
            for (var block = 0; block < place.Blocks; block++)
            {
                var source = parameters + place.Weights + (block * place.BlockStride);
                var k = block * place.BlockWidth;
                Transpose(source + (place.Features * place.BlockWidth), place.Units, place.BlockWidth, recurrent[l], place.Stride, k);
                if (inputs[l] is { } below)
                {
                    Transpose(source, place.Features, place.BlockWidth, below, layout.Lstm[l - 1].Stride, k);
                }
            }
        }

        for (var panel = 0; panel < layout.Dense.Panels; panel++)
        {
            var width = layout.Dense.PanelWidth;
            Transpose(parameters + layout.Dense.Weights + (panel * width * layout.Dense.Units), layout.Dense.Units, width, dense, layout.Lstm[^1].Stride, panel * width);
        }
    }

    /// <param name="source">Shape (rows, width).</param>
    /// <param name="rows">They become columns of the target.</param>
    /// <param name="width">They become rows of the target, from <paramref name="k"/> on.</param>
    /// <param name="target">Panels of (K, four registers), the last one maybe of two.</param>
    /// <param name="columns">Of the target.</param>
    /// <param name="k">First row of the target.</param>
    private void Transpose(float* source, int rows, int width, AlignedFloats target, int columns, int k)
    {
        var panelWidth = Product.PanelRegisters * layout.Lanes;
        var panelStride = target.Length / columns * panelWidth;
        for (var row = 0; row < rows; row++, source += width)
        {
            var (panel, column) = Math.DivRem(row, panelWidth);
            var stride = Math.Min(panelWidth, columns - (panel * panelWidth));
            var to = target.Start + (panel * panelStride) + (k * stride) + column;
            for (var i = 0; i < width; i++, to += stride)
            {
                *to = source[i];
            }
        }
    }
}

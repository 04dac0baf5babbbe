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
        recurrent = [.. layout.Lstm.Select(place => new AlignedFloats(place.Panels * Product.PanelWidth * place.Stride))];
        inputs =
        [
            .. layout.Lstm.Select(
                (place, l) => l == 0 ? null : new AlignedFloats(place.Panels * Product.PanelWidth * layout.Lstm[l - 1].Stride)),
        ];
        dense = new AlignedFloats(layout.Dense.BiasCount * layout.Lstm[^1].Stride);
    }

    /// <summary>Uᵀ of a layer: K = dz as [panel][column], columns = its units.</summary>
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
            for (var panel = 0; panel < place.Panels; panel++)
            {
                var source = parameters + place.Weights + (panel * place.PanelStride);
                var k = panel * Product.PanelWidth;
                Transpose(source + (place.Features * Product.PanelWidth), place.Units, recurrent[l], place.Stride, k);
                if (inputs[l] is { } below)
                {
                    Transpose(source, place.Features, below, layout.Lstm[l - 1].Stride, k);
                }
            }
        }

        for (var panel = 0; panel < layout.Dense.Panels; panel++)
        {
            var k = panel * Product.PanelWidth;
            Transpose(parameters + layout.Dense.Weights + (k * layout.Dense.Units), layout.Dense.Units, dense, layout.Lstm[^1].Stride, k);
        }
    }

    /// <param name="source">Shape (rows, one panel).</param>
    /// <param name="rows">They become columns of the target.</param>
    /// <param name="target">Panels of (K, panel width).</param>
    /// <param name="columns">Of the target.</param>
    /// <param name="k">First row of the target; the panel's columns become rows from here on.</param>
    private static void Transpose(float* source, int rows, AlignedFloats target, int columns, int k)
    {
        var panelStride = target.Length / columns * Product.PanelWidth;
        for (var row = 0; row < rows; row++, source += Product.PanelWidth)
        {
            var (panel, column) = Math.DivRem(row, Product.PanelWidth);
            var to = target.Start + (panel * panelStride) + (k * Product.PanelWidth) + column;
            for (var i = 0; i < Product.PanelWidth; i++, to += Product.PanelWidth)
            {
                *to = source[i];
            }
        }
    }
}

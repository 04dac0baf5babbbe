namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Where the parameters of the dense layer lie among all: V as [panel][unit][column], d as [column]. Outputs are filled up to whole panels.
/// </summary>
internal sealed class DensePlace
{
    public DensePlace(int units, int outputs)
    {
        (Units, Outputs) = (units, outputs);
        Panels = (outputs + Product.PanelWidth - 1) / Product.PanelWidth;
    }

    public int Units { get; }

    public int Outputs { get; }

    public int Panels { get; }

    /// <summary>First float of V.</summary>
    public int Weights { get; init; }

    /// <summary>First float of d.</summary>
    public int Bias { get; init; }

    public int WeightCount => Panels * Product.PanelWidth * Units;

    public int BiasCount => Panels * Product.PanelWidth;

    public int WeightAt(int unit, int output)
    {
        var (panel, column) = Math.DivRem(output, Product.PanelWidth);
        return Weights + (((panel * Units) + unit) * Product.PanelWidth) + column;
    }

    public int BiasAt(int output) => Bias + output;
}

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Where the parameters of the dense layer lie among all: V as [panel][unit][column], d as [column]. Outputs are filled up to two registers or to whole
/// panels of four, so that every panel is equally wide.
/// </summary>
internal sealed class DensePlace
{
    public DensePlace(int units, int outputs, int lanes)
    {
        (Units, Outputs) = (units, outputs);
        PanelWidth = (outputs <= Product.NarrowRegisters * lanes ? Product.NarrowRegisters : Product.PanelRegisters) * lanes;
        Panels = (outputs + PanelWidth - 1) / PanelWidth;
        Registers = Panels * PanelWidth / lanes;
    }

    public int Units { get; }

    public int Outputs { get; }

    public int PanelWidth { get; }

    public int Panels { get; }

    public int Registers { get; }

    /// <summary>First float of V.</summary>
    public int Weights { get; init; }

    /// <summary>First float of d.</summary>
    public int Bias { get; init; }

    public int WeightCount => Panels * PanelWidth * Units;

    public int BiasCount => Panels * PanelWidth;

    public int WeightAt(int unit, int output)
    {
        var (panel, column) = Math.DivRem(output, PanelWidth);
        return Weights + (panel * PanelWidth * Units) + (unit * PanelWidth) + column;
    }

    public int BiasAt(int output) => Bias + output;
}

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Where the parameters of one LSTM layer lie among all: W over U as [panel][k][column], k over the features and then over the units, and b
/// as [panel][column]. Sixteen units are a block, which has two panels: i and f of its units, and c~ and o. The order is the same whatever
/// the width of a register, because the way back adds along it. Units that fill up the last block have weights of zero, stay 0 and get no
/// gradient.
/// </summary>
internal sealed class LstmPlace
{
    /// <summary>Units of a block: half a panel.</summary>
    public const int BlockUnits = Product.PanelWidth / 2;

    public LstmPlace(int features, int units)
    {
        (Features, Units) = (features, units);
        Blocks = (units + BlockUnits - 1) / BlockUnits;
        Stride = (units + Product.PanelWidth - 1) / Product.PanelWidth * Product.PanelWidth;
    }

    public int Features { get; }

    public int Units { get; }

    public int Blocks { get; }

    /// <summary>Two of each block.</summary>
    public int Panels => 2 * Blocks;

    /// <summary>Floats of a row of h, c and their derivatives: units filled up to whole panels.</summary>
    public int Stride { get; }

    /// <summary>Floats from panel to panel of W and U.</summary>
    public int PanelStride => (Features + Units) * Product.PanelWidth;

    /// <summary>First float of W and U.</summary>
    public int Weights { get; init; }

    /// <summary>First float of b.</summary>
    public int Bias { get; init; }

    public int WeightCount => Panels * PanelStride;

    public int BiasCount => Panels * Product.PanelWidth;

    /// <param name="k">A feature, or the number of features plus a unit.</param>
    /// <param name="column">Gate · units + unit, as in <see cref="Whatever.Model.Networks.LstmLayer"/>.</param>
    public int WeightAt(int k, int column) => Weights + (PanelOf(column) * PanelStride) + (k * Product.PanelWidth) + InPanel(column);

    public int BiasAt(int column) => Bias + (PanelOf(column) * Product.PanelWidth) + InPanel(column);

    private int PanelOf(int column) => (2 * (column % Units / BlockUnits)) + (column / Units / 2);

    private int InPanel(int column) => (column / Units % 2 * BlockUnits) + (column % Units % BlockUnits);
}

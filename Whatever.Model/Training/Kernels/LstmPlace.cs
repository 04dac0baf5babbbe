namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Where the parameters of one LSTM layer lie among all: W over U as [unit block][k][gate][lane], k over the features and then over the units, and b as
/// [unit block][gate][lane]. A block is one register of units; units that fill up the last one have weights of zero, stay 0 and get no gradient.
/// </summary>
internal sealed class LstmPlace
{
    public LstmPlace(int features, int units, int lanes)
    {
        (Features, Units, Lanes) = (features, units, lanes);
        Blocks = (units + lanes - 1) / lanes;
        Stride = (units + (Product.NarrowRegisters * lanes) - 1) / (Product.NarrowRegisters * lanes) * Product.NarrowRegisters * lanes;
    }

    public int Features { get; }

    public int Units { get; }

    public int Lanes { get; }

    public int Blocks { get; }

    /// <summary>Floats of a row of h, c and their derivatives: units filled up to pairs of registers.</summary>
    public int Stride { get; }

    /// <summary>Floats of z of one row in one block.</summary>
    public int BlockWidth => TrainingGates.Gates * Lanes;

    public int BlockStride => (Features + Units) * BlockWidth;

    /// <summary>First float of W and U.</summary>
    public int Weights { get; init; }

    /// <summary>First float of b.</summary>
    public int Bias { get; init; }

    public int WeightCount => Blocks * BlockStride;

    public int BiasCount => Blocks * BlockWidth;

    /// <param name="k">A feature, or the number of features plus a unit.</param>
    /// <param name="column">Gate · units + unit, as in <see cref="Whatever.Model.Lstm.LstmLayer"/>.</param>
    public int WeightAt(int k, int column) => Weights + (BlockOf(column) * BlockStride) + (k * BlockWidth) + InBlock(column);

    public int BiasAt(int column) => Bias + (BlockOf(column) * BlockWidth) + InBlock(column);

    private int BlockOf(int column) => column % Units / Lanes;

    private int InBlock(int column) => (column / Units * Lanes) + (column % Units % Lanes);
}

using Whatever.Model.Networks;

namespace Whatever.Model.Kernels;

/// <summary>
/// The weights of one LSTM layer in the order in which the kernels read them: [unit block][k][gate][lane], where k runs over the features
/// and then over the units, and a block is one register of units. Units are filled up with zeros to whole blocks; such a unit stays 0. The
/// gates come scaled so that the kernels need no multiplication before 2^z: i, f, o by -log2 e (σ(x) = 1 / (1 + 2^z)) and c~ by -2 log2 e
/// (tanh(x) = (1 - 2^z) / (1 + 2^z)).
/// </summary>
internal sealed unsafe class PackedLstm
{
    public const int Gates = 4;
    private const double Log2E = 1.4426950408889634;
    private static readonly double[] GateScale = [-Log2E, -Log2E, -2 * Log2E, -Log2E];

    public PackedLstm(LstmLayer layer, int lanes)
    {
        (Features, Units, Lanes) = (layer.Features, layer.Units, lanes);
        Blocks = (Units + lanes - 1) / lanes;
        PaddedUnits = Blocks * lanes;
        Weights = new AlignedFloats(Blocks * (Features + Units) * Gates * lanes);
        Bias = new AlignedFloats(Blocks * Gates * lanes);
        for (var unit = 0; unit < Units; unit++)
        {
            Pack(layer, unit);
        }
    }

    public int Features { get; }

    public int Units { get; }

    public int Lanes { get; }

    public int Blocks { get; }

    public int PaddedUnits { get; }

    public AlignedFloats Weights { get; }

    public AlignedFloats Bias { get; }

    /// <summary>Floats of one block: all k, all gates.</summary>
    public int BlockStride => (Features + Units) * Gates * Lanes;

    private void Pack(LstmLayer layer, int unit)
    {
        var (block, lane) = Math.DivRem(unit, Lanes);
        for (var gate = 0; gate < Gates; gate++)
        {
            var column = (gate * Units) + unit;
            Bias.Start[(((block * Gates) + gate) * Lanes) + lane] = (float)(layer.Bias[column] * GateScale[gate]);
            for (var k = 0; k < Features + Units; k++)
            {
                var weight = k < Features ? layer.Kernel[k, column] : layer.RecurrentKernel[k - Features, column];
                Weights.Start[(block * BlockStride) + (((k * Gates) + gate) * Lanes) + lane] = (float)(weight * GateScale[gate]);
            }
        }
    }
}

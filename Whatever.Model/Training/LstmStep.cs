using MathNet.Numerics.LinearAlgebra.Double;
using Whatever.Model.Lstm;

namespace Whatever.Model.Training;

/// <summary>What one step of the forward pass leaves behind for the way back.</summary>
internal sealed class LstmStep
{
    private readonly DenseMatrix gates;
    private readonly double[] previousC;
    private readonly double[] tanhC;

    private LstmStep(DenseMatrix gates, double[] previousC, DenseMatrix previousH)
    {
        (this.gates, this.previousC, PreviousH) = (gates, previousC, previousH);
        C = new double[previousC.Length];
        tanhC = new double[previousC.Length];
        H = new DenseMatrix(previousH.RowCount, previousH.ColumnCount);
    }

    /// <summary>h before the step, shape (batch, units).</summary>
    public DenseMatrix PreviousH { get; }

    /// <summary>h after the step, shape (batch, units).</summary>
    public DenseMatrix H { get; }

    /// <summary>c after the step, batch x units numbers.</summary>
    public double[] C { get; }

    /// <param name="z">x W, shape (batch, 4 units); its numbers become the gates.</param>
    /// <param name="recurrent">h U, of the same shape.</param>
    /// <param name="b">Shape (4 units).</param>
    /// <param name="c">c before the step.</param>
    /// <param name="h">h before the step.</param>
    public static LstmStep Forward(DenseMatrix z, DenseMatrix recurrent, double[] b, double[] c, DenseMatrix h)
    {
        var step = new LstmStep(z, c, h);
        var gates = z.Values;
        var n = c.Length;
        for (var k = 0; k < gates.Length; k++)
        {
            var sum = gates[k] + recurrent.Values[k] + b[k / z.RowCount];
            gates[k] = k / n == 2 ? Math.Tanh(sum) : Activations.Sigmoid(sum);
        }

        for (var k = 0; k < n; k++)
        {
            step.C[k] = (gates[n + k] * c[k]) + (gates[k] * gates[(2 * n) + k]);
            step.tanhC[k] = Math.Tanh(step.C[k]);
            step.H.Values[k] = gates[(3 * n) + k] * step.tanhC[k];
        }

        return step;
    }

    /// <param name="dh">dL/dh after the step.</param>
    /// <param name="dc">dL/dc after the step from what came later; becomes dL/dc before the step.</param>
    /// <returns>dL/dz, shape (batch, 4 units).</returns>
    public DenseMatrix Backward(DenseMatrix dh, double[] dc)
    {
        var dz = new DenseMatrix(gates.RowCount, gates.ColumnCount);
        var n = dc.Length;
        for (var k = 0; k < n; k++)
        {
            var (i, f, g, o) = (gates.Values[k], gates.Values[n + k], gates.Values[(2 * n) + k], gates.Values[(3 * n) + k]);
            dc[k] += dh.Values[k] * o * (1 - (tanhC[k] * tanhC[k]));
            dz.Values[k] = dc[k] * g * i * (1 - i);
            dz.Values[n + k] = dc[k] * previousC[k] * f * (1 - f);
            dz.Values[(2 * n) + k] = dc[k] * i * (1 - (g * g));
            dz.Values[(3 * n) + k] = dh.Values[k] * tanhC[k] * o * (1 - o);
            dc[k] *= f;
        }

        return dz;
    }
}

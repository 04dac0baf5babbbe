using MathNet.Numerics.LinearAlgebra.Double;
using Whatever.Model.Lstm;

namespace Whatever.Model.Training;

/// <summary>
/// One LSTM layer and one linear dense layer with backpropagation through time. The letters are those of <see cref="LstmLayer"/>;
/// d before a letter is the derivative of the loss by it. Matrices are column-major, so the four gates of z (batch, 4 units) lie one after
/// the other and element k of a gate belongs to element k of c and h.
/// </summary>
internal sealed class TrainableNetwork
{
    private readonly int features;
    private readonly int units;
    private readonly int outputs;
    private readonly DenseMatrix w;
    private readonly DenseMatrix u;
    private readonly DenseMatrix v;
    private readonly double[] b;
    private readonly double[] d;

    public TrainableNetwork(int features, int units, int outputs, Random random)
    {
        (this.features, this.units, this.outputs) = (features, units, outputs);
        w = Uniform(features, 4 * units, Math.Sqrt(6.0 / (features + (4 * units))), random);
        u = Uniform(units, 4 * units, Math.Sqrt(6.0 / (units + (4 * units))), random);
        v = Uniform(units, outputs, 0.1 * Math.Sqrt(6.0 / (units + outputs)), random);
        b = new double[4 * units];
        d = new double[outputs];

        // Forget gates begin open, or nothing from the start of the window would reach its end (Jozefowicz et al. 2015).
        Array.Fill(b, 1.0, units, units);
    }

    /// <summary>W, U, b, V, d one after the other.</summary>
    public double[] Parameters
    {
        get => [.. w.Values, .. u.Values, .. b, .. v.Values, .. d];
        set
        {
            var from = 0;
            foreach (var part in new[] { w.Values, u.Values, b, v.Values, d })
            {
                Array.Copy(value, from, part, 0, part.Length);
                from += part.Length;
            }
        }
    }

    public LstmNetwork ToNetwork() => new(
        [new LstmLayer(w.Clone(), u.Clone(), DenseVector.OfArray(b))],
        [new DenseLayer(v.Clone(), DenseVector.OfArray(d), "linear")]);

    /// <summary>Predictions of a batch.</summary>
    /// <param name="steps">One (batch, features) matrix a step.</param>
    /// <returns>Shape (batch, outputs).</returns>
    public DenseMatrix Predict(IReadOnlyList<DenseMatrix> steps) => Output(Run(steps));

    /// <summary>Mean squared error of a batch, and its gradient in the order of <see cref="Parameters"/>.</summary>
    public (double Loss, double[] Gradient) Differentiate(IReadOnlyList<DenseMatrix> steps, DenseMatrix targets)
    {
        var tape = Run(steps);
        var dy = Output(tape);
        var loss = 0.0;
        var scale = 2.0 / dy.Values.Length;
        for (var k = 0; k < dy.Values.Length; k++)
        {
            var error = dy.Values[k] - targets.Values[k];
            loss += error * error;
            dy.Values[k] = error * scale;
        }

        return (loss / dy.Values.Length, Backward(steps, tape, dy));
    }

    private List<LstmStep> Run(IReadOnlyList<DenseMatrix> steps)
    {
        var batch = steps[0].RowCount;
        var tape = new List<LstmStep>(steps.Count);
        var h = new DenseMatrix(batch, units);
        var c = new double[batch * units];
        var recurrent = new DenseMatrix(batch, 4 * units);
        foreach (var x in steps)
        {
            var z = new DenseMatrix(batch, 4 * units);
            x.Multiply(w, z);
            h.Multiply(u, recurrent);
            var step = LstmStep.Forward(z, recurrent, b, c, h);
            tape.Add(step);
            (h, c) = (step.H, step.C);
        }

        return tape;
    }

    private DenseMatrix Output(List<LstmStep> tape)
    {
        var y = new DenseMatrix(tape[^1].H.RowCount, outputs);
        tape[^1].H.Multiply(v, y);
        for (var k = 0; k < y.Values.Length; k++)
        {
            y.Values[k] += d[k / y.RowCount];
        }

        return y;
    }

    private double[] Backward(IReadOnlyList<DenseMatrix> steps, List<LstmStep> tape, DenseMatrix dy)
    {
        var batch = dy.RowCount;
        var (dw, du, dv) = (new DenseMatrix(features, 4 * units), new DenseMatrix(units, 4 * units), new DenseMatrix(units, outputs));
        var (db, dd) = (new double[4 * units], new double[outputs]);
        tape[^1].H.TransposeThisAndMultiply(dy, dv);
        AddColumnSums(dy, dd);
        var dh = new DenseMatrix(batch, units);
        dy.TransposeAndMultiply(v, dh);
        var dc = new double[batch * units];
        var (partW, partU) = (new DenseMatrix(features, 4 * units), new DenseMatrix(units, 4 * units));
        for (var t = tape.Count - 1; t >= 0; t--)
        {
            var dz = tape[t].Backward(dh, dc);
            steps[t].TransposeThisAndMultiply(dz, partW);
            dw.Add(partW, dw);
            tape[t].PreviousH.TransposeThisAndMultiply(dz, partU);
            du.Add(partU, du);
            AddColumnSums(dz, db);
            dz.TransposeAndMultiply(u, dh);
        }

        return [.. dw.Values, .. du.Values, .. db, .. dv.Values, .. dd];
    }

    private static void AddColumnSums(DenseMatrix matrix, double[] sums)
    {
        for (var k = 0; k < matrix.Values.Length; k++)
        {
            sums[k / matrix.RowCount] += matrix.Values[k];
        }
    }

    /// <summary>Glorot and Bengio 2010.</summary>
    private static DenseMatrix Uniform(int rows, int columns, double limit, Random random) =>
        DenseMatrix.Create(rows, columns, (_, _) => ((2 * random.NextDouble()) - 1) * limit);
}

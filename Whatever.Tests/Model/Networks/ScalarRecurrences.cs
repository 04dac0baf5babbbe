using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Tests.Model.Networks;

/// <summary>The recurrent equations one number at a time: what the matrix code has to agree with.</summary>
internal static class ScalarRecurrences
{
    public static double[][] Gru(
        double[][] window, Matrix<double> w, Matrix<double> u, Vector<double> b, Vector<double>? c, Func<double, double> a,
        Func<double, double> gate)
    {
        var n = u.RowCount;
        var h = new double[n];
        return [.. window.Select(x =>
        {
            double Gate(int index, int k) =>
                gate(Dot(x, w, (index * n) + k) + b[(index * n) + k] + Dot(h, u, (index * n) + k) + (c?[(index * n) + k] ?? 0));
            var r = Enumerable.Range(0, n).Select(k => Gate(1, k)).ToArray();
            var next = new double[n];
            for (var k = 0; k < n; k++)
            {
                var column = (2 * n) + k;
                var reset = c is null
                    ? Dot([.. h.Zip(r, (state, part) => state * part)], u, column)
                    : r[k] * (Dot(h, u, column) + c[column]);
                var candidate = a(Dot(x, w, column) + b[column] + reset);
                var z = Gate(0, k);
                next[k] = (z * h[k]) + ((1 - z) * candidate);
            }

            return h = next;
        })];
    }

    public static double[][] Simple(double[][] window, Matrix<double> w, Matrix<double> u, Vector<double> b, Func<double, double> a)
    {
        var h = new double[u.RowCount];
        return [.. window.Select(x => h = [.. h.Select((_, k) => a(Dot(x, w, k) + Dot(h, u, k) + b[k]))])];
    }

    private static double Dot(double[] x, Matrix<double> w, int column)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * w[k, column];
        }

        return sum;
    }
}

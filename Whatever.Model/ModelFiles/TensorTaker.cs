using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles;

/// <summary>Hands tensors out by name and shape, and knows what nobody asked for.</summary>
internal sealed class TensorTaker(IReadOnlyDictionary<string, Tensor> tensors, string file)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public Matrix<double> Matrix(string name, int rows, int columns) => ToMatrix(Take(name, rows, columns), rows, columns);

    public Vector<double> Vector(string name, int count) => Vector<double>.Build.Dense(Take(name, count));

    /// <exception cref="ModelFileException">A number is negative.</exception>
    public Vector<double> Variance(string name, int count) => Vector(name, count) is var variance && variance.Minimum() >= 0 ? variance
        : throw new ModelFileException(
            new Problem("tensors.variance", file, name, variance.Minimum().ToString(CultureInfo.InvariantCulture)));

    /// <summary>Matrices of the last two axes, one for each place of the first.</summary>
    public IReadOnlyList<Matrix<double>> Matrices(string name, int count, int rows, int columns)
    {
        var values = Take(name, count, rows, columns);
        return [
            .. Enumerable.Range(0, count).Select(k => ToMatrix(values[(k * rows * columns)..((k + 1) * rows * columns)], rows, columns))];
    }

    public void ExpectNothingLeft()
    {
        if (tensors.Keys.FirstOrDefault(name => !taken.Contains(name)) is { } left)
        {
            throw new ModelFileException(new Problem("tensors.left", file, left, string.Join(", ", taken)));
        }
    }

    private double[] Take(string name, params int[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelFileException(new Problem("tensors.missing", file, name));
        }

        taken.Add(name);
        return tensor.Shape.SequenceEqual(shape)
            ? tensor.Values
            : throw new ModelFileException(
                new Problem("tensors.shape", file, name, string.Join(", ", tensor.Shape), string.Join(", ", shape)));
    }

    /// <summary>Row-major as stored to column-major as MathNet holds it.</summary>
    private static Matrix<double> ToMatrix(double[] values, int rows, int columns)
    {
        var transposed = new double[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return Matrix<double>.Build.Dense(rows, columns, transposed);
    }
}

using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Lstm;

namespace Whatever.Model.ModelFiles;

/// <summary>Maps tensors by name onto the layers and back.</summary>
internal static class WeightNames
{
    public static IReadOnlyDictionary<string, Tensor> ToTensors(LstmNetwork network)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < network.Lstm.Count; i++)
        {
            tensors[$"lstm_{i}.kernel"] = ToTensor(network.Lstm[i].Kernel);
            tensors[$"lstm_{i}.recurrent_kernel"] = ToTensor(network.Lstm[i].RecurrentKernel);
            tensors[$"lstm_{i}.bias"] = ToTensor(network.Lstm[i].Bias);
        }

        for (var i = 0; i < network.Dense.Count; i++)
        {
            tensors[$"dense_{i}.kernel"] = ToTensor(network.Dense[i].Kernel);
            tensors[$"dense_{i}.bias"] = ToTensor(network.Dense[i].Bias);
        }

        return tensors;
    }

    /// <exception cref="ModelFileException">A tensor is missing, too much, or of another shape.</exception>
    public static LstmNetwork ToNetwork(ModelDescription model, IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        var taker = new TensorTaker(tensors, file);
        var inputs = model.Features.Count;
        var lstm = new List<LstmLayer>();
        var dense = new List<DenseLayer>();
        foreach (var layer in model.Layers)
        {
            if (layer.Type == "lstm")
            {
                var prefix = $"lstm_{lstm.Count}";
                lstm.Add(new LstmLayer(
                    taker.Matrix($"{prefix}.kernel", inputs, 4 * layer.Units),
                    taker.Matrix($"{prefix}.recurrent_kernel", layer.Units, 4 * layer.Units),
                    taker.Vector($"{prefix}.bias", 4 * layer.Units)));
            }
            else
            {
                var prefix = $"dense_{dense.Count}";
                dense.Add(new DenseLayer(
                    taker.Matrix($"{prefix}.kernel", inputs, layer.Units), taker.Vector($"{prefix}.bias", layer.Units), layer.Activation ?? "linear"));
            }

            inputs = layer.Units;
        }

        taker.ExpectNothingLeft();
        return new LstmNetwork(lstm, dense);
    }

    private static Tensor ToTensor(Matrix<double> matrix) => new([matrix.RowCount, matrix.ColumnCount], matrix.ToRowMajorArray());

    private static Tensor ToTensor(Vector<double> vector) => new([vector.Count], vector.ToArray());

    private sealed class TensorTaker(IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);

        public Matrix<double> Matrix(string name, int rows, int columns) =>
            Matrix<double>.Build.Dense(rows, columns, Transpose(Take(name, rows, columns), rows, columns));

        public Vector<double> Vector(string name, int count) => Vector<double>.Build.Dense(Take(name, count));

        public void ExpectNothingLeft()
        {
            if (tensors.Keys.FirstOrDefault(name => !taken.Contains(name)) is { } left)
            {
                throw new ModelFileException($"{file}: tensor {left} belongs to no layer of model.json; expected {string.Join(", ", taken)}.");
            }
        }

        private double[] Take(string name, params int[] shape)
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                throw new ModelFileException($"{file}: tensor {name} is missing; the layers of model.json ask for it.");
            }

            taken.Add(name);
            return tensor.Shape.SequenceEqual(shape)
                ? tensor.Values
                : throw new ModelFileException($"{file}: tensor {name} is ({string.Join(", ", tensor.Shape)}), expected ({string.Join(", ", shape)}) (layers in model.json).");
        }

        /// <summary>Row-major as stored to column-major as MathNet holds it.</summary>
        private static double[] Transpose(double[] values, int rows, int columns)
        {
            var transposed = new double[values.Length];
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    transposed[(column * rows) + row] = values[(row * columns) + column];
                }
            }

            return transposed;
        }
    }
}

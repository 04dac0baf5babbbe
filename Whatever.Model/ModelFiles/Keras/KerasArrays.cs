using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>
/// The arrays of one layer, taken one after the other; a wrong shape or one too few or too many is said with the layer's name.
/// </summary>
internal sealed class KerasArrays(KerasLayer layer, IReadOnlyList<NamedTensor> arrays)
{
    private int next;

    public int Left => arrays.Count - next;

    /// <summary>The next array, of the given shape.</summary>
    public Tensor Take(string what, params int[] shape)
    {
        if (next >= arrays.Count)
        {
            throw layer.Refuse(new Problem("keras.arrays-missing", arrays.Count, what));
        }

        var (name, tensor) = arrays[next++];
        return tensor.Shape.SequenceEqual(shape) ? tensor
            : throw layer.Refuse(
                new Problem("keras.array-shape-of", name, string.Join(", ", tensor.Shape), string.Join(", ", shape), what));
    }

    /// <summary>The next array, or the same number everywhere where the layer has none.</summary>
    public Tensor TakeIf(bool has, string what, double otherwise, int count) =>
        has ? Take(what, count) : new Tensor([count], [.. Enumerable.Repeat(otherwise, count)]);

    /// <summary>The shape of the next array; empty where there is none.</summary>
    public int[] NextShape(int further = 0) => next + further < arrays.Count ? arrays[next + further].Tensor.Shape : [];

    /// <summary>The next arrays, one for each gate, side by side: Keras 1 kept gates apart.</summary>
    /// <param name="gates">Letters of the gates in the order wanted.</param>
    /// <param name="parts">W, U and b with their shapes for one gate.</param>
    public IReadOnlyList<Tensor> TakeGates(string gates, params (string Letter, int[] Shape)[] parts)
    {
        var own = arrays.Skip(next).Take(gates.Length * parts.Length).ToList();
        next += own.Count;
        return [.. parts.Select(part => SideBySide([.. gates.Select(gate => Gate(own, $"{part.Letter}_{gate}", part.Shape))]))];
    }

    public void ExpectNothingLeft()
    {
        if (next != arrays.Count)
        {
            throw layer.Refuse(
                new Problem("keras.arrays-count", arrays.Count, string.Join(", ", arrays.Select(array => array.Name)), next));
        }
    }

    private Tensor Gate(List<NamedTensor> own, string suffix, int[] shape) =>
        own.FirstOrDefault(
            array =>
                array.Name.Split(':')[0]
                    .EndsWith(
                        $"_{suffix}", StringComparison.Ordinal)) is not { } found ? throw layer.Refuse(new Problem("keras.array-lacks",
                        suffix))
            : found.Tensor.Shape.SequenceEqual(shape) ? found.Tensor
            : throw layer.Refuse(
                new Problem("keras.array-is", found.Name, string.Join(", ", found.Tensor.Shape), string.Join(", ", shape)));

    private static Tensor SideBySide(List<Tensor> gates)
    {
        var rows = gates[0].Shape.Length == 1 ? 1 : gates[0].Shape[0];
        var columns = gates[0].Shape[^1];
        var values = new double[gates.Count * rows * columns];
        for (var gate = 0; gate < gates.Count; gate++)
        {
            for (var row = 0; row < rows; row++)
            {
                Array.Copy(gates[gate].Values, row * columns, values, ((row * gates.Count) + gate) * columns, columns);
            }
        }

        return new Tensor(gates[0].Shape.Length == 1 ? [gates.Count * columns] : [rows, gates.Count * columns], values);
    }
}

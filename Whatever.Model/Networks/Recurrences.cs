using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>What the recurrent layers share.</summary>
internal static class Recurrences
{
    /// <exception cref="ArgumentException">No function of one number has that name.</exception>
    public static Func<double, double> Function(string name) => Activations.Find(name)
        ?? throw new ArgumentException(
            $"Activation is \"{name}\", expected "
                + $"{string.Join(", ", Activations.Names.Where(known => Activations.Find(known) is not null))}.");

    /// <summary>The new state of the windows that were told of the step, the old one of the others.</summary>
    /// <param name="next">Shape (batch, units).</param>
    /// <param name="previous">Of the same shape.</param>
    /// <param name="kept">Shape (batch); null where all were told.</param>
    public static Matrix<double> Hold(Matrix<double> next, Matrix<double> previous, bool[]? kept) =>
        kept is null ? next : next.MapIndexed((row, column, value) => kept[row] ? value : previous[row, column], Zeros.Include);

    /// <summary>x + b, b being added to each row.</summary>
    public static Matrix<double> AddToRows(Matrix<double> x, Vector<double> b) =>
        x.MapIndexed((_, column, value) => value + b[column], Zeros.Include);
}

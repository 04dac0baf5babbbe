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

    /// <summary>x + b, b being added to each row.</summary>
    public static Matrix<double> AddToRows(Matrix<double> x, Vector<double> b) =>
        x.MapIndexed((_, column, value) => value + b[column], Zeros.Include);
}
